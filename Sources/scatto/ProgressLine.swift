import Glibc
import RatingRun
import Synchronization

/// One line on a terminal that tells how far a run is; nothing in a pipe.
final class ProgressLine: Sendable {
    /// Whether standard error is a terminal.
    let isShown = isatty(STDERR_FILENO) == 1
    private let began = ContinuousClock.now
    private let shown = Mutex<ContinuousClock.Instant?>(nil)
    private static let interval = Duration.milliseconds(200)

    /// Shows progress, at most five times a second.
    func show(_ progress: RunProgress) {
        let now = ContinuousClock.now
        let isDue = shown.withLock { last in
            if let last, now - last < ProgressLine.interval { return false }
            last = now
            return true
        }
        if isDue { Failure.write("\r\u{1B}[K" + ProgressLine.text(progress, elapsed: now - began)) }
    }

    /// Takes the line away.
    func clear() {
        if isShown, shown.withLock({ $0 != nil }) { Failure.write("\r\u{1B}[K") }
    }

    /// The line: bytes, records, records per second, time left.
    static func text(_ progress: RunProgress, elapsed: Duration) -> String {
        let seconds = max(0.001, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
        var parts = ["\(megabytes(progress.bytesRead)) MB"]
        if let total = progress.bytesTotal, total > 0 { parts[0] = "\(megabytes(progress.bytesRead)) of \(megabytes(total)) MB" }
        parts.append("\(progress.records) records")
        parts.append("\(Int(Double(progress.records) / seconds)) records/s")
        if let total = progress.bytesTotal, progress.bytesRead > 0, total > progress.bytesRead {
            parts.append("\(Int(seconds * Double(total - progress.bytesRead) / Double(progress.bytesRead)) + 1) s left")
        }
        return parts.joined(separator: ", ")
    }

    private static func megabytes(_ bytes: Int64) -> Int64 { (bytes + 500_000) / 1_000_000 }
}
