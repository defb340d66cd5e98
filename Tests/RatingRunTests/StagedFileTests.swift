import Crypto
import Foundation
import Ledger
import Testing

@testable import RatingRun

/// A staged file has what was written, however it was cut into pieces: nothing of the blocks in which it is written shows.
@Suite struct StagedFileTests {
    /// Sizes around a block of 128 KiB, and of several.
    private static let sizes = [0, 1, 31, 131_071, 131_072, 131_073, 262_143, 262_144, 400_000]

    private static func write(_ pieces: [[UInt8]], sealed: Bool) throws -> (output: StagedOutput, bytes: [UInt8]) {
        let folder = try RunFolder()
        let file = try StagedFile("rows.csv", in: folder.path, seals: sealed)
        for piece in pieces { try file.write(piece) }
        let output = try file.finish(syncs: false)
        return (output, try folder.bytes("rows.csv"))
    }

    @Test(arguments: sizes)
    func `one piece is in the file as it is`(size: Int) throws {
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let (output, bytes) = try StagedFileTests.write([content], sealed: true)
        #expect(bytes == content)
        #expect(output.byteCount == Int64(size))
        #expect(output.sha256 == SHA256.hash(data: content).map { String(format: "%02x", $0) }.joined())
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `pieces of any size follow one another`(seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        var pieces: [[UInt8]] = []
        for _ in 0..<40 {
            let size = random.below(3) == 0 ? StagedFileTests.sizes[random.below(StagedFileTests.sizes.count)] : random.below(150_000)
            let first = random.below(256)
            pieces.append((0..<size).map { UInt8(truncatingIfNeeded: first &+ $0) })
        }
        let content = Array(pieces.joined())
        let (output, bytes) = try StagedFileTests.write(pieces, sealed: false)
        #expect(bytes == content)
        #expect(output.byteCount == Int64(content.count))
        #expect(output.sha256 == nil)
    }
}
