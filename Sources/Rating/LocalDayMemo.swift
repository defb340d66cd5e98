import CallModel

/// Remembers the local day of the last call: in a file sorted by time the next one nearly always has the same.
struct LocalDayMemo: Sendable {
    private let zone: CalendarZone
    private var from = Instant.distantFuture
    private var until = Instant.distantPast
    private(set) var day: Int32 = 0
    private(set) var month = CalendarMonth(ordinal: 0)

    init(_ zone: CalendarZone) { self.zone = zone }

    /// Sets ``day`` and ``month`` to those of a moment.
    mutating func look(at instant: Instant) {
        if instant >= from, instant < until { return }
        let local = zone.localDay(at: instant)
        (from, until) = (local.from, local.until)
        day = Int32(truncatingIfNeeded: local.day)
        let date = CivilDate(daysSinceEpoch: local.day)
        month = CalendarMonth(year: date.year, month: date.month)
    }
}
