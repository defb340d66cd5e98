internal import CallModel
internal import Catalogue
internal import GzipStream

/// Reads the whole of a deck's file: plain or gzip, UTF-8, UTF-16 with or without a byte order mark, or Windows-1252.
public enum DeckFile {
    /// The largest deck, decompressed.
    static let byteCountMax = 2 << 30

    /// Why a deck's file cannot be used: one line.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, where, and what to do.
        public var description: String
    }

    /// The bytes of a file, decompressed. - Throws: What cannot be read.
    public static func bytes(path: String) throws(Fault) -> [UInt8] {
        do throws(InputFault) {
            let source = path == "-" ? try ByteSource(descriptor: 0) : try ByteSource(path: path)
            var all: [UInt8] = []
            // A plain file is read in one piece, and one byte more shows its end.
            var room = min(byteCountMax, max(1 << 20, source.size ?? 0)) + 1
            while true {
                var problem: InputFault?
                var filled = 0
                let piece = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                    do throws(InputFault) {
                        count = try unsafe source.read(into: UnsafeMutableRawBufferPointer(buffer))
                    } catch {
                        problem = error
                        count = 0
                    }
                    filled = count
                }
                if let problem { throw problem }
                if all.isEmpty { all = piece } else { all.append(contentsOf: piece) }
                if all.count > byteCountMax { break }
                if filled < room { return all }
                room = 8 << 20
            }
        } catch {
            throw Fault(description: error.description)
        }
        throw Fault(description: "\(path): the deck is larger than 2 GiB; split it")
    }

    /// The text as UTF-8; what is wrong with it, if it is none.
    static func utf8(file: String, bytes: consuming [UInt8], isWindows1252: Bool) -> (text: [UInt8], fault: CatalogueFault?) {
        if let isBigEndian = byteOrder(bytes) {
            if bytes.count % 2 != 0 {
                return ([], CatalogueFault(file: file, line: 1, column: 1, message: "this is UTF-16 that is cut off", remedy: "copy the file again"))
            }
            bytes = Array(String(decoding: units(bytes, isBigEndian: isBigEndian), as: UTF16.self).utf8)
        } else if isWindows1252 {
            bytes = fromWindows1252(bytes)
        }
        let faults = TextEncodingCheck.faults(of: bytes, file: file)
        guard var first = faults.first else { return (bytes, nil) }
        if first.message == "this is no UTF-8" {
            first.remedy += ", or write 'encoding: windows-1252' into the vocabulary if it came from a spreadsheet"
        }
        if faults.count > 1 { first.message += ", as in \(faults.count - 1) more line\(faults.count == 2 ? "" : "s")" }
        return ([], first)
    }

    private static func units(_ bytes: borrowing [UInt8], isBigEndian: Bool) -> [UInt16] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var i = 0
        while i + 1 < bytes.count {
            let first = UInt16(bytes[i])
            let second = UInt16(bytes[i + 1])
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
            i += 2
        }
        return units
    }

    /// Whether the text is UTF-16, and which byte comes first: by its mark, or by the zeros of its first four characters if they are ASCII.
    private static func byteOrder(_ bytes: borrowing [UInt8]) -> Bool? {
        if bytes.count < 2 { return nil }
        if bytes[0] == 0xFF, bytes[1] == 0xFE { return false }
        if bytes[0] == 0xFE, bytes[1] == 0xFF { return true }
        if bytes.count < 8 { return nil }
        if (0..<4).allSatisfy({ bytes[2 * $0] == 0 && bytes[2 * $0 + 1] != 0 }) { return true }
        if (0..<4).allSatisfy({ bytes[2 * $0] != 0 && bytes[2 * $0 + 1] == 0 }) { return false }
        return nil
    }

    /// Windows-1252 (the index "windows-1252" of the WHATWG Encoding Standard), which holds all of ISO 8859-1 that prints.
    private static func fromWindows1252(_ bytes: borrowing [UInt8]) -> [UInt8] {
        let upper: [UInt32] = [
            0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018,
            0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
        ]
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for i in bytes.indices {
            let byte = bytes[i]
            if byte < 0x80 {
                text.append(byte)
            } else {
                let scalar = byte < 0xA0 ? upper[Int(byte) - 0x80] : UInt32(byte)
                if scalar >= 0x800 {
                    text.append(UInt8(0xE0 | scalar >> 12))
                    text.append(UInt8(0x80 | scalar >> 6 & 0x3F))
                } else {
                    text.append(UInt8(0xC0 | scalar >> 6))
                }
                text.append(UInt8(0x80 | scalar & 0x3F))
            }
        }
        return text
    }
}
