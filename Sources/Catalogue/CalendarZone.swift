public import CallModel

/// A time zone as a table of its changes, so that local days and months cost a comparison.
public struct CalendarZone: Sendable, Hashable {
    /// The IANA name.
    public let name: String

    /// UTC.
    public static let utc = CalendarZone(name: "UTC")
    init(name: String) { self.name = name }

    /// Seconds east of Greenwich at a moment.
    public func offsetSeconds(at instant: Instant) -> Int { 0 }

    /// The moment at which a local clock shows that day and second; within a clock change that skips it, read with the offset before the
    /// change; if it occurs twice, the earlier.
    public func instant(_ date: CivilDate, secondOfDay: Int) -> Instant { Instant(date, secondOfDay: secondOfDay) }

    /// The local day at a moment, since 1970-01-01, and the moments between which it stays the same.
    public func localDay(at instant: Instant) -> (day: Int, from: Instant, until: Instant) { fatalError("being built") }
}
