/// The decks of one kind, tariff by tariff, looked at where they lie.
///
/// A deck that is taken out of an array has its references counted, and all workers would count the same ones, each waiting for the line of the cache in
/// which the others have just counted. This type keeps the decks, so that they last as long as it does, and alone holds references that nobody counts.
@safe
struct DeckList: Sendable {
    private let decks: [CompiledDeck]
    private let uncounted: [Unmanaged<CompiledDeck>]

    init(_ decks: [CompiledDeck]) {
        self.decks = decks
        unsafe uncounted = decks.map { unsafe Unmanaged.passUnretained($0) }
    }

    /// Hands `body` the deck of a tariff.
    @inline(__always)
    func with<Result>(_ tariff: Int32, _ body: (CompiledDeck) -> Result) -> Result {
        // The deck lasts, as `decks` has it.
        unsafe uncounted[Int(tariff)]._withUnsafeGuaranteedRef { body($0) }
    }
}
