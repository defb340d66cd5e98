/// The names of the files of `--split-by organization`: one for each organization, safe for any file system.
///
/// A key of `a` to `z`, `A` to `Z`, digits, `-`, `_` and `.` names its file itself. Any other, and any that a file system could take for another's or for
/// a device, is followed by `~` and the beginning of its SHA-256, so that a name depends on its key and, where two differ by case alone, on nothing else.
struct PayerFileNames {
    /// By the ordinal of the organization: the name less its extension.
    let stems: [String]

    /// The most bytes of a key that are kept in a name, so that it stays below what any usual file system takes.
    static let keptByteCountMax = 100

    /// Names that Windows keeps for devices, with any extension.
    private static let devices: Set<String> =
        Set(["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

    /// Names for the keys of a catalogue's organizations.
    init(_ keys: [String]) {
        var counts: [String: Int] = [:]
        let kept = keys.map { PayerFileNames.kept($0) }
        for name in kept { counts[name.lowercased(), default: 0] += 1 }
        stems = zip(keys, kept).map { key, name in
            let isItself = name.utf8.elementsEqual(key.utf8) && counts[name.lowercased()] == 1 && !PayerFileNames.isTrap(name)
            return isItself ? name : name + "~" + PayerFileNames.mark(key)
        }
    }

    /// The file of an organization with that number, from 1: a spreadsheet takes so many rows, and the rest goes on in the next.
    func name(_ organization: Int, number: Int) -> String { stems[organization] + (number == 1 ? "" : "~\(number)") + ".csv" }

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

    /// Eight hexadecimal digits of the key's SHA-256.
    private static func mark(_ key: String) -> String {
        var digest = InputDigest()
        digest.update(Array(key.utf8))
        return String(digest.hexadecimal.prefix(8))
    }
}
