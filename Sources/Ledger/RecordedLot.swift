public import Settlement

/// A lot as the ledger keeps it for ever, whatever is left of it.
public struct RecordedLot: Sendable, Hashable {
    /// Whose it is.
    public var organization: String
    /// How it came to be.
    public var kind: Movement.Kind
    /// The lot; what remains of one that was forfeited is nobody's.
    public var lot: Lot
    /// Whether what remained was forfeited.
    public var isForfeited: Bool
}

/// What a run drew from a pool; if the run was taken back, the same follows once more with the sign turned.
public struct RecordedDraw: Sendable, Hashable {
    /// The run.
    public var run: Int
    /// The pool; its scope as the run's catalogue wrote it.
    public var pool: PoolState.Key
    /// What was drawn.
    public var seconds: Int64
    /// Whether nothing had been drawn from the pool before.
    public var isNew: Bool
}

/// A piece of the duplicate index, as ``LedgerFile/seenEntries(_:)`` reads it.
public struct SeenPart: Sendable, Hashable {
    /// The run that settled its calls.
    public var run: Int
    /// The UTC day of their starts, since 1970-01-01.
    public var day: Int
    /// Its place among the run's pieces.
    public var part: Int
    /// How many bytes it has.
    public var byteCount: Int
}
