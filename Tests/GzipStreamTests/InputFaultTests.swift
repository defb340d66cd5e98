import Foundation
import GzipStream
import Testing

@Suite struct `Inputs that cannot be read` {
    /// A small file of two members: the first stored, with a name; the second deflated.
    static func small() throws -> (file: [UInt8], text: [UInt8], firstByteCount: Int) {
        let first = storedMember(Array("usage_id,call_type\n".utf8), flags: 8, fields: Array("a".utf8) + [0])
        var generator = SeededGenerator(state: 7)
        let text = generator.text(count: 600)
        return (first + (try deflatedMember(text)), Array("usage_id,call_type\n".utf8) + text, first.count)
    }

    @Test func `Cut anywhere, a gzip file is truncated there, or was whole up to a member's end`() throws {
        let (file, text, firstByteCount) = try Self.small()
        let scratch = try Scratch()
        for count in 2..<file.count {
            let path = try scratch.write(Array(file[..<count]))
            if count == firstByteCount {
                #expect(try readAll(try ByteSource(path: path)) == Array(text[..<19]))
                continue
            }
            for bufferByteCount in [1, 100_000] {
                #expect(throws: InputFault.truncatedGzip(path: path, byte: count)) {
                    try readAll(try ByteSource(path: path), bufferByteCount: bufferByteCount)
                }
            }
        }
    }

    @Test func `One wrong byte anywhere is a fault, or changes nothing`() throws {
        let (file, text, _) = try Self.small()
        let scratch = try Scratch()
        var faults = 0
        for place in 2..<file.count {
            for change: UInt8 in [0x01, 0x80, 0xFF, 0x24] {
                var damaged = file
                damaged[place] ^= change
                let path = try scratch.write(damaged)
                do {
                    #expect(try readAll(try ByteSource(path: path)) == text, "byte \(place) ^ \(change)")
                } catch {
                    faults += 1
                    switch error {
                    case .damagedGzip(_, let byte, _), .truncatedGzip(_, let byte): #expect((0...file.count).contains(byte))
                    default: Issue.record("byte \(place) ^ \(change): \(error)")
                    }
                }
            }
        }
        // The times, extra flags and systems of two headers, and one name, may be anything; nearly all else may not.
        #expect(faults > (file.count - 20) * 4 - 40)
    }

    @Test func `Garbage behind the magic is a fault, never a crash`() throws {
        let scratch = try Scratch()
        for seed in 0..<400 {
            var generator = SeededGenerator(state: UInt64(seed))
            let garbage = (0..<Int.random(in: 0..<3000, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let path = try scratch.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + garbage)
            #expect(throws: InputFault.self) { try readAll(try ByteSource(path: path)) }
        }
    }

    /// What is changed, the file, and what is said.
    struct Row: Sendable, CustomTestStringConvertible {
        var title: String
        var file: [UInt8]
        var byte: Int
        var damage: InputFault.Damage
        var testDescription: String { title }
    }

    static let good = storedMember(Array("abc".utf8))

    static func changed(_ place: Int, to byte: UInt8) -> [UInt8] {
        var file = good
        file[place] = byte
        return file
    }

    @Test(arguments: [
        Row(title: "a method that is not deflate", file: changed(2, to: 7), byte: 2, damage: .header),
        Row(title: "a reserved flag", file: changed(3, to: 0x20), byte: 3, damage: .header),
        Row(
            title: "a header whose checksum differs", file: storedMember([65], flags: 2, fields: [1, 2]), byte: 10, damage: .header),
        Row(title: "a checksum that differs", file: changed(18, to: 0), byte: 18, damage: .checksum),
        Row(title: "a length that differs", file: changed(22, to: 4), byte: 22, damage: .length),
        Row(title: "letters after the member", file: good + Array("xyz".utf8), byte: 26, damage: .trailer),
        Row(title: "letters after zeros", file: good + [0, 0, 0, 65], byte: 29, damage: .trailer),
        Row(title: "a member after zeros", file: good + [0, 0] + good, byte: 28, damage: .trailer),
        Row(title: "half a magic", file: good + [0x1F, 0x8C], byte: 26, damage: .trailer),
        Row(title: "a second member with a checksum that differs", file: good + changed(18, to: 0), byte: 44, damage: .checksum),
    ])
    func `What is wrong is named with its byte`(row: Row) throws {
        let scratch = try Scratch()
        let path = try scratch.write(row.file)
        for bufferByteCount in [1, 2, 100_000] {
            #expect(throws: InputFault.damagedGzip(path: path, byte: row.byte, damage: row.damage)) {
                try readAll(try ByteSource(path: path), bufferByteCount: bufferByteCount)
            }
        }
    }

    @Test(
        arguments: [
            ("a block of the reserved kind", [0x07]),
            ("a stored block whose lengths do not agree", [0x01, 3, 0, 3, 0]),
            ("a distance to before the beginning", [0x63, 0x00, 0x42, 0xFF, 0xFF]),
        ] as [(String, [UInt8])])
    func `Data that make no sense are named as such`(title: String, data: [UInt8]) throws {
        let scratch = try Scratch()
        let path = try scratch.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + data + Array(repeating: 0, count: 32))
        let fault = #expect(throws: InputFault.self) { try readAll(try ByteSource(path: path)) }
        guard case .damagedGzip(_, let byte, .data) = try #require(fault) else {
            Issue.record("\(title): \(String(describing: fault))")
            return
        }
        #expect((10...60).contains(byte))
    }

    @Test func `A fault is thrown again by every later read`() throws {
        let scratch = try Scratch()
        let source = try ByteSource(path: try scratch.write(Self.changed(18, to: 0)))
        let expected = InputFault.damagedGzip(path: source.path, byte: 18, damage: .checksum)
        for _ in 0..<3 { #expect(throws: expected) { try readAll(source) } }
    }

    @Test func `A file that is not there, a folder, and a descriptor that cannot be read`() throws {
        let scratch = try Scratch()
        let missing = scratch.path("missing")
        #expect(throws: InputFault.cannotOpen(path: missing, reason: "No such file or directory")) { try ByteSource(path: missing) }
        #expect(throws: InputFault.isFolder(path: scratch.folder)) { try ByteSource(path: scratch.folder) }
        let output = FileHandle(forWritingAtPath: try scratch.write([]))
        let source = try ByteSource(descriptor: try #require(output).fileDescriptor, path: "output")
        #expect(throws: InputFault.cannotRead(path: "output", byte: 0, reason: "Bad file descriptor")) { try readAll(source) }
    }

    @Test(arguments: [
        (
            InputFault.cannotOpen(path: "a.csv", reason: "No such file or directory"),
            "a.csv: cannot be opened: No such file or directory; check the name and the permissions"
        ),
        (.isFolder(path: "night"), "night: is a folder, not a file; name the files in it"),
        (
            .cannotRead(path: "a.csv", byte: 4096, reason: "Input/output error"),
            "a.csv: cannot be read on from byte 4096: Input/output error; check the disk or the connection, then run again"
        ),
        (
            .truncatedGzip(path: "a.gz", byte: 77),
            "a.gz: the gzip file is cut off at compressed byte 77; copy it again from where it came, and check its size"
        ),
        (
            .damagedGzip(path: "a.gz", byte: 2, damage: .header),
            "a.gz: the gzip file is damaged at compressed byte 2: the header of a member is wrong; copy it again from where it came"
        ),
        (
            .damagedGzip(path: "a.gz", byte: 12, damage: .data),
            "a.gz: the gzip file is damaged at compressed byte 12: the deflated data make no sense; copy it again from where it came"
        ),
        (
            .damagedGzip(path: "a.gz", byte: 70, damage: .checksum),
            "a.gz: the gzip file is damaged at compressed byte 70: the checksum of the data differs; copy it again from where it came"
        ),
        (
            .damagedGzip(path: "a.gz", byte: 74, damage: .length),
            "a.gz: the gzip file is damaged at compressed byte 74: the length of the data differs; copy it again from where it came"
        ),
        (
            .damagedGzip(path: "a.gz", byte: 78, damage: .trailer),
            "a.gz: the gzip file is damaged at compressed byte 78: what follows the last member is no gzip; copy it again from where it came"
        ),
    ])
    func `Every fault says what, where and what to do`(fault: InputFault, text: String) {
        #expect(fault.description == text)
    }
}
