internal import CallModel
internal import FoundationEssentials

/// Reads what ``UsageEncoder`` wrote, without trusting it: what is wrong ends in a message that the ledger is damaged.
struct UsageDecoder {
    private let bytes: Data
    private var next: Int

    init(_ bytes: Data) {
        self.bytes = bytes
        next = bytes.startIndex
    }

    private static let fault = StoredValueFault(description: "the usage of a run cannot be read")

    /// All of a run's usage by organization and month.
    static func read(
        into aggregates: inout UsageAggregates, texts: Data, byUser: Data, byDestination: Data, uncovered: Data
    ) throws(StoredValueFault) {
        var decoder = UsageDecoder(texts)
        try decoder.readTexts(into: &aggregates)
        decoder = UsageDecoder(byUser)
        while decoder.next < decoder.bytes.endIndex { aggregates.byUser.append(try decoder.userUsage(aggregates)) }
        decoder = UsageDecoder(byDestination)
        while decoder.next < decoder.bytes.endIndex { aggregates.byDestination.append(try decoder.destinationUsage(aggregates)) }
        decoder = UsageDecoder(uncovered)
        while decoder.next < decoder.bytes.endIndex { aggregates.uncovered.append(try decoder.uncoveredUsage(aggregates)) }
    }

    private mutating func readTexts(into aggregates: inout UsageAggregates) throws(StoredValueFault) {
        for _ in 0..<(try number()) {
            aggregates.users.append(UsageUser(name: try text(), displayName: try text(), location: try country()))
        }
        for _ in 0..<(try number()) { aggregates.destinations.append(try text()) }
        for _ in 0..<(try number()) { aggregates.capabilities.append(try text()) }
        if next != bytes.endIndex { throw UsageDecoder.fault }
    }

    private mutating func userUsage(_ aggregates: UsageAggregates) throws(StoredValueFault) -> UserUsage {
        let kind = try kind()
        return UserUsage(
            day: kind.day, callClass: kind.callClass, outcome: kind.outcome, user: try index(aggregates.users.count),
            capability: try index(aggregates.capabilities.count), sum: try sum())
    }

    private mutating func destinationUsage(_ aggregates: UsageAggregates) throws(StoredValueFault) -> DestinationUsage {
        let kind = try kind()
        guard let reach = CallReach(rawValue: kind.rest) else { throw UsageDecoder.fault }
        return DestinationUsage(
            day: kind.day, callClass: kind.callClass, outcome: kind.outcome, reach: reach, destination: try index(aggregates.destinations.count),
            country: try country(), capability: try index(aggregates.capabilities.count), sum: try sum())
    }

    private mutating func uncoveredUsage(_ aggregates: UsageAggregates) throws(StoredValueFault) -> UncoveredUsage {
        let kind = try kind()
        guard let refusal = Refusal(rawValue: kind.rest) else { throw UsageDecoder.fault }
        let user = try index(aggregates.users.count)
        // Earlier runs had a row for each destination; whoever adds up rows adds up these.
        _ = try index(aggregates.destinations.count)
        return UncoveredUsage(
            day: kind.day, callClass: kind.callClass, outcome: kind.outcome, refusal: refusal, user: user, calls: Int64(try number()),
            uncoveredSeconds: Int64(try number()), costWhole: Int64(try number()), costUnits: Int64(try number()))
    }

    private mutating func kind() throws(StoredValueFault) -> (day: UInt8, callClass: CallClass, outcome: Outcome, rest: UInt8) {
        let day = try byte()
        let word = try byte()
        guard (1...31).contains(day), let callClass = CallClass(rawValue: word >> 5), let outcome = Outcome(rawValue: word >> 2 & 7) else {
            throw UsageDecoder.fault
        }
        return (day, callClass, outcome, word & 3)
    }

    private mutating func sum() throws(StoredValueFault) -> UsageSum {
        var sum = UsageSum()
        sum.calls = Int64(try number())
        sum.durationSeconds = Int64(try number())
        sum.includedSeconds = Int64(try number())
        sum.chargedSeconds = Int64(try number())
        sum.uncoveredSeconds = Int64(try number())
        sum.charged.units = Int64(try number())
        return sum
    }

    /// An index that was written one higher; −1 is none.
    private mutating func index(_ count: Int) throws(StoredValueFault) -> Int32 {
        let number = try number()
        guard number <= count, let index = Int32(exactly: number - 1) else { throw UsageDecoder.fault }
        return index
    }

    private mutating func country() throws(StoredValueFault) -> Country {
        let ordinal = try number()
        if ordinal >= Country.ordinalCount { throw UsageDecoder.fault }
        return Country.at(ordinal: UInt16(ordinal))
    }

    private mutating func text() throws(StoredValueFault) -> String {
        let count = try number()
        if count > bytes.endIndex - next { throw UsageDecoder.fault }
        defer { next += count }
        return String(decoding: bytes[next..<next + count], as: UTF8.self)
    }

    private mutating func byte() throws(StoredValueFault) -> UInt8 {
        if next >= bytes.endIndex { throw UsageDecoder.fault }
        defer { next += 1 }
        return bytes[next]
    }

    /// A number that is not below zero.
    private mutating func number() throws(StoredValueFault) -> Int {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 56, by: 7) {
            let byte = try byte()
            number |= UInt64(byte & 0x7F) << shift
            // 63 bits in nine bytes: what is not below zero.
            if byte < 0x80 { return Int(number) }
        }
        throw UsageDecoder.fault
    }
}
