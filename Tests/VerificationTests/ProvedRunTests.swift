import Foundation
import Testing
import UsageReport

@testable import Verification

/// Runs that are as they should be, and runs that cannot be verified at all.
@Suite struct ProvedRunTests {
    static let styles: [(style: ReportStyle, rowsPerFileMax: Int?)] = [
        (.plain, nil), (.excel(), nil), (.excel(try! ReportLocale(named: "it-IT")), nil), (.excel(try! ReportLocale(named: "de-CH")), nil),
        (.excel(), 50), (.plain, 203),
    ]

    @Test(arguments: styles)
    func `a run is proved in every dialect and locale, in one file or several`(style: ReportStyle, rowsPerFileMax: Int?) async throws {
        let run = try await VerifiedRun.make(style, rowsPerFileMax: rowsPerFileMax)
        let answer = try run.verify()
        #expect(answer.status == 0)
        #expect(answer.text.hasSuffix("\nOK\n"))
    }

    @Test func `what was proved is said`() async throws {
        let run = try await VerifiedRun.make()
        let text = """
            Run 1, in \("out")
              read 214 = settled 203 + suspended 9 + duplicate 2
              5 files read; each settled row attributed, priced and found in the ledger again
              organization     calls  charged calls  charged  included s  balance
              flying-snail        47             12  50.6950        5620  -4.4360 EUR
              paper-rocket        30              6     2.22        3600    -0.22 USD
              moonlit-library    126              0   0.0000       27266   0.0000 EUR
              ledger: 1 run, 0 of them taken back; 203 settled records, 5 lots, 8 movements, 10 pools add up
              SHA-256 of 0 of 5 outputs agree; the others are not in run.json (scatto rate --seal puts them there)
            OK

            """
        #expect(try run.verify().text == text)
    }

    @Test func `a sealed run is proved by its hashes too`() async throws {
        let run = try await VerifiedRun.make(seals: true)
        #expect(try run.verify().text.contains("\n  SHA-256 of all 5 outputs agree\nOK\n"))
    }

    @Test func `a later run on the same ledger is proved, and the earlier one still`() async throws {
        let run = try await VerifiedRun.make()
        try await run.rate([run.path + "/out/suspended"], "again")
        #expect(try run.disagreements() == [])
        #expect(try run.disagreements("again") == [])
        #expect(try run.verify("again").text.contains("ledger: 2 runs, 0 of them taken back; 203 settled records"))
    }

    @Test func `a run that was taken back is not verified, and the same run again is proved`() async throws {
        let run = try await VerifiedRun.make()
        try run.undo(1)
        let answer = try run.verify()
        #expect(answer.text == "out: run 1, which wrote into this folder, was taken back; there is nothing to verify")
        #expect(answer.status == 2)
        try await run.rate([VerifiedRun.samples + "/calls"], "new")
        #expect(try run.disagreements("new") == [])
        #expect(
            try run.verify("new").text.contains("ledger: 2 runs, 1 of them taken back; 406 settled records, 5 lots, 24 movements, 10 pools add up"))
    }

    @Test func `what is no output of a run cannot be verified`() async throws {
        let run = try await VerifiedRun.make()
        try FileManager.default.createDirectory(atPath: run.path + "/other", withIntermediateDirectories: true)
        var answer = try run.verify("other")
        #expect(answer.text == "other: no run of ledger.sqlite wrote into this folder; name the folder and the ledger of one run")
        #expect(answer.status == 2)
        answer = try run.verify("nowhere")
        #expect(answer.text == "nowhere: cannot be read (No such file or directory); check the path and its permissions")
        #expect(answer.status == 3)
        try FileManager.default.removeItem(atPath: run.path + "/out/run.json")
        answer = try run.verify()
        #expect(answer.text == "out: the output of run 1 is not complete in its place; run scatto rate again: it is finished first")
        #expect(answer.status == 3)
    }

    @Test func `another catalogue is told, whatever is different in it`() async throws {
        let run = try await VerifiedRun.make()
        try FileManager.default.copyItem(atPath: VerifiedRun.samples + "/catalogue", toPath: run.path + "/catalogue")
        #expect(try run.verify(catalogue: run.path + "/catalogue").status == 0)
        let users = try run.bytes("catalogue/users.csv")
        try run.write(users + [0x0A], "catalogue/users.csv")
        let answer = try run.verify(catalogue: run.path + "/catalogue")
        #expect(answer.status == 2)
        #expect(
            answer.text.wholeMatch(
                of:
                    /catalogue: this is not the catalogue of run 1 \(its SHA-256 is [0-9a-f]{12}…, and the run's was [0-9a-f]{12}…\); name a folder with the catalogue as it was then/
            ) != nil)
    }
}
