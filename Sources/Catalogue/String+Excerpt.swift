internal import CallModel

extension String {
    /// The text of some bytes; what is no UTF-8 is replaced.
    package init(decoding bytes: Span<UInt8>) {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for i in 0..<bytes.count { copy.append(bytes[i]) }
        self = String(decoding: copy, as: UTF8.self)
    }

    /// In lower case, where it is ASCII.
    package var asciiLowercased: String { String(decoding: utf8.map { CallModel.asciiLowercased($0) }, as: UTF8.self) }

    /// Its first 40 characters, on one line and without control characters, for messages.
    package var excerpt: String {
        let line = String(map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? " " : $0 })
        return line.count <= 40 ? line : line.prefix(40) + "…"
    }
}
