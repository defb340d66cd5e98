/// Words of the usage report, as bytes.
struct CellWords: Sendable {
    let domestic = Array("Domestic".utf8)
    let international = Array("International".utf8)
    let nothing: [UInt8] = []
    let unanswered = Array("unanswered".utf8)
    let free = Array("free".utf8)
    let included = Array("included".utf8)
    let charged = Array("charged".utf8)
    let split = Array("split".utf8)
    let disconnected = Array("disconnected".utf8)
    let blocked = Array("blocked".utf8)
    /// By whether the number is masked, and why seconds are not covered: not at all, no licence, no credit.
    let notes: [[[UInt8]]] = [
        ["", "no_credits_licence", "no_credit"].map { Array($0.utf8) },
        ["masked", "masked;no_credits_licence", "masked;no_credit"].map { Array($0.utf8) },
    ]
    /// What stands in Capability if credits paid without a plan.
    let creditsWithoutPlan = Array("MCOPSTNPP".utf8)

    /// The word for how a call was paid (rating-rules.md §9).
    func outcome(included: Int64, charged: Int64, uncovered: Int64) -> [UInt8] {
        if charged > 0 { return included > 0 ? split : self.charged }
        if uncovered > 0 { return included > 0 ? disconnected : blocked }
        return self.included
    }
}
