internal import CallModel
public import Catalogue
internal import Rating

/// Looks for what is probably wrong in a deck that can be read.
public struct DeckCheck: Sendable {
    /// How it looks.
    public struct Options: Sendable {
        /// So many times dearer or cheaper than all neighbours is too much; at least 2.
        public var factor = 10
        /// As many findings of a kind are shown.
        public var shownMax = 20
        /// Whether each country of the numbering plan must have a rate: not in a toll-free deck.
        public var wantsAllCountries = true

        /// The default.
        public init() {}
    }

    /// A finding before it is put into words.
    struct Finding {
        var kind: DeckFindingKind
        var reason = Reason.plain
        /// The rate at which it is told, and one with which that is compared, or −1.
        var rate: Int32
        var other: Int32 = -1

        enum Reason {
            case plain, leadingZero, tooLong, hidden, covered, dear, cheap
        }
    }

    let opened: OpenedDeck
    let plan: [NumberingPlanEntry]
    let options: Options
    let groups: PrefixGroups
    var rates: [Rate] { opened.deck.rates }

    /// A check of a deck. - Complexity: O(n log n) for n rates.
    public init(_ deck: OpenedDeck, numberingPlan: [NumberingPlanEntry], options: Options = Options()) {
        opened = deck
        plan = numberingPlan
        self.options = options
        groups = PrefixGroups(deck.deck.rates)
    }

    /// The built-in numbering plan, for a deck without a catalogue.
    public static var builtInPlan: [NumberingPlanEntry] { NumberingPlanEntry.builtIn }

    /// All that is found, told at file, line and column.
    ///
    /// - Parameter unrated: Calls that have no rate, if calls were looked at.
    public func findings(unrated: [UnratedCalls.Destination] = []) -> DeckFindings {
        var found: [[Finding]] = Array(repeating: [], count: DeckFindingKind.allCases.count)
        findInTime(&found)
        findUnreachable(&found)
        findPrices(&found)
        findCountries(&found)
        var lists: [DeckFindings.List] = []
        for kind in DeckFindingKind.allCases {
            switch kind {
            case .uncovered:
                let faults = options.wantsAllCountries ? uncoveredCountries() : []
                if !faults.isEmpty { lists.append(.init(kind: kind, count: faults.count, shown: Array(faults.prefix(options.shownMax)))) }
            case .unrated:
                let faults = unrated.prefix(options.shownMax).map { $0.fault(file: opened.file) }
                if !faults.isEmpty { lists.append(.init(kind: kind, count: unrated.count, shown: Array(faults))) }
            default:
                let all = found[kind.rawValue]
                if all.isEmpty { continue }
                let shown = all.sorted { ($0.rate, $0.other) < ($1.rate, $1.other) }.prefix(options.shownMax)
                lists.append(.init(kind: kind, count: all.count, shown: inWords(Array(shown))))
            }
        }
        return DeckFindings(file: opened.file, rateCount: rates.count, lists: lists)
    }

    // MARK: - What is found

    /// Rows of one prefix and band that repeat, overlap, or leave a time to none; and rows that others of their prefix hide.
    private func findInTime(_ found: inout [[Finding]]) {
        for group in groups.groups where group.count > 1 {
            var last: Int32 = -1
            for i in group.range {
                let index = groups.order[i]
                let rate = rates[Int(index)]
                guard last >= 0, rates[Int(last)].band == rate.band else {
                    last = index
                    continue
                }
                // `last` is the row so far that holds longest.
                let before = rates[Int(last)]
                let neighbour = rates[Int(groups.order[i - 1])]
                if neighbour.effectiveFrom == rate.effectiveFrom, neighbour.effectiveUntil == rate.effectiveUntil {
                    found[DeckFindingKind.repeated.rawValue].append(Finding(kind: .repeated, rate: index, other: groups.order[i - 1]))
                } else if rate.effectiveFrom < before.effectiveUntil {
                    found[DeckFindingKind.overlap.rawValue].append(Finding(kind: .overlap, rate: index, other: last))
                } else if rate.effectiveFrom > before.effectiveUntil {
                    found[DeckFindingKind.gap.rawValue].append(Finding(kind: .gap, rate: index, other: last))
                }
                if rate.effectiveUntil >= before.effectiveUntil { last = index }
            }
            findHidden(group, &found)
        }
    }

    /// Prefixes that no number can come to: too long, beginning with 0, or cut up by longer ones that hold at any time.
    private func findUnreachable(_ found: inout [[Finding]]) {
        var covered: [UInt64] = Array(repeating: 0, count: groups.groups.count)
        // Longer prefixes stand behind the shorter ones that they begin with.
        for g in groups.groups.indices.reversed() {
            let group = groups.groups[g]
            let first = groups.order[Int(group.first)]
            if group.prefixCount > PhoneNumber.lengthMax {
                found[DeckFindingKind.unreachable.rawValue].append(Finding(kind: .unreachable, reason: .tooLong, rate: first))
                continue
            }
            if group.place < PrefixGroups.powers[17] {
                found[DeckFindingKind.unreachable.rawValue].append(Finding(kind: .unreachable, reason: .leadingZero, rate: first))
            } else if covered[g] == group.width {
                found[DeckFindingKind.unreachable.rawValue].append(Finding(kind: .unreachable, reason: .covered, rate: first))
            }
            if group.parent >= 0 { covered[Int(group.parent)] += holdsAlways(group) ? group.width : covered[g] }
        }
    }

    /// Whether a row of the prefix holds at any time.
    private func holdsAlways(_ group: PrefixGroups.Group) -> Bool {
        var until = Instant.distantPast
        for i in group.range {
            let rate = rates[Int(groups.order[i])]
            // Rows without a band come first, in the order in which they begin.
            if rate.band >= 0 { break }
            if rate.effectiveFrom > until { return false }
            until = max(until, rate.effectiveUntil)
        }
        return until == .distantFuture
    }

    /// Rows whose country the numbering plan contradicts.
    private func findCountries(_ found: inout [[Finding]]) {
        let lookup = CountryLookup(plan)
        for index in rates.indices where rates[index].country != .unknown {
            let rate = rates[index]
            if rate.prefixCount > PhoneNumber.lengthMax { continue }
            let (country, isOpen) = lookup.country(ofPrefix: rate.prefix, count: rate.prefixCount)
            if country == rate.country || (country == .unknown && !isOpen) { continue }
            if isOpen, plan.contains(where: { $0.country == rate.country && $0.begins(with: rate) }) { continue }
            found[DeckFindingKind.country.rawValue].append(Finding(kind: .country, rate: Int32(index)))
        }
    }

    /// Countries of the numbering plan that no rate serves.
    private func uncoveredCountries() -> [CatalogueFault] {
        let lookup = CountryLookup(plan)
        var served = CountrySet()
        for group in groups.groups where group.prefixCount <= PhoneNumber.lengthMax {
            for i in group.range { served.insert(rates[Int(groups.order[i])].country) }
            let rate = rates[Int(groups.order[Int(group.first)])]
            served.insert(lookup.country(ofPrefix: rate.prefix, count: rate.prefixCount).country)
        }
        var prefixes: [Country: [NumberingPlanEntry]] = [:]
        for entry in plan {
            if served.contains(entry.country) { continue }
            if groups.longest(entry.prefix, count: entry.prefixCount) != nil { served.insert(entry.country) }
            prefixes[entry.country, default: []].append(entry)
        }
        return prefixes.filter { !served.contains($0.key) }.sorted { $0.key < $1.key }.map { country, entries in
            let text = entries.prefix(5).map(\.prefixText).joined(separator: ", ") + (entries.count > 5 ? ", …" : "")
            return CatalogueFault(
                file: opened.file, line: 1, column: 1, message: "\(country) has no rate at all: no prefix of the deck serves \(text)",
                remedy: "add one, or leave it if nobody may call there")
        }
    }
}

extension NumberingPlanEntry {
    /// The prefix with its leading zeros.
    var prefixText: String {
        let digits = String(prefix)
        return String(repeating: "0", count: max(0, Int(prefixCount) - digits.count)) + digits
    }

    /// Whether the entry's prefix begins with a rate's.
    func begins(with rate: Rate) -> Bool {
        prefixCount >= rate.prefixCount && prefix / PrefixGroups.powers[Int(prefixCount - rate.prefixCount)] == rate.prefix
    }
}
