internal import CallModel
internal import Catalogue
internal import Ledger
internal import Settlement

/// Whether the ledger adds up over all its runs.
struct LedgerAudit {
    let ledger: LedgerFile
    let runs: [RunRecord]
    let undone: Set<Int>
    let accounts: [AccountState]
    let lots: [RecordedLot]
    let movements: MovementSums
    /// Counts for people.
    private(set) var poolCount = 0
    private(set) var settledCount: Int64 = 0
    private let path: String

    /// Reads what all checks need.
    init(_ ledger: LedgerFile, run: Int) throws(LedgerFault) {
        self.ledger = ledger
        path = ledger.path
        try ledger.checkIntegrity()
        runs = try ledger.runs()
        undone = try ledger.undoneRuns()
        accounts = try ledger.accounts()
        lots = try ledger.allLots()
        movements = try MovementSums(ledger, accounts: accounts, run: run, undone: undone)
    }

    /// Makes all checks.
    mutating func check(zone: CalendarZone, _ findings: inout Findings) throws(LedgerFault) {
        checkRuns(&findings)
        try checkSeen(&findings)
        checkAccounts(&findings)
        checkLots(zone, &findings)
        try checkApprovals(&findings)
        try checkPools(&findings)
        try checkUsage(zone, &findings)
    }

    /// What each run counted.
    private mutating func checkRuns(_ findings: inout Findings) {
        for run in runs {
            let sum = Int128(run.settled) + Int128(run.suspended) + Int128(run.duplicates)
            if Int128(run.read) != sum {
                findings.note(
                    .runs,
                    "\(path): run \(run.number) read \(run.read) records, and settled \(run.settled) + suspended \(run.suspended) + duplicate "
                        + "\(run.duplicates) make \(sum)")
            }
            let records = run.inputs.reduce(Int128(0)) { $0 + Int128($1.records) }
            if records != Int128(run.read) {
                findings.note(.runs, "\(path): run \(run.number) read \(run.read) records, and its inputs have \(records)")
            }
            let suspended = run.inputs.reduce(Int128(0)) { $0 + Int128($1.suspended) }
            if suspended != Int128(run.suspended) {
                findings.note(.runs, "\(path): run \(run.number) suspended \(run.suspended) records, and of its inputs \(suspended) are")
            }
            if (run.exitStatus == 1) != (run.suspended > 0) {
                findings.note(.runs, "\(path): run \(run.number) ended with status \(run.exitStatus), and suspended \(run.suspended) records")
            }
            if undone.contains(run.number), movements.ofUndone[run.number] != MovementSums.Sum() {
                findings.note(.runs, "\(path): run \(run.number) was taken back, and its movements do not add up to nothing")
            }
        }
        for number in undone.sorted() where !runs.contains(where: { $0.number == number }) {
            findings.note(.runs, "\(path): run \(number) was taken back, and there is no such run")
        }
        if let fault = movements.fault { findings.note(.runs, "\(path): \(fault)") }
    }

    /// That each run left an entry of the duplicate index for each record it settled.
    private mutating func checkSeen(_ findings: inout Findings) throws(LedgerFault) {
        let bytes = try ledger.seenByteCounts()
        for run in runs {
            settledCount &+= run.settled
            let found = bytes[run.number] ?? 0
            if Int128(found) != Int128(run.settled) * Int128(StoredFingerprint.byteCount) {
                findings.note(
                    .seen,
                    "\(path): run \(run.number) settled \(run.settled) records, and the duplicate index has \(found / Int64(StoredFingerprint.byteCount))"
                )
            }
        }
        for number in bytes.keys.sorted() where !runs.contains(where: { $0.number == number }) {
            findings.note(.seen, "\(path): the duplicate index has records of run \(number), and there is no such run")
        }
    }

    /// Balances: what movements make, and what lots have left less the debt.
    private func checkAccounts(_ findings: inout Findings) {
        var remaining = [Int128](repeating: 0, count: accounts.count)
        var counts = [(lots: Int, recharges: Int)](repeating: (0, 0), count: accounts.count)
        for lot in lots {
            let organization = movements.organizations.index(of: lot.organization)
            if organization < 0 { continue }
            if !lot.isForfeited { remaining[organization] += Int128(lot.lot.remaining.units) }
            counts[organization].lots += 1
            if lot.kind == .recharge { counts[organization].recharges += 1 }
        }
        for (i, account) in accounts.enumerated() {
            let name = account.organization
            if account.debt.units < 0 || (account.debt.units > 0 && remaining[i] > 0) {
                findings.note(
                    .accounts,
                    "\(path): \(name) has a debt of \(text(Int128(account.debt.units), account)), and \(text(remaining[i], account)) in its lots")
            }
            let (balance, expected) = (remaining[i] - Int128(account.debt.units), movements.all[i].balance)
            if balance != expected {
                let sum = movements.all[i]
                findings.note(
                    .accounts,
                    "\(path): the balance of \(name) is \(text(balance, account)) (\(text(remaining[i], account)) in lots, less a debt of "
                        + "\(text(Int128(account.debt.units), account))), and its movements make \(text(expected, account)): \(text(sum.funded, account)) "
                        + "funded + \(text(sum.recharged, account)) recharged - \(text(sum.expired, account)) expired - \(text(sum.charged, account)) charged"
                )
            }
            if account.lotCount != counts[i].lots {
                findings.note(
                    .accounts, "\(path): the account of \(name) counts \(counted(account.lotCount, "lot")), and there are \(counts[i].lots)")
            }
            if account.rechargeCount != counts[i].recharges {
                findings.note(
                    .accounts, "\(path): the account of \(name) counts \(account.rechargeCount) recharges, and there are \(counts[i].recharges)")
            }
            if account.attemptCount < account.rechargeCount {
                findings.note(
                    .accounts,
                    "\(path): the account of \(name) counts \(counted(account.attemptCount, "attempt")) at payment, and \(account.rechargeCount) recharges succeeded"
                )
            }
        }
    }

    /// An amount of an organization, with its decimals.
    func text(_ units: Int128, _ account: AccountState) -> String { DecimalText.text(units, decimals: account.decimals) }

    /// Keeps how many pools there are, for people.
    mutating func notePools(_ count: Int) { poolCount = count }
}
