import CallModel
import Glibc

/// Finds what is no text: bytes that are no UTF-8, and NUL, at which the ledger would end a key.
package enum TextEncodingCheck {
    /// One fault for each line that has such bytes, at the first of them. - Complexity: O(n); a clean text is passed over at once.
    package static func faults(of content: [UInt8], file: String) -> [CatalogueFault] {
        let text = content.span
        var faults: [CatalogueFault] = []
        var line = 1
        var lineStart = text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0
        var counted = lineStart
        var checked = 0
        var search = Search()
        while let bad = search.firstInvalid(in: text, from: checked) {
            for i in counted..<max(counted, bad) where text[i] == UInt8(ascii: "\n") {
                line += 1
                lineStart = i + 1
            }
            let column = characterCount(text, lineStart..<max(lineStart, bad)) + 1
            let isNUL = text[bad] == 0
            faults.append(
                CatalogueFault(
                    file: file, line: line, column: column, message: isNUL ? "this is a NUL character" : "this is no UTF-8",
                    remedy: isNUL ? "remove it" : "save the file as UTF-8"))
            checked = bad
            while checked < text.count, text[checked] != UInt8(ascii: "\n") { checked += 1 }
            counted = min(checked, text.count)
        }
        return faults
    }

    /// How many characters begin within a range.
    static func characterCount(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        for i in range where text[i] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// Finds what is no text, and remembers the next place of either kind, so that each byte is looked at once, however many lines are bad.
    private struct Search {
        /// The next byte that is no UTF-8, and the next NUL, both from the place of the last search on; the end of the text if there is none.
        private var invalid = -1
        private var nul = -1

        mutating func firstInvalid(in text: Span<UInt8>, from start: Int) -> Int? {
            if invalid < start { invalid = Search.firstNoUTF8(in: text, from: start) }
            if nul < start { nul = Search.firstNUL(in: text, from: start) }
            let first = min(invalid, nul)
            return first < text.count ? first : nil
        }

        private static func firstNoUTF8(in text: Span<UInt8>, from start: Int) -> Int {
            do {
                _ = try UTF8Span(validating: text.extracting(start..<text.count))
                return text.count
            } catch {
                return start + error.byteOffsets.lowerBound
            }
        }

        private static func firstNUL(in text: Span<UInt8>, from start: Int) -> Int {
            unsafe text.withUnsafeBufferPointer { bytes in
                // What is searched lies within the text.
                guard let base = bytes.baseAddress, let found = unsafe memchr(base + start, 0, bytes.count - start) else { return bytes.count }
                return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
            }
        }
    }
}
