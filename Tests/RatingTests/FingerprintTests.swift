import CallModel
import Catalogue
import Testing

@testable import Rating

/// By what duplicates are known (rating-rules.md §11). Ledgers keep it, so it may never change.
struct FingerprintTests {
    /// A call, its fingerprint and its content check, worked out apart from this code.
    static let golden: [(call: SampleCall, fingerprint: String, check: String)] = [
        (
            SampleCall(
                "user_out", user: "ada@acme.example", organization: "acme", from: "+3906111", to: "+4940", seconds: 60, at: "2026-10-05T10:00:00Z",
                id: "1"), "d188894397f1200621cdca833c8608d3", "25a6ccc6"
        ),
        (
            SampleCall(
                "conf_out", user: "ada@acme.example", organization: "acme", from: "+3906111", to: "+4940", seconds: 61, at: "2026-10-05T10:00:00Z",
                id: "1234567"), "57cf96d66db0a4607f8c704f2ffd9a98", "6b8abdc4"
        ),
        (
            SampleCall(
                "User_Out", user: "ada@acme.example", organization: "acme", from: "+3906111", to: "+4940", seconds: 60, at: "2026-10-05T10:00:00Z",
                id: "12345678"), "a72e1c2d7238c1800b9401d38513b16e", "25a6ccc6"
        ),
        (
            SampleCall(
                "dr_out", user: "", organization: "acme", from: "+3906111", to: "+4940", seconds: 0, at: "2026-10-05T10:00:00Z", id: "123456789"),
            "eb26a93e93f42c0c3665dcbac5c8dd0c", "e414cfdd"
        ),
        (
            SampleCall(
                "a_very_long_name_of_emergency_out", user: "ada@acme.example", organization: "acme", from: "+3906111", to: "+4940", seconds: 31536000,
                at: "2026-10-05T10:00:00Z", id: "9f0c3a52-77d1-4c55-9a6e-0d6f0e1b2c3d"), "0ea65ef1a2fe6ecc142ebcd829a31ee3", "bce4bd0b"
        ),
        (
            SampleCall(
                "user_out_transfer", user: "ada@acme.example", organization: "acme", from: "anonymous", to: "+4940", seconds: 60,
                at: "2026-10-05T10:00:01Z", id: "9f0c3a52-77d1-4c55-9a6e-0d6f0e1b2c3d"), "0591c3e2b7b1ce643837c6090efe7403", "699068f8"
        ),
        (
            SampleCall(
                "ucap_out", user: "", organization: "acme", from: "anonymous", to: "+4940", seconds: 60, at: "1970-01-01T00:00:00Z", id: "caf\u{E9}"),
            "4e2e74b84bb84b83aadb45d005a23274", "a345f0a8"
        ),
        (
            SampleCall(
                "user_out", user: "ada@acme.example", organization: "acme", from: "", to: "+4940", seconds: 60, at: "2999-12-31T23:59:59Z", id: "id"),
            "b37c367115ede248d22d8cbcfb0efde5", "e8ae84e3"
        ),
    ]

    private static func hex(_ word: some FixedWidthInteger & UnsignedInteger) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: word.bitWidth / 4 - digits.count) + digits
    }

    @Test("Fingerprints are what ledgers keep", arguments: golden)
    func stability(_ row: (call: SampleCall, fingerprint: String, check: String)) throws {
        var rater = Rater(try SampleCatalogue.load())
        let found = rated(row.call, &rater)
        #expect(FingerprintTests.hex(found.fingerprint.high) + FingerprintTests.hex(found.fingerprint.low) == row.fingerprint)
        #expect(FingerprintTests.hex(found.contentCheck) == row.check)
    }

    @Test("Another organization, usage id or start is another call; nothing else is")
    func identity() throws {
        var rater = Rater(try SampleCatalogue.load())
        let first = SampleCall("dr_out", organization: "acme", from: "+1", to: "+2")
        let print = rated(first, &rater).fingerprint
        func differs(_ change: (inout SampleCall) -> Void) -> Bool {
            var other = first
            change(&other)
            return rated(other, &rater).fingerprint != print
        }
        #expect(differs { $0.organization = "globex" })
        #expect(differs { $0.id = "id-2" })
        #expect(differs { $0.id = "ID-1" })
        #expect(differs { $0.at = "2026-10-05T10:00:01Z" })
        #expect(!differs { $0.type = "dr_in" })
        #expect(!differs { $0.user = "ada@acme.example" })
        #expect(!differs { $0.from = "+3" })
        #expect(!differs { $0.to = "+3" })
        #expect(!differs { $0.seconds = 61 })
    }

    /// What is changed, and whether the record is then the same as the first, as it is reported.
    static let contents: [(what: String, other: SampleCall, isSame: Bool)] = [
        ("nothing", SampleCall("user_out", user: "ada@acme.example", from: "+39 1", to: "+4940"), true),
        ("call type", SampleCall("user_out_conf", user: "ada@acme.example", from: "+39 1", to: "+4940"), false),
        ("case of the call type", SampleCall("User_OUT", user: "ada@acme.example", from: "+39 1", to: "+4940"), true),
        ("user", SampleCall("user_out", user: "carl@acme.example", from: "+39 1", to: "+4940"), false),
        ("case of the user", SampleCall("user_out", user: "ADA@acme.example", from: "+39 1", to: "+4940"), true),
        ("caller", SampleCall("user_out", user: "ada@acme.example", from: "+39 2", to: "+4940"), false),
        ("way in which the caller is written", SampleCall("user_out", user: "ada@acme.example", from: "tel:39-1;x", to: "+4940"), true),
        ("caller that is no number", SampleCall("user_out", user: "ada@acme.example", from: "anonymous", to: "+4940"), false),
        ("callee", SampleCall("user_out", user: "ada@acme.example", from: "+39 1", to: "+49401"), false),
        ("way in which the callee is written", SampleCall("user_out", user: "ada@acme.example", from: "+39 1", to: "49.40"), true),
        ("masked digit", SampleCall("user_out", user: "ada@acme.example", from: "+39 1", to: "+494*"), false),
        ("caller and callee exchanged", SampleCall("user_out", user: "ada@acme.example", from: "+4940", to: "+39 1"), false),
        ("duration", SampleCall("user_out", user: "ada@acme.example", from: "+39 1", to: "+4940", seconds: 61), false),
        ("organization field", SampleCall("user_out", user: "ada@acme.example", organization: "acme", from: "+39 1", to: "+4940"), true),
    ]

    @Test("Same or different content, field by field", arguments: contents)
    func content(_ row: (what: String, other: SampleCall, isSame: Bool)) throws {
        var rater = Rater(try SampleCatalogue.load())
        let first = rated(SampleCall("user_out", user: "ada@acme.example", from: "+39 1", to: "+4940"), &rater)
        let other = rated(row.other, &rater)
        #expect((other.contentCheck == first.contentCheck) == row.isSame)
        #expect(other.fingerprint == first.fingerprint)
    }

    @Test("The user is what is reported, whether a field or the own number names it")
    func contentOfAttributedUser() throws {
        var rater = Rater(try SampleCatalogue.load())
        let named = rated(SampleCall(user: "ada@acme.example", from: "+3906111", to: "+4940"), &rater)
        let found = rated(SampleCall(from: "+3906111", to: "+4940"), &rater)
        #expect(named.contentCheck == found.contentCheck)
    }

    @Test("A caller that is no number is reported as it came, and so compared")
    func contentOfTexts() throws {
        var rater = Rater(try SampleCatalogue.load())
        func check(_ from: String) -> UInt32 { rated(SampleCall(user: "ada@acme.example", from: from, to: "+4940"), &rater).contentCheck }
        #expect(check("anonymous") == check("anonymous"))
        #expect(Set(["anonymous", "Anonymous", "anonymous ", "", " ", "0"].map(check)).count == 6)
    }

    /// Ids as switches make them: counters, zero-padded, GUIDs that differ in a digit, and starts a second apart.
    @Test("A million ids that are alike have a million fingerprints, in both halves")
    func collisions() throws {
        var rater = Rater(try SampleCatalogue.load())
        var highs: Set<UInt64> = []
        var lows: Set<UInt64> = []
        highs.reserveCapacity(1_000_000)
        lows.reserveCapacity(1_000_000)
        var count = 0
        func add(_ calls: [SampleCall]) {
            let calls = batch(calls)
            rater.rate(calls)
            for rated in calls.rated {
                highs.insert(rated.fingerprint.high)
                lows.insert(rated.fingerprint.low)
            }
            count += calls.rated.count
        }
        for block in 0..<250 {
            let numbers = block * 1000..<block * 1000 + 1000
            add(numbers.map { SampleCall("dr_out", organization: "acme", id: String($0)) })
            add(numbers.map { SampleCall("dr_out", organization: "acme", id: "call-" + String(1_000_000_000 + $0)) })
            add(
                numbers.map {
                    SampleCall("dr_out", organization: "acme", id: "9f0c3a52-0000-4000-8000-0000" + FingerprintTests.hex(UInt32($0)))
                })
            add(numbers.map { SampleCall("dr_out", organization: "globex", at: Instant(epochSeconds: 1_790_000_000 + Int64($0)).description) })
        }
        #expect(count == 1_000_000)
        #expect(highs.count == 1_000_000)
        #expect(lows.count == 1_000_000)
    }
}
