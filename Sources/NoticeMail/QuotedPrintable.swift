/// Text of any length and any letters as lines of ASCII that no mail server has to touch (RFC 2045 §6.7).
enum QuotedPrintable {
    /// The longest line that comes out, a `=` at its end included.
    private static let lineByteCountMax = 76

    /// The lines into which one line of text is made.
    static func lines(_ text: String) -> [String] {
        var lines = [""]
        var column = 0
        let bytes = Array(text.utf8)
        for (i, byte) in bytes.enumerated() {
            let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
            // Blanks at the end of a line are lost on the way. Where a line begins with “From ”, some put a `>` before it.
            let isKept = isBlank ? i + 1 < bytes.count : (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
            let encoded = isKept && !(i == 0 && text.hasPrefix("From ")) ? String(Unicode.Scalar(byte)) : "=" + byte.hexadecimal
            if column + encoded.utf8.count >= lineByteCountMax {
                lines[lines.count - 1] += "="
                lines.append("")
                column = 0
            }
            lines[lines.count - 1] += encoded
            column += encoded.utf8.count
        }
        return lines
    }
}
