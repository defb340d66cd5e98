internal import CallModel

/// Moments in UTC in the form of a dialect: `2026-10-01T08:15:30Z`, or `2026-10-01 08:15:30` for Excel.
///
/// Calls come by the day, and the day is the dear part of a time, so that of the last one is kept. Hours and minutes are ready for each minute of a day;
/// of those, calls of an hour need few, which stay in the cache.
struct DayText {
    /// When the day begins; one that no call has before the first.
    private var start = Int64.max
    /// `YYYY-MM-`
    private var yearAndMonth: UInt64 = 0
    /// `DD`, and then what stands between date and time.
    private var dayAndMark: UInt64 = 0
    /// What stands between date and time, where it goes.
    private let mark: UInt64
    /// How many bytes there are from the colon before the seconds on.
    private let tailCount: Int
    /// `HH:MM:00` of each minute of a day.
    private let clocks: [UInt64]

    /// Nothing kept yet.
    init(_ marks: CellMarks) {
        mark = UInt64(marks.timeMark) << 16
        tailCount = marks.isExcel ? 3 : 4
        clocks = DayText.clocks
    }

    /// Made once: a formatter has a new one of these for each batch.
    private static let clocks: [UInt64] = (0..<1_440).map(clock)

    /// `HH:MM:00` of a minute of the day.
    private static func clock(_ minute: UInt64) -> UInt64 {
        // Hours and minutes stand side by side, each where its two digits go.
        let parts = minute / 60 | (minute % 60) << 24
        let tens = (parts &* 103) >> 10 & 0x0F00_000F
        return tens | (parts &- 10 &* tens) << 8 | 0x3030_3A30_303A_3030
    }

    /// Seconds since the day began, which becomes the day of `instant`.
    @inline(__always)
    private mutating func second(of instant: Instant) -> UInt64 {
        let second = UInt64(bitPattern: instant.epochSeconds &- start)
        if second < 86_400 { return second }
        take(instant)
        return UInt64(truncatingIfNeeded: instant.secondOfDay)
    }

    @inline(never)
    private mutating func take(_ instant: Instant) {
        let day = instant.day
        start = Int64(day) * 86_400
        let date = CivilDate(daysSinceEpoch: day)
        // Years outside four digits cannot be read; they would be cut, not trap.
        let digits = RowWriter.eightDigits(UInt64(date.year.magnitude) % 10_000 * 10_000 + UInt64(date.month * 100 + date.day)) | RowWriter.zeros
        let dash = UInt64(UInt8(ascii: "-"))
        yearAndMonth = digits & 0xFFFF_FFFF | dash << 32 | (digits >> 32 & 0xFFFF) << 40 | dash << 56
        dayAndMark = digits >> 48 | mark
    }

    /// Writes a moment. 20 bytes at most.
    @inline(__always)
    mutating func put(_ instant: Instant, into writer: inout RowWriter) {
        let second = second(of: instant)
        let minute = second / 60
        let rest = second &- 60 &* minute
        let tens = (rest &* 103) >> 10
        let clock = clocks[Int(truncatingIfNeeded: minute)] | tens << 48 | (rest &- 10 &* tens) << 56
        writer.put(yearAndMonth, count: 8)
        writer.put(dayAndMark | clock << 24, count: 8)
        writer.put(clock >> 40 | UInt64(UInt8(ascii: "Z")) << 24, count: tailCount)
    }
}
