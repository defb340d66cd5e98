import ArgumentParser
import CallModel
import Glibc
import Ledger
import RatingRun

/// Ends the process with a message for people and the status that belongs to it.
enum Failure {
    /// Prints a run's fault, each line with the command's name, and ends.
    static func end(_ fault: RunFault) -> ExitCode { end(fault.description, status: fault.exitStatus) }

    /// Prints a ledger's fault and ends.
    static func end(_ fault: LedgerFault) -> ExitCode { end(fault.description.onOneLine, status: fault.exitStatus) }

    /// Prints a message on standard error.
    static func end(_ message: String, status: Int32) -> ExitCode {
        for line in message.split(separator: "\n") { write("scatto: \(line)\n") }
        return ExitCode(status)
    }

    /// Writes to standard error.
    static func write(_ text: String) {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            // What standard error does not take has nowhere else to go.
            if written <= 0 { return }
            done += written
        }
    }
}
