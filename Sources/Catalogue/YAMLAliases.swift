/// Counts the aliases of a YAML text before it is read: a few lines of aliases of aliases stand for more nodes than any memory holds, and the reader goes
/// over all of them where one is a key.
enum YAMLAliases {
    /// As many are read: even if each stood for several others, that comes to some hundred times the text.
    static let countMax = 16

    /// Where the first alias too many stands; `nil` if there are no more than ``countMax``.
    ///
    /// What looks like one, in a comment or a quoted text, counts as one if the name after `*` stands after `&` somewhere. None is overlooked, because YAML
    /// has no other way to write them.
    static func firstTooMany(in text: Span<UInt8>) -> Int? {
        var anchors: Set<[UInt8]> = []
        for i in text.indices where text[i] == UInt8(ascii: "&") {
            let name = name(in: text, behind: i)
            if !name.isEmpty { anchors.insert(name) }
        }
        if anchors.isEmpty { return nil }
        var count = 0
        for i in text.indices where text[i] == UInt8(ascii: "*") && anchors.contains(name(in: text, behind: i)) {
            count += 1
            if count > countMax { return i }
        }
        return nil
    }

    /// ASCII letters, digits, `-` and `_`: what the reader takes for a name; it is cut where it is longer than any of a person.
    private static func name(in text: Span<UInt8>, behind mark: Int) -> [UInt8] {
        var name: [UInt8] = []
        var i = mark + 1
        while i < text.count, isNameByte(text[i]), name.count < 64 {
            name.append(text[i])
            i += 1
        }
        return name
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
