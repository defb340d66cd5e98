import Testing

@testable import Journal

/// SplitMix64: the same numbers on every machine.
struct SeededRandom {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(limit))
    }
}

/// Texts in which nothing has a meaning for hledger any more.
@Suite struct JournalTextTests {
    static let keys: [(key: String, account: String)] = [
        ("flying-snail", "flying-snail"), ("Smith & Co.", "Smith & Co."), ("Léa 東京", "Léa 東京"), ("a:b", "a%3Ab"), ("a%3Ab", "a%253Ab"),
        ("a  b", "a%20%20b"), (" a ", "%20a%20"), ("a ; b", "a %3B b"), ("(a)", "%28a%29"), ("[a]", "%5Ba%5D"), ("a\tb", "a%09b"),
        ("a\nb\r", "a%0Ab%0D"), ("a\u{A0}b", "a%C2%A0b"), ("a\u{2003}b", "a%E2%80%83b"), ("a\u{2028}b", "a%E2%80%A8b"), ("* !", "%2A %21"),
        ("a = b @ c", "a %3D b @ c"), ("\"a\"|'b'", "%22a%22%7C%27b%27"), ("a\u{202E}b", "a%E2%80%AEb"), ("#1 {x}", "%231 %7Bx%7D"),
    ]

    @Test(arguments: keys) func `keys as parts of accounts`(key: String, account: String) {
        #expect(JournalText.account(key) == account)
    }

    @Test func `a tag's value keeps what payments are written with`() {
        #expect(JournalText.value("agreement:EA-7/PO#1, (x)") == "agreement:EA-7/PO#1%2C %28x%29")
    }

    @Test func `different keys stay different, and nothing of them has a meaning`() {
        var random = SeededRandom(state: 7)
        let signs = Array("ab:;%()[]{} \t\n\r*!=\"|#é\u{301}\u{A0}東2".unicodeScalars)
        var seen: [String: [UInt8]] = [:]
        for _ in 0..<20_000 {
            var key = String.UnicodeScalarView()
            for _ in 0...random.below(6) { key.append(signs[random.below(signs.count)]) }
            let bytes = Array(String(key).utf8)
            let account = JournalText.account(String(key))
            // Compared by bytes: strings that differ in normalization alone are equal.
            let name = account.utf8.map { String($0) }.joined(separator: ",")
            #expect(seen[name] == nil || seen[name] == bytes)
            seen[name] = bytes
            #expect(!account.contains("  ") && !account.hasPrefix(" ") && !account.hasSuffix(" "))
            #expect(account.unicodeScalars.allSatisfy { !":;()[]{}*!=\"|#\t\n\r\u{A0}".unicodeScalars.contains($0) })
        }
    }
}
