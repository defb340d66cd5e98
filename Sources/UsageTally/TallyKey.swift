internal import CallModel

/// The words by which calls are counted together.
///
/// The first word has organization (31 bits), month (16), day (5), class (3), outcome (3) and two bits more: the reach of a call in the table by
/// destination, the reason in that of uncovered calls. So cells sorted by their words are in the order of organization, month, day, class, outcome.
///
/// The second word has, by user, the user + 1 (32 bits) and the capability (17); by destination, the destination (32), the country (10) and the
/// capability (17); of uncovered calls, the user + 1 (32) and the destination (32).
struct TallyKey: BitwiseCopyable, Sendable {
    var high: UInt64
    var low: UInt64

    static let groupShift: UInt64 = 13
    static let capabilityBits: UInt64 = 17
    static let capabilityMask: UInt64 = 1 << capabilityBits - 1
    static let countryBits: UInt64 = 10

    /// The first word, less reach or reason.
    @inline(__always)
    static func high(organization: Int32, monthAndDay: UInt64, _ callClass: CallClass, _ outcome: Outcome) -> UInt64 {
        UInt64(UInt32(bitPattern: organization)) << 29 | monthAndDay << 8 | UInt64(callClass.rawValue) << 5 | UInt64(outcome.rawValue) << 2
    }

    /// A month and a day of it, 1 … 31.
    static func monthAndDay(_ month: CalendarMonth, _ day: Int) -> UInt64 { UInt64(month.ordinal) << 5 | UInt64(day) }

    /// A hash of both words.
    @inline(__always)
    static func hash(_ high: UInt64, _ low: UInt64) -> UInt64 {
        let mixed = (high ^ low &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        return (mixed ^ mixed >> 32) &* 0x9E37_79B9_7F4A_7C15
    }
}

/// What the words of a cell say.
extension TallyCell {
    /// Organization and month: cells of one are written together.
    var group: UInt64 { high >> TallyKey.groupShift }
    var organization: Int { Int(high >> 29) }
    var month: CalendarMonth { CalendarMonth(ordinal: Int32(high >> 13 & 0xFFFF)) }
    var day: UInt8 { UInt8(high >> 8 & 31) }
    /// Words are made of the types' own raw values.
    var callClass: CallClass { CallClass(rawValue: UInt8(high >> 5 & 7)) ?? .free }
    var outcome: Outcome { Outcome(rawValue: UInt8(high >> 2 & 7)) ?? .free }
    var reach: CallReach { CallReach(rawValue: UInt8(high & 3)) ?? .none }
    var refusal: Refusal { Refusal(rawValue: UInt8(high & 3)) ?? .none }
    var capability: Int { Int(low & TallyKey.capabilityMask) }
    /// By user.
    var user: Int { Int(low >> TallyKey.capabilityBits) - 1 }
    /// By destination.
    var country: Country { Country.at(ordinal: UInt16(low >> TallyKey.capabilityBits & (1 << TallyKey.countryBits - 1))) }
    /// By destination.
    var destination: Int { Int(low >> (TallyKey.capabilityBits + TallyKey.countryBits)) }
    /// Of uncovered calls.
    var uncoveredUser: Int { Int(low >> 32) - 1 }
    /// Of uncovered calls.
    var uncoveredDestination: Int { Int(low & 0xFFFF_FFFF) }
}
