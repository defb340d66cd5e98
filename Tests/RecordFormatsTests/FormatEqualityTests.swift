import CallModel
import CallRecords
import Foundation
import Ledger
import SeededRandom
import Testing
import UsageReport

@testable import RatingRun
@testable import RecordFormats

/// The same calls in every format come to the same, whatever the chunks and the workers.
struct FormatEqualityTests {
    /// A call, and how each format writes it.
    struct Sample {
        var id: String
        var type: String
        var start: Instant
        var seconds: Int
        var caller: String
        var callee: String
        var organization: String

        var native: String { "\(id),\(type),\(start),\(seconds),\(caller),\(callee),\(organization)\n" }

        private var local: String { start.description.replacing("T", with: " ").replacing("Z", with: "") }
        private var answer: String { seconds > 0 ? local : "" }
        private func quoted(_ fields: [String]) -> String { fields.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n" }

        var asterisk: String {
            quoted(
                [organization, caller, callee, type == "user_in" ? "from-trunk" : "internal", "\"A, B\" <\(caller)>", "a", "b", "Dial", "x,30"]
                    + [local, answer, local, "99", "\(seconds)", seconds > 0 ? "ANSWERED" : "BUSY", "DOCUMENTATION", id, ""])
        }
        var asteriskCustom: String {
            quoted(
                [
                    "\"\" <\(caller)>", caller, callee, type == "user_in" ? "from-trunk" : "internal", "a", "b", "Dial", "x", local, answer, local,
                    "99",
                ]
                    + ["\(seconds)", seconds > 0 ? "ANSWERED" : "NO ANSWER", "DOCUMENTATION", organization, id, "", ""])
        }
        var freeswitch: String {
            quoted(
                ["A", caller, callee, type == "user_in" ? "public" : "default", local, answer, local, "99", "\(seconds)", "NORMAL_CLEARING", id, ""]
                    + [organization, "PCMU", "PCMU"])
        }
        var freeswitchAsterisk: String {
            quoted(
                [organization, caller, callee, type == "user_in" ? "public" : "default", "A", "a", "b", "bridge", "x", local, answer, local, "99"]
                    + ["\(seconds)", "NORMAL_CLEARING", "", id, ""])
        }
        var cucm: String {
            let epoch = start.epochSeconds
            return "1,\(id),\(epoch),\(caller),\(callee),\(callee),\(seconds > 0 ? epoch : 0),\(epoch + 99),\(seconds)\n"
        }
        var graph: String {
            #"{"id":"\#(id)","userPrincipalName":null,"startDateTime":"\#(start)","duration":\#(seconds),"callType":"\#(type)","#
                + #""calleeNumber":"\#(callee)","callerNumber":"\#(caller)","x":{"y":[1,2]}}"#
        }
    }

    private static func samples(_ seed: UInt64, _ count: Int, types: [String], hasOrganization: Bool) -> [Sample] {
        var random = Random(seed: seed)
        return (0..<count).map { i in
            let isIn = types.randomElement(using: &random) == "user_in"
            let (own, other) = (
                "+3902123456\(Int.random(in: 10...13, using: &random))", "+44207\(Int.random(in: 1_000_000...9_999_999, using: &random))"
            )
            return Sample(
                id: "c\(Int.random(in: 0...count, using: &random))-\(i % 3)", type: isIn ? "user_in" : "user_out",
                start: Instant(epochSeconds: 1_790_841_600 + Int64(i * 60)),
                seconds: Bool.random(using: &random) ? Int.random(in: 1...900, using: &random) : 0,
                caller: isIn ? other : own, callee: isIn ? own : other, organization: hasOrganization ? "acme" : "")
        }
    }

    private static let catalogue = [
        "catalogue.yaml": """
        tariffs:
          standard: { currency: EUR, outbound: rates.csv }
        plans:
          MCOPSTN2: { allowances: [{ calls: calling, to: international, minutes: 60, pool: organization }] }
          MCOPSTNPP: { credits: yes }
        """, "organizations.csv": "organization\nacme\n",
        "users.csv": "user,organization,usage_location,phone_numbers,licences\n"
            + (10...12).map { "u\($0)@acme.example,acme,IT,+3902123456\($0),MCOPSTN2;MCOPSTNPP\n" }.joined(),
        "rates.csv": "prefix,destination,rate_per_minute\n44,UK,0.0123\n447,UK mobile,0.2\n4420,London,0.01\n",
        "fundings.csv": "reference,organization,amount,date\nf,acme,20,2026-10-01\n",
    ]

    /// Rates a text, and gives counts, suspense if it is wanted, and the report.
    private func report(_ text: String, _ format: RecordFormat, chunk: Int = 1 << 16, workers: Int = 2, hasSuspense: Bool = false) async throws
        -> [String]
    {
        let folder = NSTemporaryDirectory() + "formats-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/catalogue", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in Self.catalogue { try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/catalogue/" + name)) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/calls"))
        var options = RunOptions(
            catalogue: folder + "/catalogue", ledger: folder + "/ledger.sqlite", output: folder + "/out", inputs: [folder + "/calls"], version: "1")
        options.style = .plain
        options.format = format
        options.workers = workers
        options.chunkByteCount = chunk
        let summary = try await RatingRun(options).start()
        let usage = String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/out/pstn-usage.csv")), as: UTF8.self)
        let suspense = String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/out/suspense.csv")), as: UTF8.self)
        let counts = "\(summary.record.read) \(summary.record.settled) \(summary.record.duplicates)"
        return [counts] + (hasSuspense ? [suspense.replacing(folder, with: "")] : []) + usage.split(separator: "\n").map(String.init)
    }

    private static let nativeHeader = "usage_id,call_type,start_time,duration_seconds,caller,callee,organization\n"
    private static let cucmHeader =
        "cdrRecordType,globalCallID_callId,dateTimeOrigination,callingPartyNumber,originalCalledPartyNumber,finalCalledPartyNumber,dateTimeConnect,"
        + "dateTimeDisconnect,duration\nINTEGER,INTEGER,INTEGER,VARCHAR(50),VARCHAR(50),VARCHAR(50),INTEGER,INTEGER,INTEGER\n"

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `the same calls in each format are settled as in the native one`(_ seed: UInt64) async throws {
        let calls = Self.samples(seed, 120, types: ["user_in", "user_out", "user_out"], hasOrganization: true)
        let expected = try await report(Self.nativeHeader + calls.map(\.native).joined(), format("native"))
        #expect(expected.count > 50)
        let written: [(String, String)] = [
            ("asterisk", calls.map(\.asterisk).joined()), ("asterisk-custom", calls.map(\.asteriskCustom).joined()),
            ("freeswitch", calls.map(\.freeswitch).joined()), ("freeswitch-asterisk", calls.map(\.freeswitchAsterisk).joined()),
        ]
        for (name, text) in written { #expect(try await report(text, format(name)) == expected, "\(name)") }

        // These name no organization, and Cisco's records no direction between full numbers.
        let plain = Self.samples(seed, 120, types: ["user_out"], hasOrganization: false)
        let native = try await report(Self.nativeHeader + plain.map(\.native).joined(), format("native"))
        #expect(try await report(Self.cucmHeader + plain.map(\.cucm).joined(), format("cucm")) == native)
        #expect(try await report(#"{"value":[\#(plain.map(\.graph).joined(separator: ","))]}"#, format("teams-graph")) == native)
    }

    @Test func `chunks and workers change nothing`() async throws {
        let calls = Self.samples(7, 60, types: ["user_in", "user_out"], hasOrganization: true)
        let texts: [(String, String)] = [
            ("asterisk", calls.map(\.asterisk).joined() + "broken\n"), ("cucm", Self.cucmHeader + calls.map(\.cucm).joined() + "1,2\n"),
            ("teams-graph", "[" + calls.map(\.graph).joined(separator: ",\n") + ",\n{\"id\":\n]"),
        ]
        for (name, text) in texts {
            let expected = try await report(text, format(name), hasSuspense: true)
            for (chunk, workers) in [(50, 1), (1000, 3), (1 << 20, 4)] {
                #expect(
                    try await report(text, format(name), chunk: chunk, workers: workers, hasSuspense: true) == expected,
                    "\(name), \(chunk), \(workers)")
            }
        }
    }

    static let details: [(format: String, text: String, detail: String)] = [
        (
            "asterisk", "acme,201,202\n",
            "the record has not the 16 to 21 columns of format asterisk; compare it with the others, or name another format"
        ),
        (
            "asterisk", "acme,201,202,x,,a,b,Dial,x,10/1/2026 8:00,,x,15,10,ANSWERED,3,u,\n",
            "the start time (“answer”, “start”) cannot be read; format asterisk has it as YYYY-MM-DD hh:mm[:ss] or YYYY/M/D h:mm[:ss], in the years 1970 to 2999"
        ),
        (
            "asterisk", "acme,201,202,x,,a,b,Dial,x,2026-10-01 08:00:00,,x,15,ten,ANSWERED,3,u,\n",
            "the duration (“billsec”) cannot be read; format asterisk has it as whole or decimal seconds, at most 31536000"
        ),
        (
            "asterisk", "acme,+390212345610,s,x,,a,b,Dial,x,2026-10-01 08:00:00,,x,15,10,ANSWERED,3,u,\n",
            "callee “s” is no phone number; give it in international form, or give the format rules that do (calleeRules)"
        ),
        (
            "freeswitch", "Outbound Call,+390212345610,&,default,2026/2/10 22:41,2026/2/10 22:41,2026/2/10 22:41,11,9,NORMAL_CLEARING,c,,201,P,P\n",
            "callee “&” is no phone number; give it in international form, or give the format rules that do (calleeRules)"
        ),
        (
            "teams-graph", "{\"id\":\n", "the text is no JSON object, or one that is nested deeper than 64; mend it, or cut it out of the file"
        ),
        (
            "cucm", cucmHeader + "1,2\n",
            "the record has not as many fields as the header; add or remove commas, or quote fields that contain them"
        ),
    ]

    @Test(arguments: details)
    func `what a person is told of a record that is suspended`(_ name: String, _ text: String, _ detail: String) async throws {
        let lines = try await report(text, format(name), hasSuspense: true)[1]
        #expect(lines.contains(detail), "\(lines)")
    }
}
