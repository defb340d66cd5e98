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
        if place < ready.count { put(ready: ready[place], into: &writer) } else { writer = putLong(seconds, consume writer) }
    }

    /// The cells 23 to 26. Mostly one of the last three is all that is billed, and the others are 0.
    @inline(__always)
    func putPayment(_ settled: borrowing SettledCall, into writer: inout RowWriter) {
        let (all, included, charged, uncovered) =
            (settled.billedSeconds, settled.includedSeconds, settled.chargedSeconds, settled.uncoveredSeconds)
        let isOne = included == all || charged == all || uncovered == all
        let (place, ready) = (Int(UInt32(bitPattern: all)), self.ready.span)
        if isOne, place < ready.count {
            let (text, zero) = (ready[place], ready[0])
            put(ready: text, into: &writer)
            put(ready: included == 0 ? zero : text, into: &writer)
            put(ready: charged == 0 ? zero : text, into: &writer)
            put(ready: uncovered == 0 ? zero : text, into: &writer)
        } else {
            writer = putLong(all, consume writer)
            writer = putLong(included, consume writer)
            writer = putLong(charged, consume writer)
            writer = putLong(uncovered, consume writer)
        }
    }

    @inline(__always)
    private func put(ready text: UInt64, into writer: inout RowWriter) {
        // The highest byte is beyond the text, and is overwritten by what follows.
        writer.put(text, count: Int(truncatingIfNeeded: text >> 56))
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
