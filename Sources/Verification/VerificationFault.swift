public import Ledger

/// Why a run cannot be verified at all.
public enum VerificationFault: Error, Sendable, CustomStringConvertible {
    /// No run of the ledger wrote into that folder.
    case noRun(folder: String, ledger: String)
    /// The run that wrote into that folder was taken back.
    case takenBack(folder: String, run: Int)
    /// The catalogue is not that of the run.
    case otherCatalogue(folder: String, run: Int, given: String, expected: String)
    /// The run is committed, and its output is not complete in its place.
    case notInPlace(folder: String, run: Int)
    /// The folder or a file in it cannot be read.
    case report(ReportFault)
    /// The ledger cannot be read, or is damaged.
    case ledger(LedgerFault)

    /// What the process answers with.
    public var exitStatus: Int32 {
        switch self {
        case .noRun, .takenBack, .otherCatalogue: 2
        case .notInPlace, .report: 3
        case .ledger(let fault): fault.exitStatus
        }
    }

    /// What is wrong and what to do, on one line.
    public var description: String {
        switch self {
        case .noRun(let folder, let ledger): "\(folder): no run of \(ledger) wrote into this folder; name the folder and the ledger of one run"
        case .takenBack(let folder, let run): "\(folder): run \(run), which wrote into this folder, was taken back; there is nothing to verify"
        case .otherCatalogue(let folder, let run, let given, let expected):
            "\(folder): this is not the catalogue of run \(run) (its SHA-256 is \(given.prefix(12))…, and the run's was \(expected.prefix(12))…); "
                + "name a folder with the catalogue as it was then"
        case .notInPlace(let folder, let run):
            "\(folder): the output of run \(run) is not complete in its place; run scatto rate again: it is finished first"
        case .report(let fault): fault.description
        case .ledger(let fault): fault.description
        }
    }
}

/// A fault of the ledger as one of the verification.
func reading<Result>(_ body: () throws(LedgerFault) -> Result) throws(VerificationFault) -> Result {
    do {
        return try body()
    } catch {
        throw .ledger(error)
    }
}
