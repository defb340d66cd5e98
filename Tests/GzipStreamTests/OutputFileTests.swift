import Foundation
import GzipStream
import Testing

@Suite struct `Writing files` {
    @Test func `A file appears with its end, in one move`() throws {
        let scratch = try Scratch()
        _ = try scratch.write(Array("old".utf8), "calls.csv")
        let file = try OutputFile(path: scratch.path("calls.csv"))
        try file.write(Array("new".utf8).span)
        #expect(try scratch.bytes("calls.csv") == Array("old".utf8))
        #expect(file.bytesWritten == 3)
        try file.finish()
        #expect(try scratch.bytes("calls.csv") == Array("new".utf8))
        #expect(try scratch.names == ["calls.csv"])
    }

    @Test func `Two outputs of one name do not disturb each other; the last to end stays`() throws {
        let scratch = try Scratch()
        let (first, second) = (try OutputFile(path: scratch.path("a")), try OutputFile(path: scratch.path("a")))
        try first.write([1].span)
        try second.write([2].span)
        try second.finish()
        try first.finish()
        #expect(try scratch.bytes("a") == [1])
        #expect(try scratch.names == ["a"])
    }

    @Test func `What replaces nothing leaves a file that came meanwhile, and what it creates is as open as it is told`() throws {
        let scratch = try Scratch()
        let (first, second) = (try OutputFile(path: scratch.path("a"), mode: 0o600), try OutputFile(path: scratch.path("a"), mode: 0o600))
        try first.write([1].span)
        try second.write([2].span)
        try first.finish(replaces: false, syncs: true)
        #expect(throws: OutputFault.cannotCreate(path: scratch.path("a"), reason: "File exists")) { try second.finish(replaces: false) }
        #expect(try scratch.bytes("a") == [1])
        #expect(try FileManager.default.attributesOfItem(atPath: scratch.path("a"))[.posixPermissions] as? Int == 0o600)
    }

    @Test func `Without its end nothing is left of it`() throws {
        let scratch = try Scratch()
        do {
            let writer = try GzipWriter(try OutputFile(path: scratch.path("calls.csv.gz")))
            try writer.append(GzipPiece.compress(Array("abc".utf8).span))
            #expect(try scratch.names.count == 1)
        }
        #expect(try scratch.names == [])
    }

    @Test func `The same pieces make the same file`() throws {
        var generator = SeededGenerator(state: 11)
        let text = generator.text(count: 100_000)
        let once = try deflatedMember(text, pieceByteCount: 30_000, level: 1)
        #expect(try deflatedMember(text, pieceByteCount: 30_000, level: 1) == once)
        #expect(once.count < 90_000)
    }

    @Test func `A descriptor is written to, and stays open`() throws {
        let pipe = Pipe()
        let writer = try GzipWriter(OutputFile(descriptor: pipe.fileHandleForWriting.fileDescriptor))
        try writer.append(GzipPiece.compress(Array("abc".utf8).span))
        try writer.finish()
        try pipe.fileHandleForWriting.write(contentsOf: Data([0]))
        try pipe.fileHandleForWriting.close()
        #expect(try readAll(try ByteSource(descriptor: pipe.fileHandleForReading.fileDescriptor)) == Array("abc".utf8))
    }

    @Test func `A folder that is not there, and a device that is full`() throws {
        let scratch = try Scratch()
        let path = scratch.path("missing/calls.csv")
        #expect(throws: OutputFault.cannotCreate(path: path, reason: "No such file or directory")) { try OutputFile(path: path) }
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let file = OutputFile(descriptor: full.fileDescriptor, path: "/dev/full")
        #expect(throws: OutputFault.cannotWrite(path: "/dev/full", byte: 0, reason: "No space left on device")) {
            try file.write([1].span)
        }
    }

    @Test(arguments: [
        (
            OutputFault.cannotCreate(path: "a/b.csv", reason: "No such file or directory"),
            "a/b.csv: cannot be created: No such file or directory; check the folder and the permissions"
        ),
        (
            .cannotWrite(path: "b.csv", byte: 12, reason: "No space left on device"),
            "b.csv: cannot be written on from byte 12: No space left on device; check the disk or the connection, then run again"
        ),
    ])
    func `Every fault says what, where and what to do`(fault: OutputFault, text: String) {
        #expect(fault.description == text)
    }
}
