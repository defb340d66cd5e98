internal import CallModel

extension Payment {
    /// How to write one, for messages.
    static let remedy = "write agreement:NUMBER, agreement:NUMBER/PURCHASE-ORDER, card:YYYY-MM or command"

    /// Reads a payment (rating-rules.md §8, Payments).
    init?(_ text: String) {
        if text == "command" {
            self = .command
        } else if text.hasPrefix("card:"), let month = CalendarMonth(String(text.dropFirst(5))) {
            self = .card(month)
        } else if text.hasPrefix("agreement:") {
            let agreement = text.dropFirst(10)
            let parts = agreement.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.contains(where: \.isEmpty) { return nil }
            self = .agreement(String(agreement))
        } else {
            return nil
        }
    }
}
