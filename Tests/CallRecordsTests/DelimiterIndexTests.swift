import CallModel
import SeededRandom
import Testing

@testable import CallRecords

/// Delimiters found 64 bytes at a time, by Swift and by the processor itself, against a look at every byte.
struct DelimiterIndexTests {
    /// What an index has to find, byte by byte.
    struct Plain {
        var starts: [UInt32]
        var lineEnds: [UInt32] = []
        var hasQuotes = false
        var hasStrayReturns = false
        var hasHighBytes = false
        var hasSpaces = false

        init(_ text: [UInt8], _ range: Range<Int>, delimiter: UInt8) {
            starts = [UInt32(range.lowerBound)]
            for i in range {
                let isLineFeed = text[i] == UInt8(ascii: "\n")
                if isLineFeed { lineEnds.append(UInt32(starts.count)) }
                if isLineFeed || text[i] == delimiter || text[i] == UInt8(ascii: "\"") { starts.append(UInt32(i + 1)) }
                hasQuotes = hasQuotes || text[i] == UInt8(ascii: "\"")
                hasHighBytes = hasHighBytes || text[i] > 0x7F
                hasSpaces = hasSpaces || text[i] == UInt8(ascii: " ") || (text[i] == UInt8(ascii: "\t") && text[i] != delimiter)
                if text[i] == UInt8(ascii: "\r"), i + 1 == range.upperBound || text[i + 1] != UInt8(ascii: "\n") { hasStrayReturns = true }
            }
            lineEnds.append(UInt32(starts.count))
            starts.append(UInt32(range.upperBound + 1))
        }
    }

    static func check(_ text: [UInt8], _ range: Range<Int>, _ index: inout DelimiterIndex, delimiter: UInt8) {
        // What follows must not matter.
        let padded = text + Array(repeating: UInt8(ascii: "\""), count: CallBatch.slack)
        index.find(padded.span, range)
        let plain = Plain(text, range, delimiter: delimiter)
        #expect(index.delimiterCount == plain.starts.count - 2)
        #expect(index.lineFeedCount == plain.lineEnds.count - 1)
        #expect(Array(index.starts.prefix(plain.starts.count)) == plain.starts)
        #expect(Array(index.lineEnds.prefix(plain.lineEnds.count)) == plain.lineEnds)
        #expect(index.hasQuotes == plain.hasQuotes)
        #expect(index.hasStrayReturns == plain.hasStrayReturns)
        #expect(index.hasHighBytes == plain.hasHighBytes)
        #expect(index.hasBlanks == (plain.hasSpaces || index.hasHighBytes))
    }

    @Test(arguments: [",", ";", "\t", "|"] as [Character], [true, false])
    func `an index is what a look at every byte finds`(delimiter: Character, isWide: Bool) {
        let byte = delimiter.asciiValue!
        var index = DelimiterIndex(delimiter: byte, isWide: isWide)
        var random = Random(seed: UInt64(byte))
        let common = Array("abc0123+-:@.".utf8) + [byte]
        let rare: [UInt8] = [byte, 0x0A, 0x0D, 0x22, 0x20, 0x09, 0x2C, 0x3B, 0x7F, 0x80, 0xAC, 0xFF, 0x00]
        for _ in 0..<1_500 {
            let rareness = Int.random(in: 1...40, using: &random)
            // Now and then more than for which room is made at a time.
            let count = Int.random(in: 0...400, using: &random) * (Int.random(in: 0..<50, using: &random) == 0 ? 25 : 1)
            let text = (0..<count).map { _ in
                (Int.random(in: 0..<rareness, using: &random) == 0 ? rare : common).randomElement(using: &random)!
            }
            let begin = Int.random(in: 0...text.count, using: &random)
            Self.check(text, begin..<text.count, &index, delimiter: byte)
        }
    }

    @Test(arguments: [true, false]) func `every byte is told in every place of a block`(isWide: Bool) {
        var index = DelimiterIndex(delimiter: UInt8(ascii: ","), isWide: isWide)
        for byte in UInt8.min...UInt8.max {
            for place in 0..<64 {
                var text = Array(repeating: UInt8(ascii: "x"), count: 64)
                text[place] = byte
                Self.check(text, 0..<64, &index, delimiter: UInt8(ascii: ","))
            }
        }
    }

    @Test(arguments: [true, false]) func `where nothing stands around fields no byte is a quote`(isWide: Bool) {
        var index = DelimiterIndex(delimiter: UInt8(ascii: ","), quote: nil, isWide: isWide)
        let text = Array(repeating: Array("a\",b\n".utf8), count: 40).flatMap { $0 }
        index.find((text + Array(repeating: 0, count: CallBatch.slack)).span, 0..<text.count)
        #expect(!index.hasQuotes)
        #expect((index.delimiterCount, index.lineFeedCount) == (80, 40))
    }

    @Test(arguments: [true, false]) func `nothing but delimiters has room`(isWide: Bool) {
        var index = DelimiterIndex(delimiter: UInt8(ascii: ","), isWide: isWide)
        Self.check(Array(repeating: UInt8(ascii: ","), count: 20_000), 0..<20_000, &index, delimiter: UInt8(ascii: ","))
        Self.check(Array(repeating: UInt8(ascii: "\n"), count: 20_000), 0..<20_000, &index, delimiter: UInt8(ascii: ","))
    }
}
