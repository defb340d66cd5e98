internal import CallModel

/// A cell with all that its key stands for in two words, and sums without a bound: what rows are made of.
///
/// The first word has organization (31 bits), month (16), day (5), class (3), outcome (3) and two bits more: the reach of a call by destination, the reason
/// of an uncovered one. So cells sorted by their words are in the order of organization, month, day, class, outcome.
///
/// The second word has, by user, the user + 1 (32 bits) and the capability (17); by destination, the destination (32), the country (10) and the
/// capability (17); of uncovered calls, the user + 1 (32), and no capability.
struct WideCell: Sendable {
    /// What a cell is known by.
    struct Words: Sendable {
        var high: UInt64
        var low: UInt64

        var organization: Int { Int(high >> 29) }
    }

    var words: Words
    var sum = UsageSum()
    /// Of uncovered calls: what they would have cost, in whole units of the currency and the rest in units of 10⁻⁸.
    var costWhole: Int64 = 0
    var costUnits: Int64 = 0

    /// Sets sums of what nothing covered.
    mutating func setUncovered(calls: UInt64, seconds: UInt64, costUnits units: UInt64) {
        sum.calls = Int64(calls)
        sum.uncoveredSeconds = Int64(seconds)
        (costWhole, costUnits) = Int64(units).quotientAndRemainder(dividingBy: Money.unitsPerOne)
    }

    static let groupShift: UInt64 = 13
    static let capabilityBits: UInt64 = 17
    static let countryBits: UInt64 = 10

    /// The first word. A kind has month, day, class and outcome in their places.
    @inline(__always)
    static func high(organization: Int32, kind: UInt64) -> UInt64 { UInt64(UInt32(bitPattern: organization)) << 29 | kind }

    /// A month and a day of it, 1 … 31, in their places.
    static func monthAndDay(_ month: CalendarMonth, _ day: Int) -> UInt64 { (UInt64(month.ordinal) << 5 | UInt64(day)) << 8 }

    /// A class and an outcome in their places.
    @inline(__always)
    static func classAndOutcome(_ callClass: CallClass, _ outcome: Outcome) -> UInt64 {
        UInt64(callClass.rawValue) << 5 | UInt64(outcome.rawValue) << 2
    }

    static func outcome(ofKind kind: UInt64) -> Outcome { Outcome(rawValue: UInt8(kind >> 2 & 7)) ?? .free }

    /// Organization and month: cells of one are written together.
    var group: UInt64 { high >> WideCell.groupShift }
    var organization: Int { words.organization }
    private var high: UInt64 { words.high }
    private var low: UInt64 { words.low }
    var month: CalendarMonth { CalendarMonth(ordinal: Int32(high >> 13 & 0xFFFF)) }
    var day: UInt8 { UInt8(high >> 8 & 31) }
    /// Words are made of the types' own raw values.
    var callClass: CallClass { CallClass(rawValue: UInt8(high >> 5 & 7)) ?? .free }
    var outcome: Outcome { WideCell.outcome(ofKind: high) }
    var reach: CallReach { CallReach(rawValue: UInt8(high & 3)) ?? .none }
    var refusal: Refusal { Refusal(rawValue: UInt8(high & 3)) ?? .none }
    var capability: Int { Int(low & (1 << WideCell.capabilityBits - 1)) }
    /// By user, and of uncovered calls.
    var user: Int { Int(low >> WideCell.capabilityBits) - 1 }
    /// By destination.
    var country: Country { Country.at(ordinal: UInt16(low >> WideCell.capabilityBits & (1 << WideCell.countryBits - 1))) }
    /// By destination.
    var destination: Int { Int(low >> (WideCell.capabilityBits + WideCell.countryBits)) }

    /// Sets sums of calls of the outcome that the first word names.
    mutating func setSum(calls: Int64, duration: Int64, included: Int64, other: Int64, units: UInt64) {
        sum.calls = calls
        sum.durationSeconds = duration
        sum.includedSeconds = included
        if outcome == .blocked || outcome == .disconnected { sum.uncoveredSeconds = other } else { sum.chargedSeconds = other }
        // Nothing is paid for a blocked call.
        sum.charged = outcome == .blocked ? .zero : Money(units: Int64(bitPattern: units))
    }
}
