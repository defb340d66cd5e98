import ArgumentParser
import Ledger
import RatingRun
import Verification

/// `scatto verify`: proves a run with a second method.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove a run with a second method.",
        discussion: """
            From the run's report, catalogue and ledger: every row is attributed and priced again by code that shares nothing with the code that made it, and \
            found in the ledger; sums are compared, and the ledger has to add up over all its runs. The run is the last one that wrote into the folder and was not taken back. Nothing is \
            changed.

            Exit status: 0 proved; 1 something does not agree, the first of each kind is named with file, line and column; 2 the command line or the catalogue is \
            wrong, or is not that of the run; 3 the report cannot be read; 4 the ledger is locked or damaged.
            """)

    @Option(name: .long, help: ArgumentHelp("The ledger's file.", valueName: "file"))
    var ledger: String
    @Option(name: .long, help: ArgumentHelp("The folder with catalogue.yaml, as it was for the run.", valueName: "dir"))
    var catalogue: String
    @Option(name: .long, help: ArgumentHelp("The output folder of the run.", valueName: "dir"))
    var output: String

    func run() throws {
        let result: VerificationResult
        do {
            let (loaded, sha256) = try LoadedCatalogue.load(catalogue)
            let file = try LedgerFile.openForReading(ledger)
            let verification = Verification(
                catalogue: loaded, sha256: sha256, loadedFrom: catalogue, ledger: file, folder: output, digest: VerifyCommand.sha256)
            result = try verification.verify()
            try file.close()
        } catch let fault as RunFault {
            throw Failure.end(fault.description, status: fault.exitStatus)
        } catch let fault as LedgerFault {
            throw Failure.end(fault)
        } catch let fault as VerificationFault {
            throw Failure.end(fault.description, status: fault.exitStatus)
        }
        if result.exitStatus != 0 { throw Failure.end(result.text, status: result.exitStatus) }
        print(result.text, terminator: "")
    }

    private static func sha256(of path: String) throws(ReportFault) -> String {
        do {
            return try FileDigest.sha256(ofFile: path)
        } catch {
            throw .cannotRead(path: path, reason: "\(error)")
        }
    }
}
