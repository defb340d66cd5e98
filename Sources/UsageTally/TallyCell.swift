/// What calls with one key come to: one line of the cache.
///
/// The key is two words (``TallyKey``); no key has ``high`` 0, which marks an empty cell.
struct TallyCell: BitwiseCopyable, Sendable {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var calls: Int64 = 0
    var durationSeconds: Int64 = 0
    var includedSeconds: Int64 = 0
    var chargedSeconds: Int64 = 0
    var uncoveredSeconds: Int64 = 0
    /// Units of 10⁻⁸.
    var chargedUnits: Int64 = 0

    /// Of uncovered calls, which are charged nothing: what they would have cost, in whole units of the currency.
    var costWhole: Int64 {
        get { includedSeconds }
        set { includedSeconds = newValue }
    }

    /// Of uncovered calls: the rest of the cost, in units of 10⁻⁸; above 99,999,999 until it is carried over.
    var costUnits: Int64 {
        get { chargedSeconds }
        set { chargedSeconds = newValue }
    }

    /// Adds the sums. None of them overflows: seconds are bounded by the calls, charges by the settler's own sums, and costs are held in two parts.
    @inline(__always)
    mutating func add(_ other: TallyCell) {
        calls &+= other.calls
        durationSeconds &+= other.durationSeconds
        includedSeconds &+= other.includedSeconds
        chargedSeconds &+= other.chargedSeconds
        uncoveredSeconds &+= other.uncoveredSeconds
        chargedUnits &+= other.chargedUnits
    }
}
