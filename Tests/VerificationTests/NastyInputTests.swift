import Foundation
import Testing
import UsageReport

@testable import Verification

/// Inputs with all that a report has to quote, cut or replace: nothing of it may be taken for a disagreement.
@Suite struct NastyInputTests {
    private static let header = "usage_id,call_type,start_time,duration_seconds,caller,callee,user,organization,call_id\n"

    private static func record(_ id: String, _ rest: String = "60,+353209100001,+353209109901,ada@flying-snail.example,,") -> String {
        "\(id),user_out,2026-10-01T10:00:00Z,\(rest)"
    }

    /// Settled records whose texts need quotes, formulas, or neither.
    private static let settled = [
        record("=1+1"), record("007"), record("\"a \"\"quoted\"\" id\""), record("\"a, comma; and more\""), record("\"two\nlines\""),
        record("123456789012345678901234567890"), record("'apostrophe"), record("TRUE"), record("é漢😀"), record(String(repeating: "9", count: 300)),
        record(String(repeating: "=\"\"", count: 0) + "=" + String(repeating: "x", count: 9000)),
        record("calls", "61.5, tel:+353-20-910-0001 ,00353,ada@flying-snail.example,,").replacing("user_out", with: "dr_out"),
        record("masked", "59,+353209100001,+353209******,ada@flying-snail.example,,"),
    ]

    /// Suspended records: malformed ones, long ones, ones with line breaks, and some that are no UTF-8.
    private static let suspended: [[UInt8]] = [
        Array(record("\"two\nlines\"", "60,+353209100001,+353209109901,nobody@flying-snail.example,,").utf8), Array("x\"y,z".utf8),
        Array("only,three,fields".utf8),
        Array(record("long-" + String(repeating: "é", count: 20_000), "60,,,nobody@flying-snail.example,,").utf8),
        Array(record("after the long one", "60,,,nobody@flying-snail.example,,").utf8),
        Array(record("\"long\n" + String(repeating: "x", count: 40_000) + "\nand on\"", "60,,,nobody@flying-snail.example,,").utf8),
        Array(record("after that", "60,,,nobody@flying-snail.example,,").utf8),
        Array("bad ".utf8) + [0xFF, 0xC3, 0x28, 0xE2, 0x82] + Array(",utf-8".utf8),
        Array("=cmd|' /C calc'!A0,fax".utf8),
    ]

    static let styles: [ReportStyle] = [.plain, .excel(), .excel(try! ReportLocale(named: "it-IT"))]

    @Test(arguments: styles)
    func `a run over nasty inputs is proved`(style: ReportStyle) async throws {
        let run = try await VerifiedRun.make(style)
        func write(_ name: String, _ records: [[UInt8]], lineEnd: String) throws {
            var bytes = Array(Self.header.utf8)
            for record in records { bytes += record + Array(lineEnd.utf8) }
            try run.write(bytes, name)
        }
        for folder in ["a", "b"] { try FileManager.default.createDirectory(atPath: run.path + "/" + folder, withIntermediateDirectories: true) }
        try write("a/calls.csv", Self.settled.map { Array($0.utf8) } + Self.suspended, lineEnd: "\n")
        try write("b/calls.csv", Self.suspended.reversed() + [Array(Self.settled[0].utf8)], lineEnd: "\r\n")
        try await run.rate([run.path + "/a", run.path + "/b"], "nasty", style, seals: true)
        #expect(try run.disagreements("nasty") == [])
        #expect(
            try run.verify("nasty").text.contains("\n  read 32 = settled 13 + suspended 18 + duplicate 1\n"))
        // The same once more: all that was settled is a duplicate now.
        try await run.rate([run.path + "/b", run.path + "/a"], "again", style)
        #expect(try run.disagreements("again") == [])
        #expect(try run.verify("again").text.contains("\n  read 32 = settled 0 + suspended 18 + duplicate 14\n"))
    }
}
