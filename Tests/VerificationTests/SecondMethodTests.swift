import CallModel
import Catalogue
import Foundation
import Ledger
import Testing

@testable import Verification

/// The parts of the second method, each by what the rules say.
@Suite struct SecondMethodTests {
    /// What the first method decides with: of the modules that Verification imports, it may use nouns and what is loaded, not these.
    static let firstMethod = [
        "Settler", "PoolTable", "DuplicateIndex", "FingerprintTable", "AllowanceCoverage", "CallType(", "PhoneNumber(", "Money.parse", "rounded(",
        "roundedQuotient", "rateText", "localDay", "adding(months", "balance(", "totals(ofRun", "Band.contains", ".owner(of: PhoneNumber",
        "users.candidate",
        "CivilDate(", "wordWithoutBoundsCheck",
    ]

    @Test func `the second method uses nothing with which the first decides`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Verification")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        #expect(names.count > 30)
        for name in names {
            let text = String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
            // Its own rounding is named so too.
            let lines = text.split(separator: "\n").filter { !$0.contains("///") && !$0.contains("UInt128") }
            for word in Self.firstMethod { #expect(!lines.contains { $0.contains(word) }, "\(word) in \(name)") }
        }
    }

    static let charges: [(mode: Rounding.Mode, decimals: Int, perMinute: String, seconds: Int64, charge: String)] = [
        (.halfUp, 4, "0.0150", 61, "0.0153"), (.down, 4, "0.0150", 61, "0.0152"), (.up, 4, "0.0150", 61, "0.0153"),
        (.halfEven, 4, "0.0150", 61, "0.0152"),
        (.halfEven, 4, "0.0150", 63, "0.0158"), (.halfUp, 2, "0.01", 30, "0.01"), (.halfEven, 2, "0.01", 30, "0.00"),
        (.halfEven, 2, "0.01", 90, "0.02"),
        (.up, 2, "0.00000001", 1, "0.01"), (.down, 2, "0.0199", 60, "0.01"), (.halfUp, 8, "0.00000001", 30, "0.00000001"), (.halfUp, 0, "1", 29, "0"),
        (.halfUp, 0, "1", 30, "1"), (.halfUp, 4, "10000", 31_622_400, "5270400000.0000"), (.up, 4, "0.0150", 0, "0.0000"),
    ]

    @Test(arguments: charges)
    func `a charge is the exact value, rounded once (§8)`(
        row: (mode: Rounding.Mode, decimals: Int, perMinute: String, seconds: Int64, charge: String)
    ) throws {
        let bytes = Array(row.perMinute.utf8)
        let perMinute = try #require(DecimalText(bytes.span, 0..<bytes.count)?.units)
        let price = ExactPrice(Rounding(row.mode, decimals: row.decimals))
        #expect(DecimalText.text(price.charge(perMinute: perMinute, seconds: row.seconds), decimals: row.decimals) == row.charge)
    }

    /// As the tests of rating have them, worked out apart from both.
    static let entries: [(id: String, start: Int64, type: String, user: String, caller: String, seconds: Int64, fingerprint: String, check: String)] =
        [
            ("1", 1_791_194_400, "user_out", "ada@acme.example", "+3906111", 60, "d188894397f1200621cdca833c8608d3", "25a6ccc6"),
            ("1234567", 1_791_194_400, "conf_out", "ada@acme.example", "+3906111", 61, "57cf96d66db0a4607f8c704f2ffd9a98", "6b8abdc4"),
            ("12345678", 1_791_194_400, "user_out", "ada@acme.example", "+3906111", 60, "a72e1c2d7238c1800b9401d38513b16e", "25a6ccc6"),
            ("123456789", 1_791_194_400, "dr_out", "ada@acme.example", "+3906111", 0, "eb26a93e93f42c0c3665dcbac5c8dd0c", "e414cfdd"),
            (
                "9f0c3a52-77d1-4c55-9a6e-0d6f0e1b2c3d", 1_791_194_400, "a_very_long_name_of_emergency_out", "ada@acme.example", "+3906111",
                31_536_000,
                "0ea65ef1a2fe6ecc142ebcd829a31ee3", "bce4bd0b"
            ),
            (
                "9f0c3a52-77d1-4c55-9a6e-0d6f0e1b2c3d", 1_791_194_401, "user_out_transfer", "ada@acme.example", "anonymous", 60,
                "0591c3e2b7b1ce643837c6090efe7403", "699068f8"
            ),
            ("caf\u{E9}", 0, "ucap_out", "", "anonymous", 60, "4e2e74b84bb84b83aadb45d005a23274", "a345f0a8"),
            ("id", 32_503_679_999, "user_out", "ada@acme.example", "", 60, "b37c367115ede248d22d8cbcfb0efde5", "e8ae84e3"),
        ]

    @Test(arguments: entries)
    func `an entry of the duplicate index is that of a row`(
        row: (id: String, start: Int64, type: String, user: String, caller: String, seconds: Int64, fingerprint: String, check: String)
    ) throws {
        let index = CatalogueIndex(
            try Catalogue.load(files: [
                "catalogue.yaml": "tariffs:\n  standard: { currency: EUR, outbound: rates.csv }\nplans:\n  NONE: {}\n",
                "rates.csv": "prefix,destination,rate_per_minute\n49,Germany,0.01\n", "organizations.csv": "organization\nacme\n",
                "users.csv": "user,organization,usage_location\nada@acme.example,acme,IT\n",
            ]))
        var block = ReportBlock()
        block.columnCount = UsageColumn.allCases.count
        for column in UsageColumn.allCases {
            let text = [.usageId: row.id, .caller: row.caller, .callee: "+4940"][column] ?? ""
            block.cells.append(ReportBlock.Cell(start: Int32(block.bytes.count), end: Int32(block.bytes.count + text.utf8.count), isQuoted: false))
            block.bytes += Array(text.utf8)
        }
        let type = Array(row.type.utf8)
        let found = UsageRow(
            organization: 0, user: row.user.isEmpty ? -1 : 0, kind: try #require(CallKind(row.type)),
            typeHash: StoredHash.of(type.span, 0..<type.count).high,
            caller: NumberText(block.bytes.span, block.range(0, .caller)), callee: NumberText(block.bytes.span, block.range(0, .callee)),
            start: row.start,
            durationSeconds: row.seconds)
        let entry = StoredFingerprint(found, block, 0, index)
        #expect(Self.hex(entry.high, 16) + Self.hex(entry.low, 16) == row.fingerprint)
        #expect(Self.hex(entry.check, 8) == row.check)
    }

    private static func hex(_ word: some FixedWidthInteger, _ count: Int) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: count - digits.count) + digits
    }

    static let rates: [(number: String, at: String, line: Int?)] = [
        ("+393", "2026-10-05T12:00:00Z", 2), ("+3933", "2026-10-05T12:00:00Z", 6), ("+3933", "2026-10-05T07:59:59Z", 3),
        ("+3933", "2026-10-05T08:00:00Z", 6),
        ("+3933", "2026-10-05T18:00:00Z", 3), ("+3933", "2026-12-31T23:59:59Z", 3), ("+3933", "2027-01-02T00:00:00Z", 4),
        ("+3933", "2026-10-04T12:00:00Z", 3),
        ("+3934", "2026-10-05T12:00:00Z", 2), ("+49", "2026-10-05T12:00:00Z", nil), ("+3", "2026-10-05T12:00:00Z", nil),
        ("+3935", "2026-10-09T23:00:00Z", 8),
        ("+3935", "2026-10-10T05:59:59Z", 8), ("+3935", "2026-10-10T06:00:00Z", 2), ("+3935", "2026-10-05T05:00:00Z", 2),
        ("+393933999999999", "2026-10-05T12:00:00Z", 2),
    ]

    /// A deck with validity, bands by day and past midnight, and a prefix that is over.
    private static func deck() throws -> DeckSearch {
        let catalogue = try Catalogue.load(files: [
            "catalogue.yaml": """
            tariffs:
              standard: { currency: EUR, outbound: rates.csv }
            bands:
              day: { days: Mon-Fri, from: "08:00", until: "18:00" }
              night: { days: Mon-Fri, from: "22:00", until: "06:00" }
            plans:
              NONE: {}

            """,
            "rates.csv": """
            prefix,destination,rate_per_minute,effective_from,effective_until,band
            39,Italy,0.01,,,
            3933,Italy,0.02,,,
            3933,Italy,0.03,2027-01-01,,
            3934,Italy,0.04,,2026-10-01,
            3933,Italy,0.05,,2027-01-01,day
            39339999999999999,Italy,0.06,,,
            3935,Italy,0.07,,,night

            """,
            "organizations.csv": "organization\nacme\n", "users.csv": "user,organization,usage_location\n",
        ])
        return DeckSearch(catalogue.tariffs[0].outbound, bands: catalogue.bands)
    }

    @Test(arguments: rates)
    func `the rate is that of the longest prefix with one that applies (§5)`(number: String, at: String, line: Int?) throws {
        let deck = try Self.deck()
        let row = deck.rate(of: try #require(Self.number(number)), at: try #require(Self.moment(at)))
        #expect((row < 0 ? nil : Int(deck.deck.rates[row].line)) == line)
    }

    @Test(arguments: [("+39***", true), ("+393***", true), ("+3934***", false), ("+3933*", true), ("+393399999999***", true), ("+4***", false)])
    func `a longer prefix makes a masked number a masked one (§4)`(number: String, isMasked: Bool) throws {
        let digits = try #require(Self.number(number))
        #expect(try Self.deck().hasLongerPrefix(than: digits) == isMasked)
    }

    private static func number(_ text: String) -> NumberText? {
        let bytes = Array(text.utf8)
        return NumberText(bytes.span, 0..<bytes.count)
    }

    private static func moment(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        var times = ReportTime(isExcel: false)
        return times.read(bytes.span, 0..<bytes.count)
    }

    @Test(arguments: [
        ("353 20 910", true), ("tel:+353-20", true), ("SIP:35320@host", true), ("(0)353", false), ("anonymous", false), ("00353", false),
        ("+35320910000000001", false), ("35*", true), ("3*5", false), ("", false), ("tel:", false), ("++353", false), ("\u{A0}353\u{A0}", true),
    ])
    func `a text that would have been cleaned is no text as it came (§4)`(text: String, isNumber: Bool) {
        let bytes = Array(text.utf8)
        let found = NumberText.wouldBeNumber(bytes.span, 0..<bytes.count)
        #expect(found == isNumber)
    }

    @Test func `every month of every year is counted the same in both directions`() throws {
        var last = -1
        for year in 1970...2999 {
            for month in 1...12 {
                let first = try #require(ReportTime.day(year, month, 1))
                #expect(LocalTime.month(ofDay: first) == 12 * year + month - 1)
                #expect(LocalTime.month(ofDay: first - 1) == 12 * year + month - 2)
                #expect(first > last)
                last = first
            }
        }
        // 2999-12-01, counted by another calendar.
        #expect(last == 376_169)
    }

    @Test(arguments: [
        ("2026-10-01T08:15:30Z", "2027-10-01T08:15:30Z"), ("2024-02-29T23:59:59Z", "2025-02-28T23:59:59Z"),
        ("2999-12-31T00:00:00Z", "3000-12-31T00:00:00Z"),
    ])
    func `a lot expires twelve months after its purchase (§8)`(purchased: String, expires: String) throws {
        let moment = try #require(Self.moment(purchased))
        #expect(ReportTime.text(LedgerAudit.expiry(moment)) == expires)
    }

    @Test func `a call that was settled twice is found in however many turns`() async throws {
        let run = try await VerifiedRun.make()
        try await run.rate([run.path + "/out/suspended"], "again")
        try run.sql("INSERT INTO seen SELECT day, 2, 9, CAST(substr(entries, 41, 20) AS BLOB) FROM seen WHERE run = 1")
        for entriesMax in [1000, 100, 7, 1] {
            let ledger = try LedgerFile.openForReading(run.path + "/ledger.sqlite")
            var findings = Findings()
            try SeenCheck(ledger, entriesMax: entriesMax).check(run: 1, &findings)
            try ledger.close()
            #expect(
                findings.all.map(\.message) == [
                    run.path + "/ledger.sqlite: a call of 2026-10-01 (UTC) was settled twice: the duplicate index has it in two places"
                ], "\(entriesMax) entries at once")
        }
    }
}
