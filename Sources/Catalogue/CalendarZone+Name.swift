public import CallModel
internal import Foundation

extension CalendarZone {
    /// The zone of an IANA name; `nil` if there is none of that name.
    ///
    /// - Complexity: about a millisecond, for all changes until the year 3000 are tabulated.
    public init?(name: String) {
        if name == "UTC" {
            self = .utc
            return
        }
        guard !CalendarZone.isOffset(name), let zone = TimeZone(identifier: name) else { return nil }
        let begin = Instant(CivilDate(year: 1969, month: 1, day: 1), secondOfDay: 0).epochSeconds
        let end = Instant(CivilDate(year: 3001, month: 1, day: 1), secondOfDay: 0).epochSeconds
        var date = Date(timeIntervalSince1970: TimeInterval(begin))
        var changes: [Int64] = []
        var offsets = [Int32(zone.secondsFromGMT(for: date))]
        // It names every change of the offset, not only those of daylight saving time.
        while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date {
            let moment = Int64(next.timeIntervalSince1970.rounded())
            if moment >= end { break }
            let offset = Int32(zone.secondsFromGMT(for: next))
            if offset != offsets[offsets.count - 1] {
                changes.append(moment)
                offsets.append(offset)
            }
            date = next
        }
        self.init(name: name, changes: changes, offsets: offsets)
    }

    /// Whether a name is an offset such as `GMT+5`, which Foundation takes for a zone and IANA does not list.
    private static func isOffset(_ name: String) -> Bool {
        if name == "GMT+0" || name == "GMT-0" { return false }
        return ["GMT+", "GMT-", "UTC+", "UTC-"].contains { name.hasPrefix($0) }
    }
}
