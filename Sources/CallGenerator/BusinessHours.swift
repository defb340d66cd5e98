import CallModel
import Catalogue

/// When calls begin: few at night and at weekends, most in the morning and the afternoon, in the catalogue's local time.
struct BusinessHours: Sendable {
    /// The length of a slot.
    static let slotSeconds = 300
    /// Calls at each full hour of a working day, in proportion.
    private static let weightByHour = [2, 1, 1, 1, 1, 2, 6, 20, 60, 95, 100, 95, 70, 72, 90, 100, 95, 80, 45, 25, 15, 10, 6, 3]
    /// Of the weight of a working day, what a Saturday or Sunday has, in percent.
    private static let weekendPercent = 15

    /// The weight before each slot, and at the end the weight of all.
    private var cumulative: [Double] = [0]
    /// When each slot begins.
    private var starts: [Int64] = []

    init(firstDay: CivilDate, dayCount: Int, timeZone: CalendarZone) {
        let slotsPerHour = 3600 / BusinessHours.slotSeconds
        let weights = BusinessHours.weightByHour
        var total = 0.0
        for day in 0..<dayCount {
            let daysSinceEpoch = firstDay.daysSinceEpoch + day
            let weekday = ((daysSinceEpoch + 3) % 7 + 7) % 7
            let percent = weekday >= 5 ? BusinessHours.weekendPercent : 100
            let midnight = timeZone.instant(CivilDate(daysSinceEpoch: daysSinceEpoch), secondOfDay: 0).epochSeconds
            for slot in 0..<(24 * slotsPerHour) {
                let (hour, part) = (slot / slotsPerHour, slot % slotsPerHour)
                let weight = weights[hour] * (slotsPerHour - part) + weights[(hour + 1) % 24] * part
                total += Double(weight * percent)
                cumulative.append(total)
                starts.append(midnight + Int64(slot * BusinessHours.slotSeconds))
            }
        }
    }

    /// The second that comes after `share` (0 ≤ share < 1) of all calls; the slot moves on from where it was.
    func second(at share: Double, slot: inout Int) -> Int64 {
        let place = share * cumulative[starts.count]
        while slot + 1 < starts.count, cumulative[slot + 1] <= place { slot += 1 }
        let part = (place - cumulative[slot]) / (cumulative[slot + 1] - cumulative[slot])
        return starts[slot] + Int64(min(max(0, part), 1) * Double(BusinessHours.slotSeconds - 1))
    }

    /// The slot that comes after that share of all calls. - Complexity: O(log slots).
    func slot(at share: Double) -> Int {
        let place = share * cumulative[starts.count]
        var (lower, upper) = (0, starts.count - 1)
        while lower < upper {
            let middle = (lower + upper + 1) / 2
            if cumulative[middle] <= place { lower = middle } else { upper = middle - 1 }
        }
        return lower
    }
}

/// How long calls last: about one in eight is not answered, the others last as long as chance has it, four minutes on average.
struct CallDurations: Sendable {
    private static let unansweredPerMille = 120
    private static let meanSeconds = 240.0
    private static let resolution = 4096

    /// Seconds by equally likely steps of an exponential distribution.
    private let seconds: [Int32]

    init() {
        seconds = (0..<CallDurations.resolution).map { step in
            let share = (Double(step) + 0.5) / Double(CallDurations.resolution)
            return Int32(-CallDurations.meanSeconds * CallDurations.logarithm(1 - share)) + 1
        }
    }

    func draw(_ random: inout SeededRandom) -> Int32 {
        random.happens(perMille: CallDurations.unansweredPerMille) ? 0 : seconds[random.below(CallDurations.resolution)]
    }

    /// The natural logarithm of a number in 0 … 1, by additions and multiplications alone, so that it is the same everywhere.
    private static func logarithm(_ number: Double) -> Double {
        var (mantissa, halvings) = (number, 0.0)
        while mantissa < 0.5 {
            mantissa *= 2
            halvings += 1
        }
        let base = (mantissa - 1) / (mantissa + 1)
        var (power, sum) = (base, 0.0)
        for k in stride(from: 1.0, through: 41, by: 2) {
            sum += power / k
            power *= base * base
        }
        return 2 * sum - halvings * 0.693_147_180_559_945_3
    }
}
