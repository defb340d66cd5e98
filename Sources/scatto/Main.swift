import ArgumentParser
import Glibc

/// Where the process begins, and the only place where it ends.
@main
enum Main {
    static func main() async {
        // Whoever reads from here may go away at any time: that shows when something is written, and must not end a run.
        _ = signal(SIGPIPE, SIG_IGN)
        // A file that may not grow further is told by whoever writes it.
        _ = signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try Scatto.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            exit(code.rawValue)
        } catch {
            exit(end(error))
        }
    }

    /// Prints the help that was asked for, or says on one line what is wrong with the command line.
    private static func end(_ error: any Error) -> Int32 {
        let text = Scatto.fullMessage(for: error)
        if Scatto.exitCode(for: error) == .success {
            print(text)
            return 0
        }
        var message = Scatto.message(for: error).split(separator: "\n").joined(separator: " ")
        if message.hasSuffix(".") { message.removeLast() }
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        let help = lines.first { $0.hasPrefix("See '") }?.dropFirst(5).prefix { $0 != "'" } ?? "scatto --help"
        return Failure.end("\(message); see \(help)", status: 2).rawValue
    }
}
