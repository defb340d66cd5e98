import CallModel
import Catalogue
import GzipStream
import Ledger
import Settlement

/// Where batches are settled, one after the other: gives the settler what it needs of the ledger, and asks for payments.
///
/// One piece of work has it at a time, which the pipeline sees to; that is why it may cross between threads.
final class SettlementDesk: @unchecked Sendable {
    private(set) var settler: Settler
    private let ledger: LedgerFile
    private let program: PaymentProgram?
    private let assumedAnswer: AssumedAnswer?
    /// Looks on as some calls are settled; `nil` in a run that counts.
    private let witness: CallWitness?
    /// Physical lines before the next chunk, by input; and what was counted of each.
    private(set) var tallies: [InputTally]
    /// Bytes of the inputs as they lie there: of all that are read, and of those that are wholly settled.
    private let byteCounts: [Int64]
    private let byteCount: Int64
    private var settledByteCount: Int64 = 0

    /// What was counted of an input.
    struct InputTally: Sendable {
        var line: Int64 = 0
        var records: Int64 = 0
        var suspended: Int64 = 0
    }

    init(
        _ settler: Settler, _ ledger: LedgerFile, _ program: PaymentProgram?, assumedAnswer: AssumedAnswer? = nil, witness: CallWitness? = nil,
        sources: [RunSource]
    ) {
        self.assumedAnswer = assumedAnswer
        self.witness = witness
        self.settler = settler
        self.ledger = ledger
        self.program = program
        tallies = Array(repeating: InputTally(), count: sources.count)
        byteCounts = sources.map { $0.isSkipped ? 0 : $0.byteCount }
        byteCount = byteCounts.reduce(0, +)
    }

    /// Settles a batch: the stage `settle`.
    func settle(_ slot: RunSlot, headerLineCount: Int) async throws(RunFault) {
        let batch = slot.batch
        let input = batch.input
        if slot.sequence == 0 { tallies[input].line = Int64(headerLineCount) }
        batch.firstLine = tallies[input].line
        try openDaysAndMonths(batch)
        if byteCount > 0 { settler.duplicates.shareRead = Double(settledByteCount + slot.bytesRead) / Double(byteCount) }
        let before = settler.counts
        if let witness { try await settle(batch, before: witness) }
        try await settleCalls(batch)
        if let fault = settler.fault { throw .settlement(fault) }
        slot.seen = settler.duplicates.takePieces()
        if slot.isLast { settledByteCount += byteCounts[input] }
        tallies[input].line += Int64(batch.lineCount)
        tallies[input].records += Int64(batch.calls.count)
        tallies[input].suspended += Int64(settler.counts.suspended - before.suspended)
    }

    /// Settles the calls before one of a batch, by default all.
    private func settleCalls(_ batch: CallBatch, before end: Int = .max) async throws(RunFault) {
        while let request = settler.settle(batch, before: end) {
            var request = request
            let approval = try await approval(&request)
            settler.answer(request, approval: approval, in: batch)
        }
    }

    /// Settles a batch as far as the last call that a witness looks for, and shows it these calls, each with what stood before and after it.
    private func settle(_ batch: CallBatch, before witness: CallWitness) async throws(RunFault) {
        for i in witness.places(in: batch) {
            if i > 0 { try await settleCalls(batch, before: i) }
            let before = settler.standing(of: batch.rated[i])
            let noticeCount = settler.notices.count
            try await settleCalls(batch, before: i + 1)
            // What is settled after a sum was too large means nothing: the run ends for it.
            if settler.fault != nil { return }
            witness.see(
                i, of: batch, before: before, after: settler.standing(of: batch.rated[i]), notices: Array(settler.notices[noticeCount...]))
        }
    }

    /// Hands the ledger the rest of what it has to know again; all batches are written by then.
    func handOverRest() throws(RunFault) {
        for piece in settler.duplicates.takeRest() { try reading { () throws(LedgerFault) in try ledger.appendSeen(piece) } }
    }

    /// Gives back the memory of the duplicate index, which nobody asks any more.
    func forgetSeen() { settler.duplicates = DuplicateIndex() }

    /// What the run changes.
    func finish() -> SettlementResult { settler.finish() }

    private func openDaysAndMonths(_ batch: CallBatch) throws(RunFault) {
        for day in batch.days where !settler.duplicates.isOpen(day) {
            settler.duplicates.open(day)
            try reading { () throws(LedgerFault) in
                try ledger.forEachSeenEntries(day: Int(day)) { settler.duplicates.load($0, day: day) }
            }
        }
        for month in batch.months where !settler.isOpen(month) {
            settler.open(month, try reading { () throws(LedgerFault) in try ledger.pools(of: month) })
        }
    }

    /// The approval of an attempt, asked for and recorded at once; `nil` if it is declined.
    ///
    /// An attempt that a run asked for before it died is asked for again as it was then, and the request takes over its amount.
    private func approval(_ request: inout PaymentRequest) async throws(RunFault) -> PaymentApproval? {
        switch assumedAnswer {
        case .approved: return request.approval(reference: "assumed")
        case .declined: return nil
        case nil: break
        }
        guard let program else {
            throw .command("organization \(request.organization) pays by command, and no --payment-command was given; give one")
        }
        let question = try question(&request, program)
        guard let reference = try await program.ask(question) else { return nil }
        let approval = request.approval(reference: reference)
        try reading { () throws(LedgerFault) in try ledger.record(approval) }
        return approval
    }
}

/// What is taken for the answer of a payment program that is not asked.
enum AssumedAnswer: Sendable {
    case approved, declined
}

extension SettlementDesk {
    /// The question of an attempt: the one that was put before, or a new one, which is recorded first.
    private func question(_ request: inout PaymentRequest, _ program: PaymentProgram) throws(RunFault) -> PaymentQuestion {
        let (organization, attempt) = (request.organization, request.attempt)
        if let before = try reading({ () throws(LedgerFault) in try ledger.question(organization: organization, attempt: attempt) }) {
            request.amount = before.amount
            return before
        }
        let question = try program.question(request)
        try reading { () throws(LedgerFault) in try ledger.record(question) }
        return question
    }
}

/// A fault of the ledger as one of the run.
func reading<Result>(_ body: () throws(LedgerFault) -> Result) throws(RunFault) -> Result {
    do {
        return try body()
    } catch {
        throw .ledger(error)
    }
}
