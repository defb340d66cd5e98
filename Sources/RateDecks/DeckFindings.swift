internal import CallModel
public import Catalogue

/// What a check of a deck can find.
public enum DeckFindingKind: Int, CaseIterable, Sendable {
    /// Two rows of one prefix, validity and band.
    case repeated
    /// Rows of one prefix and band that hold at the same time.
    case overlap
    /// A time between rows of one prefix and band at which none holds.
    case gap
    /// A row that can price no call.
    case unreachable
    /// A price far from those of its neighbours.
    case price
    /// A country that the numbering plan contradicts.
    case country
    /// A country of the numbering plan that no rate serves.
    case uncovered
    /// Calls that have no rate.
    case unrated

    /// The word for programs and counts.
    public var name: String {
        switch self {
        case .repeated: "repeated"
        case .overlap: "overlap"
        case .gap: "gap"
        case .unreachable: "unreachable"
        case .price: "price"
        case .country: "country"
        case .uncovered: "uncovered"
        case .unrated: "unrated"
        }
    }
}

/// What a check found in one deck.
public struct DeckFindings: Sendable {
    /// Findings of one kind.
    public struct List: Sendable {
        /// The kind.
        public var kind: DeckFindingKind
        /// How many there are.
        public var count: Int
        /// The first of them by line, as many as were asked for.
        public var shown: [CatalogueFault]
    }

    /// The deck's file, by which messages name it.
    public var file: String
    /// How many rates it has.
    public var rateCount: Int
    /// Those kinds of which something was found, in their order.
    public var lists: [List]

    /// How many findings there are.
    public var count: Int { lists.reduce(0) { $0 + $1.count } }
}
