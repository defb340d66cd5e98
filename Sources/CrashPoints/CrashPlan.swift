#if DEBUG
    internal import Glibc
    internal import Synchronization

    /// What a test wants of this process, read from the environment once.
    ///
    /// `SCATTO_CRASH_POINT=NAME` or `NAME:K` kills the process when the point is reached for the first or *K*-th time; `SCATTO_CRASH_LOG=FILE` appends the
    /// name of every point that is reached, a line each, in order.
    final class CrashPlan: Sendable {
        static let ofProcess = CrashPlan()

        /// The point at which to end, if any.
        private let point: CrashPoint?
        /// How many times it is reached before that.
        private let passes: Int
        /// Where names are appended; −1 for nowhere.
        private let log: Int32
        private let reached = Atomic<Int>(0)

        private init() {
            let wanted = CrashPlan.environment("SCATTO_CRASH_POINT")?.split(separator: ":").map(String.init) ?? []
            point = wanted.first.flatMap(CrashPoint.init(rawValue:))
            passes = wanted.count > 1 ? (Int(wanted[1]) ?? 1) - 1 : 0
            if !wanted.isEmpty, point == nil { fatalError("SCATTO_CRASH_POINT names no point: \(wanted[0])") }
            log = CrashPlan.environment("SCATTO_CRASH_LOG").map { unsafe open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) } ?? -1
        }

        private static func environment(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }

        func reach(_ reached: CrashPoint) {
            if log >= 0 {
                let line = Array((reached.rawValue + "\n").utf8)
                _ = unsafe line.withUnsafeBytes { unsafe write(log, $0.baseAddress, $0.count) }
            }
            guard reached == point, self.reached.add(1, ordering: .relaxed).oldValue == passes else { return }
            kill(getpid(), SIGKILL)
            // The signal may take effect on another thread first.
            while true { pause() }
        }
    }
#endif
