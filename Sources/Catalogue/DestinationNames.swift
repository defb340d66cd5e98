internal import CallModel

/// The names of the destinations of all decks, each once, and which of them each rate has: so that calls are told apart by numbers.
public struct DestinationNames: Sendable {
    /// The names; the first, which is empty, stands for calls without a rate.
    public private(set) var names = [""]
    /// By tariff, and by rate of its deck: an index into ``names``.
    public private(set) var ofOutbound: [[UInt32]] = []
    /// The same for toll-free decks.
    public private(set) var ofTollFree: [[UInt32]] = []
    private var known: [[UInt8]: UInt32] = [:]

    /// Numbers the destinations of a catalogue, the same ones each time.
    ///
    /// - Complexity: O(rates).
    public init(_ catalogue: Catalogue) {
        for tariff in catalogue.tariffs {
            ofOutbound.append(numbers(tariff.outbound))
            ofTollFree.append(numbers(tariff.tollFree))
        }
        known = [:]
    }

    /// Numbers the destinations of a deck's rates. Within a deck equal names stand at one place, so that each is looked up once.
    private mutating func numbers(_ deck: RateDeck) -> [UInt32] {
        var atPlace = [UInt32](repeating: 0, count: deck.text.count)
        return deck.rates.map { rate in
            let place = Int(rate.destination.offset)
            if atPlace[place] == 0 { atPlace[place] = number(Array(deck.text[rate.destination.range])) }
            return atPlace[place]
        }
    }

    private mutating func number(_ name: [UInt8]) -> UInt32 {
        if let number = known[name] { return number }
        let number = UInt32(names.count)
        known[name] = number
        names.append(String(decoding: name, as: UTF8.self))
        return number
    }
}
