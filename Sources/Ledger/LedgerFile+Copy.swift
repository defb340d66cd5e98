internal import GRDB

extension LedgerFile {
    /// Copies the ledger as its last commit left it to a new file, its owner's alone, with which something can be tried out.
    ///
    /// - Precondition: No run has begun.
    public func copy(to path: String) throws(LedgerFault) {
        // Created first, so that its permissions are right from the beginning.
        let copy = try LedgerFile.openForRun(path)
        do {
            try queue.backup(to: copy.queue)
        } catch {
            try? copy.close()
            throw LedgerFault(error, path: path)
        }
        copy.noteCommit()
        try copy.close()
    }
}
