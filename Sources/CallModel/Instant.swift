/// A moment, in whole seconds since 1970-01-01T00:00:00Z.
@frozen
public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since the epoch.
    public var epochSeconds: Int64

    /// Before everything: an open `effective_from`.
    public static let distantPast = Instant(epochSeconds: .min)
    /// After everything: an open `effective_until`.
    public static let distantFuture = Instant(epochSeconds: .max)

    /// The moment so many seconds after the epoch.
    @inlinable
    public init(epochSeconds: Int64) { self.epochSeconds = epochSeconds }

    /// That day and time of day in UTC.
    @inlinable
    public init(_ date: CivilDate, secondOfDay: Int) {
        epochSeconds = Int64(date.daysSinceEpoch * 86_400 + secondOfDay)
    }

    /// Whole days since the epoch, rounded down.
    @inlinable
    public var day: Int { Int(epochSeconds >= 0 ? epochSeconds / 86_400 : (epochSeconds - 86_399) / 86_400) }

    /// The second of its UTC day: 0 … 86,399.
    @inlinable
    public var secondOfDay: Int { Int(epochSeconds) - day * 86_400 }

    /// The same time of day, UTC, so many calendar months later; the last day of the month where it has no such day.
    public func adding(months: Int) -> Instant {
        let date = CivilDate(daysSinceEpoch: day)
        let ordinal = 12 * date.year + date.month - 1 + months
        let (year, month) = (ordinal / 12, ordinal % 12 + 1)
        let clamped = min(date.day, CivilDate.length(ofMonth: month, year: year))
        return Instant(CivilDate(year: year, month: month, day: clamped), secondOfDay: secondOfDay)
    }

    /// As `2026-10-01T08:15:30Z`.
    public var description: String {
        let date = CivilDate(daysSinceEpoch: day)
        let second = secondOfDay
        return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T"
            + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2) + "Z"
    }

    /// Whether the moment is earlier.
    @inlinable
    public static func < (a: Instant, b: Instant) -> Bool { a.epochSeconds < b.epochSeconds }
}
