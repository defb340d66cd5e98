import Synchronization

/// Whether the run was told to end, by a signal.
public final class Interruption: Sendable {
    private let received = Atomic<Int32>(0)

    /// Not told yet.
    public init() {}

    /// Tells the run to end. Safe in a signal handler.
    public func interrupt(signal: Int32) { received.store(signal, ordering: .relaxed) }

    /// The signal, once there was one.
    var signal: Int32? {
        let signal = received.load(ordering: .relaxed)
        return signal == 0 ? nil : signal
    }
}
