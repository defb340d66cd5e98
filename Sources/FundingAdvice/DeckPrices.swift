internal import CallModel
internal import Catalogue
internal import Settlement

/// What the present deck says of a destination, by its name.
struct DeckPrices {
    /// What its rates have in common.
    struct Entry {
        /// The prices per minute of its rates.
        var perMinute: [Money] = []
        /// Whether allowances may cover calls to one of its rates.
        var isInPlans = false

        /// The median price per minute, by nearest rank.
        var median: Money { NearestRank.of(perMinute, percent: 50) }
    }

    private var entries: [ByteKey: Entry] = [:]

    /// The prices of a deck. - Complexity: O(rates).
    init(_ deck: RateDeck) {
        for rate in deck.rates {
            let key = ByteKey(deck.destination(rate))
            entries[key, default: Entry()].perMinute.append(rate.perMinute)
            if rate.inPlans { entries[key]?.isInPlans = true }
        }
    }

    /// What is known of a destination; `nil` if no rate has that name.
    subscript(destination: String) -> Entry? { entries[ByteKey(destination)] }
}
