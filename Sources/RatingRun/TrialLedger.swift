import FoundationEssentials
import Ledger

/// Copies of a ledger with which something is tried out.
enum TrialLedger {
    /// Copies a ledger, which is only read, as its last commit left it.
    static func copy(_ path: String, to copy: String) throws(RunFault) {
        try reading { () throws(LedgerFault) in
            let ledger = try LedgerFile.openForReading(path)
            // The first fault is the one to tell.
            defer { try? ledger.close() }
            try ledger.copy(to: copy)
        }
    }
}

/// A folder among the system's temporary ones, its owner's alone, that goes away with this.
final class TemporaryFolder {
    let path: String

    init() throws(RunFault) {
        path = FileManager.default.temporaryDirectory.path + "/scatto-trial-" + UUID().uuidString
        try OutputFolder.createFolder(path, for: .owner)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
