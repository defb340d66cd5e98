/// The names of files of which each organization has its own, safe for any file system: its part of the usage report, its overview of a month.
///
/// A key of `a` to `z`, `A` to `Z`, digits, `-`, `_` and `.` names its file itself. Any other, and any that a file system could take for another's or for
/// a device, is followed by `~` and eight digits of a hash of it, so that a name depends on its key and, where two differ by case alone, on nothing else.
public struct PayerFileNames: Sendable {
    /// By the ordinal of the organization: the name less its extension.
    public let stems: [String]

    /// The most bytes of a key that are kept in a name, so that it stays below what any usual file system takes.
    static let keptByteCountMax = 100

    /// Names that Windows keeps for devices, with any extension.
    private static let devices: Set<String> =
        Set(["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

    /// Names for the keys of a catalogue's organizations.
    public init(_ keys: [String]) {
        var counts: [String: Int] = [:]
        let kept = keys.map { PayerFileNames.kept($0) }
        for name in kept { counts[name.lowercased(), default: 0] += 1 }
        stems = zip(keys, kept).map { key, name in
            let isItself = name.utf8.elementsEqual(key.utf8) && counts[name.lowercased()] == 1 && !PayerFileNames.isTrap(name)
            return isItself ? name : name + "~" + PayerFileNames.mark(key)
        }
    }

    /// The `.csv` file of an organization with that number, from 1: a spreadsheet takes so many rows, and the rest goes on in the next.
    public func name(_ organization: Int, number: Int) -> String { stems[organization] + (number == 1 ? "" : "~\(number)") + ".csv" }

    /// The key with `_` for whatever is not safe.
    private static func kept(_ key: String) -> String {
        String(decoding: key.utf8.prefix(keptByteCountMax).map { isSafe($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// Whether a name is hidden, a device, or ends with what Windows drops.
    private static func isTrap(_ name: String) -> Bool {
        let device = name.lowercased().prefix { $0 != "." }
        return name.hasPrefix(".") || name.hasPrefix("-") || name.hasSuffix(".") || devices.contains(String(device))
    }

    /// Eight hexadecimal digits of the key's hash (FNV-1a, its upper half).
    private static func mark(_ key: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let digits = String(hash >> 32, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
