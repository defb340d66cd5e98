extension String {
    /// The text for a message: on one line, and without what would command a terminal or turn the writing direction.
    ///
    /// Control characters, line and paragraph separators, and marks of direction stand as `\u{1B}`: names of files and keys may have them.
    public var onOneLine: String {
        if unicodeScalars.allSatisfy({ !String.isUnprintable($0) }) { return self }
        var line = ""
        for scalar in unicodeScalars {
            if String.isUnprintable(scalar) {
                line += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
