import CallModel

/// Cleaning of phone numbers.
enum NumberCheck {
    static func check(_ place: PlacedText) {
        let number = PhoneNumber(cleaning: place.text.span)
        expect(PhoneNumber(cleaning: place.batch.span, place.range) == number, "a number is another in a batch")
        expect(number.text == plain(place.text), "a number is cleaned to \(number.text), and should be \(plain(place.text))")
        // Cleaned twice is the same.
        let again = Array(number.text.utf8)
        expect(PhoneNumber(cleaning: again.span) == number, "\(number.text), cleaned again, is another number")
        expect(number.maskedText.utf8.count == number.text.utf8.count, "masking changes the length")
        expect(number.maskedText.utf8.count { (0x30...0x39).contains($0) } <= 3, "masking leaves more than three digits")
        expect(number.isNumber == !number.text.isEmpty, "a number without text")
    }

    /// rating-rules.md §4, word by word: the number with `+`, or nothing.
    static func plain(_ text: [UInt8]) -> String {
        // A no-break space becomes a space, which means the same.
        var rest: [UInt8] = []
        for byte in text {
            if byte == 0xA0, rest.last == 0xC2 { rest[rest.count - 1] = 0x20 } else { rest.append(byte) }
        }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        rest = Array(rest.drop(while: isBlank))
        let prefix = rest.prefix(4).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        if prefix == Array("tel:".utf8) || prefix == Array("sip:".utf8) { rest.removeFirst(4) }
        rest = Array(rest.prefix { $0 != 0x40 && $0 != 0x3B })
        rest.removeAll { isBlank($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x28 || $0 == 0x29 }
        if rest.first == 0x2B { rest.removeFirst() }
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        let masked = rest.dropFirst(digits.count)
        guard let first = digits.first, first != 0x30, masked.allSatisfy({ $0 == 0x2A }), rest.count <= 15 else { return "" }
        return "+" + String(decoding: rest, as: UTF8.self)
    }
}
