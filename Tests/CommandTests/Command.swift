import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A folder in which the built command is run as a process. It goes away with the test.
final class Command: Sendable {
    /// The folder.
    let path: String

    /// The command that was built with these tests: it lies beside them.
    static let program: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("scatto").path
    }()

    /// The repository's sample.
    static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("samples").path

    init() throws {
        path = NSTemporaryDirectory() + "command-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // macOS and others put the temporary folder behind a link; the command names the folder itself.
        try FileManager.default.createSymbolicLink(atPath: path + "/samples", withDestinationPath: Command.samples)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What a process answered; the time that a run took is `0.00 s`, its folder `DIR`.
    struct Answer: Hashable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs `scatto` in the folder.
    func scatto(_ arguments: String..., input: String = "") async throws -> Answer { try await scatto(arguments, input: input) }

    /// Runs `scatto` in the folder.
    func scatto(_ arguments: [String], input: String = "") async throws -> Answer {
        let result = try await run(
            .path(FilePath(Command.program)), arguments: Arguments(arguments), workingDirectory: FilePath(path), input: .string(input),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return answer(result.terminationStatus, result.standardOutput, result.standardError)
    }

    /// Runs another program in the folder, as it is found on the path.
    ///
    /// - Parameter reading: The file that is its standard input: a program that ends early leaves it unread, where a pipe would end this process.
    func program(_ name: String, _ arguments: [String], reading: String? = nil) async throws -> Answer {
        let result = try await unsafe run(
            name.contains("/") ? .path(FilePath(name)) : .name(name), arguments: Arguments(arguments), workingDirectory: FilePath(path),
            input: .fileDescriptor(try .open(reading.map { path + "/" + $0 } ?? "/dev/null", .readOnly), closeAfterSpawningProcess: true),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return answer(result.terminationStatus, result.standardOutput, result.standardError)
    }

    private func answer(_ status: TerminationStatus, _ output: String?, _ errors: String?) -> Answer {
        switch status {
        case .exited(let code): Answer(status: code, output: plain(output), errors: plain(errors))
        default: Answer(status: -1, output: plain(output), errors: plain(errors))
        }
    }

    /// Runs another program in the folder, with the path of `scatto` behind its arguments; returns what it prints.
    func shell(_ program: String, _ arguments: String...) async throws -> String {
        let executable: Executable = program.contains("/") ? .path(FilePath(path + "/" + program)) : .name(program)
        let result = try await run(
            executable, arguments: Arguments(arguments + [Command.program]), workingDirectory: FilePath(path), output: .string(limit: 1 << 20),
            error: .discarded)
        return plain(result.standardOutput)
    }

    private func plain(_ text: String?) -> String {
        (text ?? "").replacingOccurrences(of: path, with: "DIR").replacing(/in \d+\.\d\d s( \([\d,]+ records\/s\))?/, with: "in 0.00 s")
    }

    func write(_ text: String, _ name: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path + "/" + name)
    }

    func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self) }

    func names(_ folder: String = ".") throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted() }
}
