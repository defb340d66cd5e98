/// A time zone as a table of its changes, so that local days and months cost a comparison.
///
/// The table reaches from 1969 to 3000, which is all that file-formats.md lets in; before and after it the nearest offset holds.
public struct CalendarZone: Sendable, Hashable {
    /// The IANA name.
    public let name: String
    /// Moments at which a new offset begins, ascending.
    private let changes: [Int64]
    /// Seconds east of Greenwich: before the first change, and from each change on.
    private let offsets: [Int32]

    /// UTC.
    public static let utc = CalendarZone(name: "UTC", changes: [], offsets: [0])

    /// A zone by its table.
    ///
    /// - Precondition: `changes` ascend, and `offsets` has one element more.
    package init(name: String, changes: [Int64], offsets: [Int32]) {
        precondition(offsets.count == changes.count + 1, "each period of a time zone has one offset")
        self.name = name
        self.changes = changes
        self.offsets = offsets
    }

    /// Seconds east of Greenwich at a moment. - Complexity: O(log n) in the changes of the zone, O(1) in UTC.
    public func offsetSeconds(at instant: Instant) -> Int {
        Int(offsets[period(at: instant.epochSeconds)])
    }

    /// The moment at which a local clock shows that day and second; within a clock change that skips it, read with the offset before the
    /// change; if it occurs twice, the earlier (file-formats.md, top).
    public func instant(_ date: CivilDate, secondOfDay: Int) -> Instant {
        instant(shown: Int64(date.daysSinceEpoch * CalendarZone.secondsPerDay + secondOfDay))
    }

    /// The same for a day and second as a clock in UTC would show them so many seconds after the epoch.
    package func instant(shown: Int64) -> Instant {
        // No clock is two days off, so the moment lies in this period or a later one.
        var period = period(at: shown - 2 * Int64(CalendarZone.secondsPerDay))
        while true {
            let moment = shown - Int64(offsets[period])
            if period == changes.count || moment < changes[period] {
                // Before the period begins: the change to it skipped that time.
                if period > 0, moment < changes[period - 1] { return Instant(epochSeconds: shown - Int64(offsets[period - 1])) }
                return Instant(epochSeconds: moment)
            }
            period += 1
        }
    }

    /// The local day at a moment, since 1970-01-01, and the moments between which it stays the same: from the first until, exclusive, the second.
    ///
    /// - Precondition: The moment is not ``Instant/distantPast`` or ``Instant/distantFuture``.
    public func localDay(at instant: Instant) -> (day: Int, from: Instant, until: Instant) {
        let current = period(at: instant.epochSeconds)
        let day = Instant(epochSeconds: instant.epochSeconds + Int64(offsets[current])).day
        let midnight = Int64(day * CalendarZone.secondsPerDay)
        var first = current
        var from = midnight - Int64(offsets[first])
        // Where the period begins within the day, the day may have begun in the one before; where a clock is turned back at midnight, it goes on.
        while first > 0, from <= changes[first - 1] {
            from = changes[first - 1]
            if Instant(epochSeconds: from - 1 + Int64(offsets[first - 1])).day != day { break }
            first -= 1
            from = midnight - Int64(offsets[first])
        }
        var last = current
        var until = midnight + Int64(CalendarZone.secondsPerDay) - Int64(offsets[last])
        while last < changes.count, until >= changes[last] {
            until = changes[last]
            if Instant(epochSeconds: until + Int64(offsets[last + 1])).day != day { break }
            last += 1
            until = midnight + Int64(CalendarZone.secondsPerDay) - Int64(offsets[last])
        }
        return (day, Instant(epochSeconds: from), Instant(epochSeconds: until))
    }

    private static let secondsPerDay = 86_400

    /// How many changes are not after a moment: the place of its offset.
    private func period(at moment: Int64) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
