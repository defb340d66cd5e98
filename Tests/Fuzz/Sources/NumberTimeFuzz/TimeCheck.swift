import CallModel

@testable import CallRecords
@testable import Catalogue

/// Times and durations of calls, dates of the catalogue, days, months and time zones.
enum TimeCheck {
    static func check(_ place: PlacedText) {
        checkCallTime(place)
        checkDuration(place)
        if let string = place.string {
            checkCatalogueTime(place.text, string)
            checkMonth(string)
        }
        checkZone(place.text)
    }

    private static func checkCallTime(_ place: PlacedText) {
        var times = CallTime()
        let read = times.read(place.text.span)?.epochSeconds
        let plain = place.string.flatMap { PlainReader.time($0) }
        expect(read == plain, "a time is \(String(describing: read)), and should be \(String(describing: plain))")
        var fresh = CallTime()
        expect(fresh.read(place.batch.span, place.range)?.epochSeconds == read, "a time is another in a batch")
        // With the day remembered, the text is read in words.
        expect(times.read(place.batch.span, place.range)?.epochSeconds == read, "a time is another when its day is known")
        var other = CallTime()
        let remembered = Array("2028-02-29T23:59:59Z".utf8)
        expect(other.read(remembered.span) != nil, "29 February 2028 is a day")
        expect(other.read(place.batch.span, place.range)?.epochSeconds == read, "a time is another when another day is known")
        guard let read else { return }
        let instant = Instant(epochSeconds: read)
        let printed = Array(instant.description.utf8)
        // An offset may lead to a day out of the years that are read.
        let isWithin = (0..<32_503_680_000).contains(read)
        expect(times.read(printed.span) == (isWithin ? instant : nil), "\(instant) is not read back")
        expect(Instant(instant.description) == (isWithin ? instant : nil), "\(instant) is not read back by commands")
        let date = CivilDate(daysSinceEpoch: instant.day)
        expect(date.daysSinceEpoch == instant.day && CivilDate(checking: date.year, date.month, date.day) == date, "\(date) is no day")
        let later = instant.adding(months: 12)
        let laterDate = CivilDate(daysSinceEpoch: later.day)
        expect(laterDate.year == date.year + 1 && laterDate.month == date.month, "\(later) is not a year after \(instant)")
        expect(
            laterDate.day == (date.month == 2 && date.day == 29 ? 28 : date.day) && later.secondOfDay == instant.secondOfDay, "\(later), \(instant)")
    }

    private static func checkDuration(_ place: PlacedText) {
        let read = CallDuration.read(place.text.span)
        expect(read == place.string.flatMap { PlainReader.duration($0) }, "a duration is \(String(describing: read))")
        expect(CallDuration.read(place.batch.span, place.range) == read, "a duration is another in a batch")
        if let read { expect(0...31_536_000 ~= read, "a duration of \(read)") }
    }

    private static func checkCatalogueTime(_ text: [UInt8], _ string: String) {
        let read = DateTimeText(text.span)?.instant(in: .utc).epochSeconds
        let isDate = text.count == 10 && text[4] == 0x2D
        let plain = isDate ? PlainReader.time(string + "T00:00") : text.count < 16 ? nil : PlainReader.time(string)
        expect(read == plain, "a date is \(String(describing: read)), and should be \(String(describing: plain))")
    }

    private static func checkMonth(_ string: String) {
        if let date = CivilDate(string) { expect(Instant(date, secondOfDay: 0).description.prefix(10) == string, "\(string) is not read back") }
        if let month = CalendarMonth(string) { expect(month.description == string, "\(string) is not read back") }
    }

    private static let zones = ["UTC", "Europe/Dublin", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "Africa/Monrovia"].map {
        CalendarZone(name: $0) ?? .utc
    }

    /// The first byte chooses a zone, the next five a moment.
    private static func checkZone(_ text: [UInt8]) {
        if text.count < 6 { return }
        let zone = zones[Int(text[0]) % zones.count]
        let moment = text[1..<6].reduce(0) { $0 << 8 | Int64($1) } % 32_503_680_000
        let instant = Instant(epochSeconds: moment)
        let day = zone.localDay(at: instant)
        expect(day.from <= instant && instant < day.until, "\(instant) is not within its day in \(zone.name)")
        let local = Instant(epochSeconds: moment + Int64(zone.offsetSeconds(at: instant)))
        expect(local.day == day.day, "\(instant) is on another day in \(zone.name)")
        for edge in [day.from, Instant(epochSeconds: day.until.epochSeconds - 1)] {
            expect(zone.localDay(at: edge).day == day.day, "\(edge) is on another day than \(instant) in \(zone.name)")
        }
        // A clock that is turned back shows a time twice: then the earlier is meant.
        let meant = zone.instant(CivilDate(daysSinceEpoch: local.day), secondOfDay: local.secondOfDay)
        let shown = meant.epochSeconds + Int64(zone.offsetSeconds(at: meant))
        expect(meant <= instant && shown == local.epochSeconds, "\(local) in \(zone.name) is \(meant), not \(instant)")
    }
}
