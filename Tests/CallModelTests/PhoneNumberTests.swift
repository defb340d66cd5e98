import CallModel
import SeededRandom
import Testing

/// Numbers, cleaned once (rating-rules.md §4).
struct PhoneNumberTests {
    static func cleaned(_ text: String) -> PhoneNumber {
        let bytes = Array(text.utf8)
        return PhoneNumber(cleaning: bytes.span)
    }

    @Test(arguments: [
        // As they come nearly always.
        ("+390612345678", "+390612345678"),
        ("390612345678", "+390612345678"),
        ("1", "+1"),
        ("+9", "+9"),
        // 15 characters are the most.
        ("+123456789012345", "+123456789012345"),
        ("999999999999999", "+999999999999999"),
        // Blanks around it: space, tab, no-break space.
        (" +39061", "+39061"),
        ("+39061\t", "+39061"),
        ("\u{A0} \t+39061\u{A0}\t ", "+39061"),
        // One leading tel: or sip:, in any case.
        ("tel:+39061", "+39061"),
        ("TEL:39061", "+39061"),
        ("sip:+39061", "+39061"),
        ("SIP:+39061", "+39061"),
        ("sIp:39061", "+39061"),
        (" \u{A0}Tel: +39061", "+39061"),
        // Everything from the first @ or ; on.
        ("sip:+39061@example.org", "+39061"),
        ("+39061;phone-context=example.org", "+39061"),
        ("+39061@a;b", "+39061"),
        ("+39061;a@b", "+39061"),
        ("+39061@0+*", "+39061"),
        ("39061;", "+39061"),
        ("+39 06 1 @x", "+39061"),
        // All blanks, -, ., ( and ).
        ("+39 (06) 123-456.78", "+390612345678"),
        ("+39\u{A0}06\t1", "+39061"),
        ("(+39) 061", "+39061"),
        (".-+39061-.", "+39061"),
        ("-(.)-3", "+3"),
        ("+1-2-3-4-5-6-7-8-9-0-1-2-3-4-5", "+123456789012345"),
        // A plus after what is dropped is still the leading one.
        ("- +39061", "+39061"),
        ("+ 39061", "+39061"),
        // Masked digits at the end.
        ("+39061***", "+39061***"),
        ("1**************", "+1**************"),
        ("12345678901234*", "+12345678901234*"),
        ("+39061-*-* ", "+39061**"),
        ("+39061**@x", "+39061**"),
    ]) func `cleans`(_ text: String, _ number: String) {
        #expect(PhoneNumberTests.cleaned(text).text == number)
        #expect(PhoneNumberTests.cleaned(text).isNumber)
    }

    @Test(arguments: [
        "", " ", "\u{A0}", "+", "++39061", "+39+061", "39+", "+ +39", "tel:", "sip:@x", "@39061", ";39061", "-.()",
        // Only one prefix, and only at the beginning.
        "tel:tel:39061", "tel:sip:39061", "+tel:39061", "tel :39061", "tel39061", "fax:39061",
        // The first digit is not 0.
        "0", "+0", "0039061", "+039061", "-0-39061", "tel:061", "0***",
        // 16 characters are too many.
        "+1234567890123456", "1234567890123456", "123456789012345*", "1***************", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6", "18446744073709551617",
        // Masked digits alone, or before visible ones.
        "*", "***", "+***", "*39061", "39*061", "+39061*1",
        "anonymous", "Restricted", "39061x", "x39061", "39/061", "39,061", "39_061", "3906１", "٣", "+39\u{200B}061", "+39\u{2007}061", "39\n061",
        "#31#39061",
    ]) func `is no number`(_ text: String) {
        #expect(PhoneNumberTests.cleaned(text) == .none)
        #expect(!PhoneNumberTests.cleaned(text).isNumber)
        #expect(PhoneNumberTests.cleaned(text).text == "")
        #expect(PhoneNumberTests.cleaned(text).maskedText == "")
    }

    @Test func `half a no-break space is no blank`() {
        for bytes: [UInt8] in [
            [0xC2], [0xA0], [0x33, 0xC2], [0xC2, 0x33], [0xA0, 0x33], [0x33, 0xA0], [0xC2, 0xC2, 0xA0, 0x33], [0xC2, 0xA0, 0xA0, 0x33],
        ] {
            #expect(PhoneNumber(cleaning: bytes.span) == .none, "\(bytes)")
        }
    }

    @Test(arguments: [
        ("+390612345678", "+390*********"),
        ("+3906", "+390*"),
        ("+390", "+390"),
        ("+39", "+39"),
        ("+39***", "+39***"),
        ("+3906***", "+390****"),
    ]) func `shows three digits in messages`(_ number: String, _ masked: String) {
        #expect(PhoneNumberTests.cleaned(number).maskedText == masked)
    }

    /// §4, one step after the other, on text; `nil` if what is left is no number.
    static func cleanedStepByStep(_ text: String) -> String? {
        let blanks: Set<Unicode.Scalar> = [" ", "\t", "\u{A0}"]
        var scalars = Array(text.unicodeScalars)
        while let first = scalars.first, blanks.contains(first) { scalars.removeFirst() }
        while let last = scalars.last, blanks.contains(last) { scalars.removeLast() }
        let prefix = scalars.prefix(4).map { String($0).lowercased() }.joined()
        if prefix == "tel:" || prefix == "sip:" { scalars.removeFirst(4) }
        if let end = scalars.firstIndex(where: { $0 == "@" || $0 == ";" }) { scalars.removeSubrange(end...) }
        scalars.removeAll { blanks.contains($0) || "-.()".unicodeScalars.contains($0) }
        if scalars.first == "+" { scalars.removeFirst() }
        let visible = scalars.prefix { ("0"..."9").contains($0) }
        let rest = scalars.dropFirst(visible.count)
        guard (1...15).contains(scalars.count), let first = visible.first, first != "0", rest.allSatisfy({ $0 == "*" }) else { return nil }
        return scalars.map { String($0) }.joined()
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func `one pass and step by step agree`(_ seed: UInt64) {
        let parts = ["tel:", "SIP:", "@", ";", "+", "*", "**", "-", ".", "(", ")", " ", "\t", "\u{A0}", "a", "é", "９", "0", "00"]
        var random = Random(seed: seed)
        var numbers = 0
        for _ in 0..<10_000 {
            var text = Int.random(in: 0..<3, using: &random) == 0 ? "" : ["+", "", "tel:", "(", " "].randomElement(using: &random) ?? ""
            let nastiness = Int.random(in: 0...5, using: &random)
            for _ in 0..<Int.random(in: 0...18, using: &random) {
                let isNasty = Int.random(in: 0..<10, using: &random) < nastiness
                text += isNasty ? parts.randomElement(using: &random) ?? "" : String(Int.random(in: 0...9, using: &random))
            }
            let number = PhoneNumberTests.cleaned(text)
            let expected = PhoneNumberTests.cleanedStepByStep(text)
            #expect(number.text == (expected.map { "+" + $0 } ?? ""), "\(text.debugDescription)")
            if let expected {
                numbers += 1
                #expect(Int(number.digitCount) + Int(number.maskedCount) == expected.count)
            }
            // A blank behind the number sends it the slow way.
            #expect(PhoneNumberTests.cleaned(text + " ") == number, "\(text.debugDescription)")
        }
        #expect(numbers > 500 && numbers < 9500)
    }
}
