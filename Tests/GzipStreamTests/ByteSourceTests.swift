import Foundation
import GzipStream
import Testing

@Suite struct `Reading inputs` {
    @Test(arguments: [1, 2, 7, 4096, 100_000, 300_000, 1 << 20])
    func `The buffer's size does not change what is read, plain or gzip`(bufferByteCount: Int) throws {
        var generator = SeededGenerator(state: 1)
        let text = generator.text(count: bufferByteCount < 4096 ? 20_000 : 700_000)
        let scratch = try Scratch()
        let plain = try scratch.write(text, "plain.csv")
        let gzip = try scratch.write(try deflatedMember(text), "deflated.csv.gz")
        let many = try scratch.write(
            try deflatedMember(Array(text[..<5000])) + storedMember([]) + storedMember(Array(text[5000..<9000]))
                + (try deflatedMember(Array(text[9000...]))),
            "many.csv.gz")
        for path in [plain, gzip, many] {
            let source = try ByteSource(path: path)
            #expect(try readAll(source, bufferByteCount: bufferByteCount) == text, "\(path)")
            #expect(source.compressedOffset == source.size)
            #expect(source.isGzip == (path != plain))
        }
    }

    @Test(arguments: 0..<20)
    func `What was deflated at any level and in any pieces comes back`(seed: Int) throws {
        var generator = SeededGenerator(state: UInt64(seed))
        var file: [UInt8] = []
        var text: [UInt8] = []
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let part = generator.text(count: [0, 1, 31, 32_768, 32_769, 65_535, 65_536, 200_000].randomElement(using: &generator) ?? 0)
            let pieceByteCount = Int.random(in: 500...100_000, using: &generator)
            file += try deflatedMember(part, pieceByteCount: pieceByteCount, level: Int.random(in: 0...9, using: &generator))
            text += part
        }
        let scratch = try Scratch()
        let path = try scratch.write(file)
        #expect(try readAll(try ByteSource(path: path), bufferByteCount: Int.random(in: 300...600_000, using: &generator)) == text)
    }

    @Test func `gzip itself reads what is written, and what gzip writes is read`() throws {
        var generator = SeededGenerator(state: 3)
        let text = generator.text(count: 300_000)
        let scratch = try Scratch()
        let ours = try scratch.write(try deflatedMember(text, pieceByteCount: 50_000), "ours.gz")
        try run("gzip", ["--decompress", "--keep", ours])
        #expect(try scratch.bytes("ours") == text)
        let theirs = try scratch.write(text, "theirs.csv")
        try run("gzip", ["-9", theirs])
        #expect(try readAll(try ByteSource(path: theirs + ".gz")) == text)
    }

    @Test func `A header may have a name, a comment, extra bytes and a checksum of its own`() throws {
        let optional: [UInt8] = [3, 0, 1, 2, 3] + Array("night.csv".utf8) + [0] + Array("of the switch".utf8) + [0]
        let header: [UInt8] = [0x1F, 0x8B, 8, 0x1F, 0, 0, 0, 0, 0, 255] + optional
        let sum = checksumBitByBit(header)
        let member = storedMember([65], flags: 0x1F, fields: optional + [UInt8(sum & 255), UInt8(sum >> 8 & 255)])
        let scratch = try Scratch()
        #expect(try readAll(try ByteSource(path: try scratch.write(member))) == [65])
    }

    @Test func `Nothing is an input too`() throws {
        let scratch = try Scratch()
        for (name, bytes) in [("empty", []), ("empty.gz", storedMember([])), ("empty-deflated.gz", try deflatedMember([]))] {
            #expect(try readAll(try ByteSource(path: try scratch.write(bytes, name))) == [], "\(name)")
        }
    }

    @Test func `A plain file may begin almost like gzip`() throws {
        let scratch = try Scratch()
        for bytes: [UInt8] in [[0x1F], [0x1F, 0x8A], [0x8B, 0x1F], [0]] {
            let source = try ByteSource(path: try scratch.write(bytes))
            #expect(try readAll(source) == bytes)
            #expect(!source.isGzip)
        }
    }

    @Test func `Zeros after the last member do not count`() throws {
        let scratch = try Scratch()
        for zeros in [1, 2, 511, 300_000] {
            let source = try ByteSource(path: try scratch.write(storedMember([65]) + storedMember([66]) + Array(repeating: 0, count: zeros)))
            #expect(try readAll(source) == [65, 66])
            #expect(source.compressedOffset == source.size)
        }
    }

    /// In a process of its own, as other tests take memory meanwhile.
    @Test func `A stream of 1000 to 1 takes no more memory than its buffer`() async {
        await #expect(processExitsWith: .success) {
            let zeros = Array(repeating: UInt8(0), count: 1 << 24)
            let piece = GzipPiece.compress(zeros.span, level: 9)
            let scratch = try Scratch()
            let writer = try GzipWriter(try OutputFile(path: scratch.path("bomb.gz")))
            for _ in 0..<32 { try writer.append(piece) }
            try writer.finish()
            let source = try ByteSource(path: scratch.path("bomb.gz"))
            let size = try #require(source.size)
            #expect(32 << 24 > size * 1000)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 19, alignment: 16)
            defer { unsafe buffer.deallocate() }
            let before = try residentBytes()
            var total = 0
            while true {
                let count = try unsafe source.read(into: buffer)
                if count == 0 { break }
                total += count
            }
            #expect(total == 32 << 24)
            #expect(try residentBytes() - before < 16 << 20)
        }
    }

    @Test func `The observer sees every byte of the file as it lies there, once and in order`() throws {
        var generator = SeededGenerator(state: 5)
        let text = generator.text(count: 900_000)
        let scratch = try Scratch()
        for bytes in [text, try deflatedMember(text, level: 1) + storedMember([65]) + [0, 0]] {
            for bufferByteCount in [1000, 1 << 19] {
                var seen: [UInt8] = []
                var blocks = 0
                let source = try ByteSource(path: try scratch.write(bytes)) { block in
                    unsafe block.withUnsafeBytes { unsafe seen.append(contentsOf: $0) }
                    blocks += 1
                }
                _ = try readAll(source, bufferByteCount: bufferByteCount)
                #expect(seen == bytes)
                #expect(blocks <= bytes.count / ByteSource.blockByteCount + 1)
            }
        }
    }

    @Test func `A pipe is read to its end, however it trickles`() throws {
        var generator = SeededGenerator(state: 6)
        let text = generator.text(count: 50_000)
        let bytes = try deflatedMember(text) + storedMember([65, 66])
        for stretch in [1, 3, 1000] {
            let pipe = Pipe()
            let writing = Thread {
                var start = 0
                while start < bytes.count {
                    // The first bytes come one by one, so that the magic is parted.
                    let count = start < 64 ? 1 : min(stretch * 97, bytes.count - start)
                    pipe.fileHandleForWriting.write(Data(bytes[start..<(start + count)]))
                    start += count
                }
                try? pipe.fileHandleForWriting.close()
            }
            writing.start()
            let source = try ByteSource(descriptor: pipe.fileHandleForReading.fileDescriptor)
            #expect(source.size == nil)
            #expect(source.path == "-")
            #expect(try readAll(source) == text + [65, 66])
            #expect(source.compressedOffset == bytes.count)
        }
    }

    @Test func `The library names itself`() {
        #expect(ByteSource.inflaterName.wholeMatch(of: /(zlib|ISA-L) [0-9]+\.[0-9.]+/) != nil)
    }
}

/// How much memory the process has in use (`VmRSS`).
func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber))) * 1024
}

/// Runs a program to its end.
func run(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
}
