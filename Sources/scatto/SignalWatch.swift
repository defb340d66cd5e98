import Dispatch
import Glibc
import RatingRun

/// Turns SIGINT and SIGTERM into the end of a run, between two pieces of work: nothing stays half done.
enum SignalWatch {
    /// Watches for as long as the result is kept.
    static func begin(_ interruption: Interruption) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { interruption.interrupt(signal: number) }
            source.resume()
            return source
        }
    }
}
