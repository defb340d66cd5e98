internal import CallModel
internal import FoundationEssentials

/// Usage aggregates as bytes: whole numbers seven bits to a byte, the lowest first, the high bit set on all but the last (LEB128).
///
/// A night of 20,000 users has some hundred thousand rows of a dozen numbers, most of them small; as rows of a table they would take longer to write than
/// to count.
struct UsageEncoder {
    private(set) var bytes: [UInt8] = []

    /// Users, destinations and capabilities, each list with its length before it.
    static func texts(_ aggregates: UsageAggregates) -> Data {
        var encoder = UsageEncoder()
        encoder.put(aggregates.users.count)
        for user in aggregates.users {
            encoder.put(user.name)
            encoder.put(user.displayName)
            encoder.put(Int(user.location.ordinal))
        }
        for texts in [aggregates.destinations, aggregates.capabilities] {
            encoder.put(texts.count)
            for text in texts { encoder.put(text) }
        }
        return Data(encoder.bytes)
    }

    /// A row: day, class, outcome, user + 1, capability + 1, sums.
    static func byUser(_ rows: [UserUsage]) -> Data {
        var encoder = UsageEncoder(rowCount: rows.count)
        for row in rows {
            encoder.put(day: row.day, row.callClass, row.outcome, kind: 0)
            encoder.put(Int(row.user) + 1)
            encoder.put(Int(row.capability) + 1)
            encoder.put(row.sum)
        }
        return Data(encoder.bytes)
    }

    /// A row: day, class, outcome and reach, destination + 1, country, capability + 1, sums.
    static func byDestination(_ rows: [DestinationUsage]) -> Data {
        var encoder = UsageEncoder(rowCount: rows.count)
        for row in rows {
            encoder.put(day: row.day, row.callClass, row.outcome, kind: row.reach.rawValue)
            encoder.put(Int(row.destination) + 1)
            encoder.put(Int(row.country.ordinal))
            encoder.put(Int(row.capability) + 1)
            encoder.put(row.sum)
        }
        return Data(encoder.bytes)
    }

    /// A row: day, class, outcome and reason, user + 1, 0, calls, seconds, cost in two parts. Where the 0 is, earlier runs had a destination + 1.
    static func uncovered(_ rows: [UncoveredUsage]) -> Data {
        var encoder = UsageEncoder(rowCount: rows.count)
        for row in rows {
            encoder.put(day: row.day, row.callClass, row.outcome, kind: row.refusal.rawValue)
            encoder.put(Int(row.user) + 1)
            encoder.put(0)
            for number in [row.calls, row.uncoveredSeconds, row.costWhole, row.costUnits] { encoder.put(Int(number)) }
        }
        return Data(encoder.bytes)
    }

    private init(rowCount: Int = 0) { bytes.reserveCapacity(24 * rowCount) }

    private mutating func put(day: UInt8, _ callClass: CallClass, _ outcome: Outcome, kind: UInt8) {
        bytes.append(day)
        bytes.append(callClass.rawValue << 5 | outcome.rawValue << 2 | kind)
    }

    private mutating func put(_ sum: UsageSum) {
        put(Int(sum.calls))
        put(Int(sum.durationSeconds))
        put(Int(sum.includedSeconds))
        put(Int(sum.chargedSeconds))
        put(Int(sum.uncoveredSeconds))
        put(Int(sum.charged.units))
    }

    private mutating func put(_ text: String) {
        put(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// A number that is not below zero.
    @inline(__always)
    private mutating func put(_ number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
