/// Header fields of free text (RFC 5322 §2.2.1 and §2.2.3; RFC 2047 §2, §4.2 and §5).
enum EncodedWord {
    /// No line of a header is longer if it has an encoded word (RFC 2047 §2).
    private static let lineByteCountMax = 76
    private static let begin = "=?UTF-8?Q?"
    private static let end = "?="

    /// The lines of a field: the text as it is if it is short and printable ASCII, else in encoded words, each on a line of its own.
    ///
    /// Line breaks and other control characters come out as `=0A` and the like, so no text can end the field.
    static func field(_ name: String, _ text: String) -> [String] {
        let plain = name + ": " + text
        if isPlain(text), plain.utf8.count <= lineByteCountMax { return [plain] }
        let payloadByteCountMax = lineByteCountMax - name.utf8.count - 2 - begin.utf8.count - end.utf8.count
        var payloads = [""]
        // A character is never divided among words (RFC 2047 §5).
        for scalar in text.unicodeScalars {
            let encoded = encode(scalar)
            if payloads[payloads.count - 1].utf8.count + encoded.utf8.count > payloadByteCountMax { payloads.append("") }
            payloads[payloads.count - 1] += encoded
        }
        return payloads.enumerated().map { i, payload in (i == 0 ? name + ": " : " ") + begin + payload + end }
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?") && text.utf8.first != 0x20 && text.utf8.last != 0x20
            && !text.isEmpty
    }

    private static func encode(_ scalar: Unicode.Scalar) -> String {
        if scalar == " " { return "_" }
        return UTF8.encode(scalar)!.map { byte in
            byte.isASCIILetterOrDigit || "!*+-/".utf8.contains(byte) ? String(Unicode.Scalar(byte)) : "=" + byte.hexadecimal
        }.joined()
    }
}

extension UInt8 {
    /// Two hexadecimal digits in upper case.
    var hexadecimal: String {
        let digits = Array("0123456789ABCDEF")
        return String([digits[Int(self >> 4)], digits[Int(self & 15)]])
    }
}
