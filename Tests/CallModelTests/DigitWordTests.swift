import CallModel
import SeededRandom
import Testing

/// Digits read by the word, against digits read one by one.
struct DigitWordTests {
    static func word(_ bytes: [UInt8]) -> UInt64 { bytes.enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) } }

    @Test func `eight digits are their number`() {
        var random = Random(seed: 1)
        let chosen: [UInt64] = [0, 1, 9, 10, 99_999_999, 10_000_000, 12_345_678]
        for number in chosen + (0..<2_000).map({ _ in UInt64.random(in: 0..<100_000_000, using: &random) }) {
            let text = String(number)
            let digits = Array((String(repeating: "0", count: 8 - text.count) + text).utf8)
            let word = Self.word(digits) ^ DigitWord.zeros
            #expect(DigitWord.areDigits(word))
            #expect(DigitWord.value(word) == number)
            #expect(DigitWord.pairs(word) & 0xFF == number / 1_000_000)
        }
    }

    @Test func `a byte that is no digit is told in every place`() {
        for place in 0..<8 {
            for byte in UInt8.min...UInt8.max {
                var bytes = Array("40719362".utf8)
                bytes[place] = byte
                let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                #expect(DigitWord.areDigits(Self.word(bytes) ^ DigitWord.zeros) == isDigit, "\(byte) at \(place)")
            }
        }
    }

    @Test func `what stands before the last bytes does not count`() {
        for count in -3...11 {
            let kept = DigitWord.keepingLast(count, of: 0x0807_0605_0403_0201)
            #expect(kept == Self.word((1...8).map { $0 > 8 - count ? $0 : 0 }), "\(count)")
        }
    }

    @Test func `a number within a text is the same as on its own`() {
        var random = Random(seed: 2)
        let characters = Array("0123456789+*- .()@;tel:x".utf8)
        for round in 0..<20_000 {
            let isPlain = round % 2 == 0
            let count = Int.random(in: 0...18, using: &random)
            var number = (0..<count).map { _ in characters[Int.random(in: 0..<(isPlain ? 10 : characters.count), using: &random)] }
            if isPlain, Bool.random(using: &random) { number.insert(UInt8(ascii: "+"), at: 0) }
            let before = Int.random(in: 0...20, using: &random)
            let text = (0..<before).map { _ in characters.randomElement(using: &random)! } + number
            let padded = text + (0..<CallBatch.slack).map { _ in characters.randomElement(using: &random)! }
            let found = PhoneNumber(cleaning: padded.span, TextRange(offset: before, count: number.count))
            #expect(found == PhoneNumber(cleaning: number.span), "\(String(decoding: text, as: UTF8.self)) from \(before)")
        }
    }
}
