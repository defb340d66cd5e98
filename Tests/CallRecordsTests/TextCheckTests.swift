import CallModel
import SeededRandom
import Testing

@testable import CallRecords

/// The fast checks of text against plain ones.
struct TextCheckTests {
    static func isValid(_ bytes: [UInt8]) -> Bool { bytes.span.isValidUTF8(0..<bytes.count) }
    static let ends: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]

    @Test func `UTF-8 is told as the standard library does`() {
        var wrong: [[UInt8]] = []
        func check(_ bytes: [UInt8]) {
            if TextCheckTests.isValid(bytes) != (String(validating: bytes, as: UTF8.self) != nil) { wrong.append(bytes) }
        }
        check([])
        for first in UInt8.min...UInt8.max {
            check([first])
            for second in UInt8.min...UInt8.max {
                check([first, second])
                if first < 0xE0 { continue }
                for third in TextCheckTests.ends {
                    check([first, second, third])
                    if first >= 0xF0 { for fourth in [0x7F, 0x80, 0xBF, 0xC0] as [UInt8] { check([first, second, third, fourth]) } }
                }
            }
        }
        #expect(wrong == [])
    }

    @Test func `every character is UTF-8, and no part of one at the end of a range`() {
        for scalar in ["\u{0}", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}"] {
            let bytes = Array(("a" + scalar + "b").utf8)
            let validEnds = (2...bytes.count).filter { bytes.span.isValidUTF8(1..<$0) }
            #expect(validEnds == [bytes.count - 1, bytes.count])
        }
    }

    @Test func `eight bytes at a time find what one at a time does`() {
        var random = Random(seed: 1)
        for _ in 0..<5000 {
            let count = Int.random(in: 0...40, using: &random)
            let near = UInt8.random(in: 0...255, using: &random)
            // Bytes that differ from the wanted one in a bit or by one are where such tricks fail.
            let choices = [near, near ^ 1, near ^ 0x80, near &+ 1, near &- 1, 0, 0xFF]
            let text = (0..<count + CallBatch.slack).map { _ in choices[Int.random(in: 1..<choices.count, using: &random)] }
            var marked = text
            for i in marked.indices where Int.random(in: 0..<12, using: &random) == 0 { marked[i] = near }
            let lower = Int.random(in: 0...count, using: &random)
            let upper = Int.random(in: lower...count, using: &random)
            let first = DelimiterWord.first(near, in: marked.span, lower..<upper)
            let last = DelimiterWord.last(near, in: marked.span, lower..<upper)
            #expect(first == marked[lower..<upper].firstIndex(of: near))
            #expect(last == marked[lower..<upper].lastIndex(of: near))
            let word = marked.span.wordWithoutBoundsCheck(at: lower)
            let lanes = (0..<8).reduce(UInt64(0)) { $0 | (marked[lower + $1] == near ? 0x80 << UInt64(8 * $1) : 0) }
            #expect(DelimiterWord.matches(word, DelimiterWord.pattern(near)) == lanes)
        }
    }
}
