import Glibc
import NoticeMail
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The program that takes mail, called as sendmail is: without a shell, the message on standard input, the recipients as arguments.
struct MailProgram: Sendable {
    /// The program's file.
    let path: String
    /// How long it may take.
    let patience: Duration

    /// Why a message was not taken.
    struct Fault: Error {
        var reason: String
    }

    /// Hands over a message. Status 0 means that the program answers for it from now on; anything else, that it does not.
    ///
    /// - Parameter sender: The sender of the envelope, to whom goes what cannot be delivered; `nil` is whom the program takes by itself.
    func send(_ message: [UInt8], from sender: MailAddress?, to recipients: [MailAddress]) async throws(Fault) {
        // -i: a line with a dot alone does not end the message. Nothing behind -- is an option.
        let arguments = ["-i"] + (sender.map { ["-f", $0.description] } ?? []) + ["--"] + recipients.map(\.description)
        let status: TerminationStatus?
        do {
            status = try await run(arguments, standardInput(message))
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(reason: "\(path) cannot be run: \(error)")
        }
        switch status {
        case nil: throw Fault(reason: "\(path) did not end within \(patience.components.seconds) seconds")
        case .exited(0): return
        case .exited(let code): throw Fault(reason: "\(path) ended with status \(code)")
        default: throw Fault(reason: "a signal ended \(path)")
        }
    }

    /// Runs the program against the clock: whichever ends first ends the other; `nil` if that is the clock.
    private func run(_ arguments: [String], _ input: FileDescriptor) async throws -> TerminationStatus? {
        try await withThrowingTaskGroup(of: TerminationStatus?.self) { group in
            group.addTask {
                var options = PlatformOptions()
                // A Ctrl-C that ends the run must not end a delivery halfway.
                options.processGroupID = 0
                // Past its time, what it has begun ends with it.
                options.teardownSequence = [.send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))]
                // What it prints is not kept, however much it is.
                let result = try await Subprocess.run(
                    .path(FilePath(path)), arguments: Arguments(arguments), platformOptions: options,
                    input: .fileDescriptor(input, closeAfterSpawningProcess: true), output: .discarded, error: .discarded)
                return result.terminationStatus
            }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// The message as a file without a name: a program that does not read it is no fault, and nobody writes to one that has ended.
    private func standardInput(_ message: [UInt8]) throws -> FileDescriptor {
        guard let temporary = unsafe tmpfile() else { throw Fault(reason: "no temporary file: \(systemError())") }
        // Kept without the stream that the C library makes of it, and by no process that is begun meanwhile.
        let number = unsafe fcntl(fileno(temporary), F_DUPFD_CLOEXEC, 0)
        _ = unsafe fclose(temporary)
        if number < 0 { throw Fault(reason: "no temporary file: \(systemError())") }
        let file = FileDescriptor(rawValue: number)
        do {
            try file.writeAll(message)
            _ = try file.seek(offset: 0, from: .start)
        } catch {
            try? file.close()
            throw error
        }
        return file
    }
}
