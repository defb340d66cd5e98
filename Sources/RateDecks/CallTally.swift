public import CallModel
internal import Rating

/// The calls of some records that a deck would have to price.
public struct CallTally: Sendable {
    /// Records that were read.
    public private(set) var recordCount = 0
    /// Records that cannot be read, or whose called number is no number.
    public private(set) var unreadableCount = 0
    /// Calls that a deck has to price.
    public private(set) var callCount = 0

    private var name: [UInt8] = []

    /// No records yet.
    public init() {}

    /// Shows the calls of a batch that were answered, cost, and are outbound.
    public mutating func add(_ batch: CallBatch, _ body: (_ number: PhoneNumber, _ start: Instant, _ seconds: Int32) -> Void) {
        let text = batch.text
        for call in batch.calls {
            recordCount += 1
            if call.fault != .none {
                unreadableCount += 1
                continue
            }
            name.removeAll(keepingCapacity: true)
            for i in call.callType.range { name.append(asciiLowercased(text[i])) }
            guard let type = CallType(lowercased: name.span) else {
                unreadableCount += 1
                continue
            }
            if type.isInbound || type.callClass == .free || call.durationSeconds == 0 { continue }
            guard call.calleeNumber.isNumber else {
                unreadableCount += 1
                continue
            }
            callCount += 1
            body(call.calleeNumber, call.start, call.durationSeconds)
        }
    }
}

/// Tells the calls that have no rate in one deck.
public struct DeckCoverage: Sendable {
    private let lookup: DeckLookup

    /// Compiles a deck.
    public init(_ deck: OpenedDeck) {
        lookup = DeckLookup(deck.deck, rounding: Rounding(.halfUp, decimals: Money.decimalsMax), numberingPlan: [], bands: deck.bands)
    }

    /// Whether a call has a rate.
    public func hasRate(_ number: PhoneNumber, at start: Instant) -> Bool { lookup.rate(of: number, at: start) != nil }
}
