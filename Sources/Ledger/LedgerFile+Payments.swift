internal import CallModel
internal import CrashPoints
internal import GRDB
public import Settlement
internal import Synchronization

extension LedgerFile {
    /// Writes an approval, and commits it at once, whatever becomes of the run (rating-rules.md §8 "Payments").
    ///
    /// Entries of the duplicate index that the run has written so far are committed with it. They count for nothing until the run's own row is
    /// there, and are deleted if it never is.
    public func record(_ approval: PaymentApproval) throws(LedgerFault) {
        try recordAtOnce(
            "INSERT INTO approvals (organization, attempt, amount, reference) VALUES (?, ?, ?, ?)",
            [approval.organization, approval.attempt, approval.amount.units, approval.payment])
    }

    /// Writes a question before it is put, and commits it at once like an approval.
    public func record(_ question: PaymentQuestion) throws(LedgerFault) {
        try recordAtOnce(
            "INSERT INTO questions (organization, attempt, amount, currency, question) VALUES (?, ?, ?, ?, ?)",
            [question.organization, question.attempt, question.amount.units, question.currency, question.text])
    }

    /// The question of an attempt, if it was put before.
    public func question(organization: String, attempt: Int) throws(LedgerFault) -> PaymentQuestion? {
        try questions("WHERE organization = ? AND attempt = ?", [organization, attempt]).first
    }

    /// Questions that were put by runs that were not committed, by organization and attempt: what became of them shows when they are put again.
    public func openQuestions() throws(LedgerFault) -> [PaymentQuestion] {
        try questions(
            """
            WHERE attempt > coalesce((SELECT attempts FROM accounts WHERE accounts.organization = questions.organization), 0)
            ORDER BY organization, attempt
            """, [])
    }

    private func questions(_ clause: String, _ arguments: StatementArguments) throws(LedgerFault) -> [PaymentQuestion] {
        try withDatabase { database in
            try database.rows("SELECT organization, attempt, amount, currency, question FROM questions " + clause, arguments) { row in
                PaymentQuestion(
                    organization: try row.text(0), attempt: try row.count(1), amount: try row.money(2), currency: try row.text(3),
                    text: try row.text(4))
            }
        }
    }

    private func recordAtOnce(_ sql: String, _ arguments: StatementArguments) throws(LedgerFault) {
        let hasRun = openRun.withLock { $0 != nil }
        if hasRun {
            try withOpenRun { run throws(LedgerFault) in
                CrashPoint.reach(.ledgerPaymentBefore)
                try withDatabase { try $0.change(sql, arguments) }
                CrashPoint.reach(.ledgerPaymentWritten)
                try commitTransaction()
                CrashPoint.reach(.ledgerPaymentAfter)
                run.isSplit = true
                try begin()
            }
        } else {
            try withDatabase { try $0.change(sql, arguments) }
        }
        noteCommit()
    }
}
