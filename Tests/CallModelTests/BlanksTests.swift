import CallModel
import Testing

/// Blanks are space, tab and no-break space (rating-rules.md §4).
struct BlanksTests {
    static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[bytes.span.rangeWithoutBlanks], as: UTF8.self)
    }

    @Test(arguments: [
        ("", ""),
        (" ", ""),
        ("\u{A0}", ""),
        (" \t\u{A0}\u{A0}\t ", ""),
        ("a", "a"),
        (" a b\u{A0}c\t", "a b\u{A0}c"),
        ("\u{A0}é\u{A0}", "é"),
        // Ends in the second byte of a no-break space, but is none.
        ("à", "à"),
        ("\u{2003}a\u{2003}", "\u{2003}a\u{2003}"),
        ("\na\r", "\na\r"),
        ("\u{0}a\u{B}", "\u{0}a\u{B}"),
    ]) func `are taken off both ends`(_ text: String, _ rest: String) {
        #expect(BlanksTests.trimmed(text) == rest)
    }

    @Test func `ASCII capitals alone have a lower case`() {
        for byte in UInt8.min...UInt8.max {
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            #expect(asciiLowercased(byte) == (isCapital ? byte + 32 : byte))
        }
    }

    @Test(arguments: [
        ("tel:1", 0, 5, true), ("TEL:1", 0, 5, true), ("xtEl:", 1, 5, true), ("tel:1", 0, 3, false), ("tel", 0, 3, false), ("tel;", 0, 4, false),
        ("", 0, 0, false),
    ]) func `a word is found in any case`(_ text: String, _ start: Int, _ end: Int, _ isFound: Bool) {
        let bytes = Array(text.utf8)
        #expect(bytes.span.matches("tel:", at: start, below: end) == isFound)
    }
}
