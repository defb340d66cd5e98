internal import CallModel
internal import Catalogue

/// What does not change from call to call, as ready bytes: quoted for the dialect, separators included.
///
/// All lie in one arena, so that a million users or rates cost two arrays.
struct PreparedCells: Sendable {
    /// All cells, then ``RowWriter/slack`` bytes.
    private(set) var bytes: [UInt8] = []
    /// By user + 1, behind four empty cells for calls without one.
    private(set) var users: [CellPlace] = []
    /// By rate, the decks one after the other, behind three empty cells for calls without one.
    private(set) var rates: [CellPlace] = []
    /// By organization, and one more, so that there is a first one in any catalogue.
    private(set) var organizations: [OrganizationCells] = []
    /// The keys of plans as they are.
    private(set) var planKeys: [CellRange] = []
    /// The key of a plan as a cell, by plan + 1, behind an empty one for none.
    private(set) var planCells: [CellRange] = []
    /// Cell 10: empty, of a user, and of the number types of service numbers.
    private(set) var numberTypes: [CellRange] = []
    /// Where the number type of a service number stands in ``numberTypes``, by service number + 1; 0 for those without one.
    private(set) var numberTypeOfService: [Int32] = [0]
    /// The names of the inputs.
    private(set) var sources: [CellRange] = []
    /// Cells of seconds.
    let seconds: SecondsCells

    /// Cell 11, by the raw value of the reach.
    private(set) var reaches: [CellRange] = []
    /// Cell 20 for credits without a plan that grants them.
    private(set) var creditsWithoutPlan = CellRange.empty
    /// Cell 22, by the raw value of the outcome.
    private(set) var outcomes: [CellRange] = []
    /// Cell 30 and the line end, by refusal, and by refusal + 3 if `masked` stands before it.
    private(set) var notes: [CellRange] = []
    /// Cells 23–29 of a call that is not billed.
    private(set) var nothingBilled = CellRange.empty
    /// A bound of a row besides its texts and the plans of cell 27.
    private(set) var rowBytesMax = 0
    /// A bound of what one plan adds to cell 27.
    private(set) var planBytesMax = 0
    /// `no` and `yes` with the line end.
    private(set) var same: [CellRange] = []

    /// Cell 12 of a rate and, right behind it, its cells 28–29; how long they are stands in the word before them.
    struct RateCells {
        /// The cell 12.
        let destination: CellRange
        /// The cells 28–29.
        let priceAndPrefix: CellRange

        /// Those that stand at a place of ``rates``; `bytes` is ``PreparedCells/bytes``, taken in hand once for many rows.
        @inline(__always)
        init(_ bytes: Span<UInt8>, _ place: CellPlace) {
            let word = bytes.wordWithoutBoundsCheck(at: place.offset)
            destination = CellRange(start: place.offset + 8, count: Int(UInt32(truncatingIfNeeded: word)))
            priceAndPrefix = CellRange(start: destination.start + destination.count, count: Int(truncatingIfNeeded: word >> 32))
        }

        fileprivate static func word(destinationCount: Int, priceAndPrefixCount: Int) -> UInt64 {
            UInt64(UInt32(clamping: destinationCount)) | UInt64(UInt32(clamping: priceAndPrefixCount)) << 32
        }
    }

    /// The cells 4–7 of the user that stand at a place of ``users``; how long they are stands in the word before them, so it costs no miss of the cache but
    /// theirs. `bytes` is ``bytes``, taken in hand once for many rows.
    @inline(__always)
    static func user(_ place: CellPlace, _ bytes: Span<UInt8>) -> CellRange {
        CellRange(start: place.offset + 8, count: Int(UInt32(truncatingIfNeeded: bytes.wordWithoutBoundsCheck(at: place.offset))))
    }

    /// Cells of an organization.
    struct OrganizationCells {
        /// Cell 21.
        var key: CellRange
        /// Cells 17–19 where nothing was taken.
        var zeroAmounts: CellRange
        /// Cell 19.
        var currency: CellRange
        /// Decimals of the tariff.
        var decimals: Int
        /// Where the rates of its tariff's decks begin in ``rates``: outbound and toll-free.
        var rateBases: InlineArray<2, Int>
    }

    /// The cells for a catalogue, in a style.
    ///
    /// - Complexity: O(size of the catalogue); about 0.1 s for a million users.
    init(_ catalogue: Catalogue, _ marks: CellMarks, sources names: [String]) {
        seconds = SecondsCells(marks)
        var arena = CellArena(marks)
        let decks = catalogue.tariffs.flatMap { [$0.outbound, $0.tollFree] }
        arena.reserve(
            catalogue.users.text.count + 8 * catalogue.users.count + decks.reduce(0) { $0 + $1.text.count + 24 * $1.rates.count } + 65_536)
        prepareUsers(catalogue, &arena)
        prepareRates(catalogue, &arena)
        let empty = arena.bytes([marks.separator])
        numberTypes = [empty, arena.text("Subscriber")]
        for number in catalogue.serviceNumbers {
            numberTypeOfService.append(number.numberType.isEmpty ? 0 : Int32(numberTypes.count))
            if !number.numberType.isEmpty { numberTypes.append(arena.text(number.numberType)) }
        }
        planCells = [empty]
        for plan in catalogue.plans {
            planCells.append(arena.text(plan.key))
            planKeys.append(arena.bytes(plan.key.utf8))
            planBytesMax = max(planBytesMax, RowWriter.textBound(plan.key.utf8.count + 1))
        }
        sources = names.map { arena.text($0) }
        prepareFixedCells(&arena)
        let organizationBytes = organizations.reduce(0) { max($0, $1.key.count + $1.zeroAmounts.count + $1.currency.count) }
        // 512 is more than the numbers, times, separators and fixed words of a row together; besides, there are cells of a user and of a rate.
        rowBytesMax =
            RowWriter.slack + 512 + planBytesMax + numberTypes.reduce(0) { max($0, $1.count) } + organizationBytes + 2 * arena.placedBytesMax
        bytes = arena.finish()
    }

    private mutating func prepareUsers(_ catalogue: Catalogue, _ arena: inout CellArena) {
        let table = catalogue.users
        let text = table.text + [UInt8](repeating: 0, count: RowWriter.slack)
        users.reserveCapacity(table.count + 1)
        let none = arena.begin()
        let empty = arena.bytes([UInt8](repeating: arena.marks.separator, count: 4))
        arena.end(none, UInt64(empty.count))
        users.append(none)
        for user in 0..<table.count {
            let place = arena.begin()
            arena.country(table.locations[user])
            arena.text(text, table.objectIds[user])
            arena.text(text, table.names[user])
            arena.text(text, table.displayNames[user])
            arena.end(place, UInt64(UInt32(clamping: arena.count - place.offset - 8)))
            users.append(place)
        }
    }

    private mutating func prepareRates(_ catalogue: Catalogue, _ arena: inout CellArena) {
        let none = arena.begin()
        _ = arena.bytes([UInt8](repeating: arena.marks.separator, count: 3))
        arena.end(none, RateCells.word(destinationCount: 1, priceAndPrefixCount: 2))
        rates.append(none)
        var bases: [(outbound: Int, tollFree: Int)] = []
        for tariff in catalogue.tariffs {
            let outbound = rates.count
            prepareDeck(tariff.outbound, &arena)
            bases.append((outbound, rates.count))
            prepareDeck(tariff.tollFree, &arena)
        }
        let currencies = catalogue.tariffs.map { arena.text($0.currency) }
        let zeros = catalogue.tariffs.map { arena.zeroAmounts(decimals: $0.rounding.decimals, currency: $0.currency) }
        organizations = catalogue.organizations.map { organization in
            OrganizationCells(
                key: arena.text(organization.key), zeroAmounts: zeros[organization.tariff], currency: currencies[organization.tariff],
                decimals: catalogue.tariffs[organization.tariff].rounding.decimals,
                rateBases: [bases[organization.tariff].outbound, bases[organization.tariff].tollFree])
        }
        organizations.append(OrganizationCells(key: .empty, zeroAmounts: .empty, currency: .empty, decimals: 0, rateBases: [0, 0]))
    }

    private mutating func prepareDeck(_ deck: RateDeck, _ arena: inout CellArena) {
        let text = deck.text + [UInt8](repeating: 0, count: RowWriter.slack)
        rates.reserveCapacity(rates.count + deck.rates.count)
        for rate in deck.rates {
            let place = arena.begin()
            arena.text(text, rate.destination)
            let destinationEnd = arena.count
            arena.priceAndPrefix(rate)
            arena.end(
                place,
                RateCells.word(destinationCount: destinationEnd - place.offset - 8, priceAndPrefixCount: arena.count - destinationEnd))
            rates.append(place)
        }
    }

    private mutating func prepareFixedCells(_ arena: inout CellArena) {
        reaches = CallReach.allCases.map { arena.text("\($0.name)") }
        creditsWithoutPlan = arena.text("MCOPSTNPP")
        outcomes = Outcome.allCases.map { arena.text("\($0.name)") }
        for isMasked in [false, true] {
            for refusal in [Refusal.none, .noCreditsLicence, .noCredit] {
                let words = (isMasked ? ["masked"] : []) + (refusal == .none ? [] : ["\(refusal.name)"])
                notes.append(arena.lastText(words.joined(separator: ";")))
            }
        }
        let separator = arena.marks.separator
        nothingBilled = arena.bytes((0..<4).flatMap { _ in [UInt8(ascii: "0"), separator] } + [separator, separator, separator])
        same = [arena.lastText("no"), arena.lastText("yes")]
    }
}
