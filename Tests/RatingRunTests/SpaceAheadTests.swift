import Foundation
import Testing

@testable import RatingRun

/// Space on the disk that is taken ahead, and given back.
@Suite struct SpaceAheadTests {
    @Test(arguments: [0, 1, 8 << 20, (8 << 20) + 1, 20_000_003])
    func `a file ends where writing ended, and takes no more of the disk`(byteCount: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "space-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try StagedFile("report.csv", in: folder.path, seals: false)
        let block = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var written = Data()
        while written.count < byteCount {
            let piece = Array(block.prefix(byteCount - written.count))
            try file.write(piece)
            written.append(contentsOf: piece)
        }
        let output = try file.finish(syncs: false)
        #expect(output.byteCount == Int64(byteCount))
        #expect(try Data(contentsOf: folder.appending(path: "report.csv")) == written)
        var status = stat()
        #expect(unsafe stat(folder.path + "/report.csv", &status) == 0)
        // Blocks of 512 bytes; a file system may keep some for its own use.
        #expect(Int(status.st_blocks) * 512 < byteCount + (1 << 20))
    }
}
