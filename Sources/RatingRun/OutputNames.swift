/// Names of files that must all be different: a name that was given before gets a number.
///
/// They are made of the names of inputs, which may be anything that a file system allows, and are always names within one folder.
struct OutputNames {
    private var taken: Set<String> = []

    /// The most bytes of a name that the usual file systems take (`NAME_MAX`).
    static let byteCountMax = 255

    /// Whether no name was given yet.
    var isEmpty: Bool { taken.isEmpty }

    /// The base name of an input, less `.gz`, numbered where it was given before (file-formats.md, What a run writes).
    mutating func take(_ source: String) -> String {
        let base = OutputNames.base(source)
        var name = base
        var number = 1
        while !taken.insert(name).inserted {
            number += 1
            name = OutputNames.numbered(base, number)
        }
        return name
    }

    /// The last part of a path; `.gz` stays where nothing that names a file would be left.
    private static func base(_ source: String) -> String {
        if source == "-" { return "stdin.csv" }
        // By bytes: for strings a slash with an accent after it is no slash.
        let part = source.utf8.split(separator: UInt8(ascii: "/")).last ?? "input.csv".utf8[...]
        let name = String(Substring(part))
        let less = part.count > 3 && part.suffix(3).elementsEqual(".gz".utf8) ? String(Substring(part.dropLast(3))) : name
        return less == "." || less == ".." ? name : less
    }

    /// The name with `-number` before its extension, cut where it would be longer than a name may be.
    static func numbered(_ name: String, _ number: Int) -> String {
        let dot = extensionStart(name)
        let end = "-\(number)" + name[dot...]
        var stem = name[..<dot].unicodeScalars
        var byteCount = stem.reduce(0) { $0 + $1.utf8.count } + end.utf8.count
        while byteCount > byteCountMax, let last = stem.popLast() { byteCount -= last.utf8.count }
        return String(stem) + end
    }

    /// Where the extension begins, its dot included; what is longer than 64 bytes is none.
    private static func extensionStart(_ name: String) -> String.Index {
        let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) ?? name.startIndex
        return dot == name.startIndex || name[dot...].utf8.count > 64 ? name.endIndex : dot
    }
}
