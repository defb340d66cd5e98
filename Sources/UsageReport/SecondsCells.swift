internal import CallModel

/// The cells of a row that hold seconds: 16, the duration, and 23 to 26, the billed, included, charged and uncovered ones.
///
/// Nearly all are below 4,096, an hour and eight minutes, and are ready; most calls are much shorter, so that what is used of these texts stays in the cache.
struct SecondsCells: Sendable {
    /// By number: its digits and a separator in the lower bytes, and in the highest how many bytes that is.
    private let ready: [UInt64]
    private let separator: UInt8

    /// The cells of a style.
    init(_ marks: CellMarks) {
        separator = marks.separator
        ready = (0..<4_096 as Range<UInt64>).map {
            let text = ShortText(fourDigits: RowWriter.eightDigits($0) >> 32, before: marks.separator)
            return text.bytes | UInt64(text.count) << 56
        }
    }

    /// One cell.
    @inline(__always)
    func put(_ seconds: Int32, into writer: inout RowWriter) {
        let (place, ready) = (Int(UInt32(bitPattern: seconds)), self.ready.span)
        if place < ready.count {
            // The highest byte is beyond the text, and is overwritten by what follows.
            writer.put(ready[place], count: Int(truncatingIfNeeded: ready[place] >> 56))
        } else {
            writer = putLong(seconds, consume writer)
        }
    }

    /// The cells 23 to 26.
    @inline(__always)
    func putPayment(_ settled: borrowing SettledCall, into writer: inout RowWriter) {
        put(settled.billedSeconds, into: &writer)
        put(settled.includedSeconds, into: &writer)
        put(settled.chargedSeconds, into: &writer)
        put(settled.uncoveredSeconds, into: &writer)
    }

    /// Seconds of any length; they are never below zero. At most 11 bytes.
    @inline(never)
    private func putLong(_ seconds: Int32, _ given: consuming RowWriter) -> RowWriter {
        var writer = given
        writer.put(number: UInt64(truncatingIfNeeded: seconds))
        writer.put(separator)
        return writer
    }
}
