import CallModel
import SeededRandom
import Testing

@testable import Settlement

/// The index of all days: what it finds, and what it gives to the ledger.
struct DuplicateIndexTests {
    /// The pieces of a run as a ledger cuts them that takes one entry after the other, written down plainly.
    private struct PlainPieces {
        let pieceCount: Int
        let waitingMax: Int
        var pieces: [DuplicateIndex.Piece] = []
        private var waiting: [Int32: [UInt8]] = [:]

        init(pieceCount: Int, waitingMax: Int) {
            self.pieceCount = pieceCount
            self.waitingMax = waitingMax
        }

        mutating func append(_ entry: SeenEntry, day: Int32) {
            entry.append(to: &waiting[day, default: []])
            if waiting[day]!.count == pieceCount * 20 { pieces.append(.init(day: day, bytes: waiting.removeValue(forKey: day)!)) }
            if waiting.values.reduce(0, { $0 + $1.count }) == waitingMax * 20 { drain() }
        }

        mutating func drain() {
            for (day, bytes) in waiting.sorted(by: { $0.key < $1.key }) { pieces.append(.init(day: day, bytes: bytes)) }
            waiting = [:]
        }
    }

    private static let days: [Int32] = [-1, 20_003, 20_000, 20_064, 20_001, 84_000]

    @Test("Calls of several days in batches of any size: found as a dictionary has it, given to the ledger as it cut them before", arguments: 0..<24)
    func againstDictionary(seed: UInt64) {
        var random = Random(seed: seed)
        let (pieceCount, waitingMax) = [(5, 12), (1, 1), (40, 1000), (300, 500), (64, 64)].randomElement(using: &random)!
        let dayCount = Int.random(in: 1...DuplicateIndexTests.days.count, using: &random)
        let rowMax = [1, 3, 200].randomElement(using: &random)!
        var known: [Int32: [Fingerprint: UInt32]] = [:]
        var kept: [Int32: [UInt8]] = [:]
        for run in 0..<3 {
            var index = DuplicateIndex(pieceCount: pieceCount, waitingMax: waitingMax)
            var plain = PlainPieces(pieceCount: pieceCount, waitingMax: waitingMax)
            for day in DuplicateIndexTests.days {
                index.open(day)
                let bytes = kept[day] ?? []
                // In two blobs, as a ledger has several.
                let cut = bytes.count / 40 * 20
                index.load(bytes.span.extracting(0..<cut), day: day)
                index.load(bytes.span.extracting(cut..<bytes.count), day: day)
            }
            #expect(index.count == known.values.reduce(0) { $0 + $1.count })
            var pieces: [DuplicateIndex.Piece] = []
            var findings: [FingerprintTable.Finding] = []
            let batchCount = Int.random(in: 1...30, using: &random)
            for batch in 0..<batchCount {
                let (calls, rated) = DuplicateIndexTests.batch(dayCount, rowMax, &random)
                if Bool.random(using: &random) { index.shareRead = Double(batch + 1) / Double(batchCount) }
                index.decide(calls.span, rated.span, into: &findings)
                for i in calls.indices where rated[i].suspension.reachesDuplicateCheck {
                    let day = Int32(calls[i].start.day)
                    let check = known[day]?[rated[i].fingerprint]
                    #expect(findings[i] == check.map { $0 == rated[i].contentCheck ? .same : .different } ?? .new, "\(run) \(batch) \(i)")
                    if check == nil, rated[i].suspension == .none {
                        known[day, default: [:]][rated[i].fingerprint] = rated[i].contentCheck
                        plain.append(SeenEntry(rated[i]), day: day)
                    }
                }
                for i in calls.indices where !rated[i].suspension.reachesDuplicateCheck { #expect(findings[i] == .new) }
                if Bool.random(using: &random) { pieces += index.takePieces() }
            }
            pieces += index.takePieces()
            #expect(pieces == plain.pieces)
            plain.drain()
            pieces += index.takeRest()
            #expect(pieces == plain.pieces)
            #expect(index.takeRest().isEmpty)
            for piece in pieces { kept[piece.day, default: []] += piece.bytes }
        }
    }

    private static func batch(_ dayCount: Int, _ rowMax: Int, _ random: inout Random) -> ([Call], [RatedCall]) {
        var (calls, rated): ([Call], [RatedCall]) = ([], [])
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let day = days[Int.random(in: 0..<dayCount, using: &random)]
            for _ in 0..<Int.random(in: 1...rowMax, using: &random) {
                var one = RatedCall()
                one.suspension = [.none, .none, .none, .none, .noRate, .badNumber, .malformed].randomElement(using: &random)!
                one.fingerprint = Fingerprint(high: UInt64.random(in: 0...1500, using: &random) << 53, low: 3)
                one.contentCheck = UInt32.random(in: 0...1, using: &random)
                var call = Call()
                // What is malformed may have any start.
                let second = Int64(day) * 86_400 + Int64.random(in: 0..<86_400, using: &random)
                call.start = Instant(epochSeconds: one.suspension == .malformed ? 7 : second)
                calls.append(call)
                rated.append(one)
            }
        }
        return (calls, rated)
    }

    @Test("What lies before the call that comes next tells how large a table has to be: no more than 28 bytes a call at the end of a run of one day")
    func room() {
        var random = Random(seed: 8)
        let total = 400_000
        var sizes: [Int] = []
        for knowsShare in [false, true] {
            var index = DuplicateIndex()
            index.open(0)
            var findings: [FingerprintTable.Finding] = []
            for begin in stride(from: 0, to: total, by: 500) {
                let rated = (0..<500).map { _ in
                    var rated = RatedCall()
                    rated.fingerprint = Fingerprint(high: random.next(), low: random.next())
                    return rated
                }
                if knowsShare { index.shareRead = Double(begin + 500) / Double(total) }
                let calls = [Call](repeating: Call(), count: 500)
                index.decide(calls.span, rated.span, into: &findings)
            }
            #expect(index.count == total)
            sizes.append(index.byteCount)
        }
        #expect(sizes[0] <= 30 * total)
        #expect(sizes[1] <= 28 * total)
    }

    @Test("A day of a few calls is small")
    func smallDays() {
        var index = DuplicateIndex()
        for day in 0..<3000 {
            index.open(Int32(day))
            #expect(index.table(of: Int32(day)).insert(Fingerprint(high: .max, low: 0), check: 0) == .new)
        }
        #expect(index.count == 3000)
        #expect(index.byteCount <= 3000 * 300)
    }

    @Test("What an earlier run left is read again, byte by byte as the ledger keeps it")
    func roundTrip() {
        var bytes: [UInt8] = []
        SeenEntry(Fingerprint(high: 0x0102_0304_0506_0708, low: 0x1112_1314_1516_1718), 0x2122_2324).append(to: &bytes)
        #expect(
            bytes == [8, 7, 6, 5, 4, 3, 2, 1, 0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11, 0x24, 0x23, 0x22, 0x21])
        var random = Random(seed: 9)
        let entries = (0..<1000).map { _ in (Fingerprint(high: random.next(), low: random.next()), UInt32.random(in: 0...(.max), using: &random)) }
        for entry in entries { SeenEntry(entry.0, entry.1).append(to: &bytes) }
        #expect(bytes.count == 1001 * DuplicateIndex.entryByteCount)
        var index = DuplicateIndex()
        #expect(!index.isOpen(20_000))
        index.open(20_000)
        index.open(20_001)
        index.load(bytes.span, day: 20_000)
        #expect(index.isOpen(20_000) && index.count == 1001)
        for (fingerprint, check) in entries {
            #expect(index.table(of: 20_000).find(fingerprint, check: check) == .same)
            #expect(index.table(of: 20_000).find(fingerprint, check: check &+ 1) == .different)
            #expect(index.table(of: 20_001).find(fingerprint, check: check) == .new)
        }
        index.open(20_000)
        #expect(index.count == 1001)
        #expect(index.byteCount == index.table(of: 20_000).byteCount + index.table(of: 20_001).byteCount)
        #expect(index.takeRest().isEmpty, "what the ledger had is not given to it again")
        #expect(index.table(of: 20_001).insert(entries[0].0, check: entries[0].1) == .new)
        #expect(index.takeRest() == [DuplicateIndex.Piece(day: 20_001, bytes: Array(bytes[20..<40]))])
    }
}
