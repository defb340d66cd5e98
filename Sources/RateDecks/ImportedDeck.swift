internal import CallModel
public import Catalogue

/// What an import made of a deck.
public struct ImportedDeck: Sendable {
    /// The file, by which messages name it.
    public var file: String
    /// Rows that were read, title and header aside.
    public internal(set) var rowCount = 0
    /// Rows that cannot be taken.
    public internal(set) var faultyRowCount = 0
    /// Rows that are no rates, as the vocabulary says.
    public internal(set) var leftOutCount = 0
    /// Why rows cannot be taken, in the order of the file, as many as were asked for.
    public internal(set) var faults: [CatalogueFault] = []
    /// How many there are.
    public internal(set) var faultCount = 0
    /// Columns that nothing was read from.
    public internal(set) var unusedColumns: [String] = []
    /// The currency of the prices as the deck writes it; empty if it does not.
    public internal(set) var currency = ""

    /// How many rates there are.
    public var rateCount: Int { rates.count }

    /// The rates; times that are local are kept as if they were UTC.
    var rates: [Rate] = []
    /// For each rate, whether its times are local.
    var localTimes: [LocalTimes] = []
    /// Destinations, and bands, of the rates.
    var texts = KeyIndex()
    var bands = KeyIndex()

    /// Which of a rate's times are local.
    struct LocalTimes: OptionSet, Sendable {
        let rawValue: UInt8
        static let from = LocalTimes(rawValue: 1)
        static let until = LocalTimes(rawValue: 2)
    }

    init(file: String) { self.file = file }

    /// As many faults are kept.
    var faultsKeptMax = 1000

    mutating func append(_ fault: CatalogueFault) {
        faultCount += 1
        if faults.count < faultsKeptMax { faults.append(fault) }
    }

    /// A destination among the deck's texts.
    mutating func text(_ destination: Span<UInt8>) -> TextRange {
        let index = texts.intern(destination).index
        return texts.ranges[index]
    }

    /// Takes away the rates of a row that cannot be taken.
    mutating func truncate(to count: Int) {
        rates.removeLast(rates.count - count)
        localTimes.removeLast(localTimes.count - count)
    }
}
