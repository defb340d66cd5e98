internal import CallModel
internal import Ledger
internal import Settlement

/// What all movements of a ledger add up to. A run that was taken back left each of its movements twice, with both signs.
struct MovementSums {
    /// What one organization's add up to, in units of 10⁻⁸.
    struct Sum: Hashable {
        var funded: Int128 = 0
        var recharged: Int128 = 0
        var expired: Int128 = 0
        var charged: Int128 = 0
        var chargedCalls: Int64 = 0

        /// What that makes of a balance.
        var balance: Int128 { funded + recharged - expired - charged }

        mutating func add(_ movement: Movement) {
            let amount = Int128(movement.amount.units)
            switch movement.kind {
            case .funding: funded += amount
            case .recharge: recharged += amount
            case .expiry: expired += amount
            case .charge:
                charged += amount
                chargedCalls &+= Int64(movement.calls)
            }
        }
    }

    /// What happened to a lot.
    struct LotSum: Hashable {
        var bought: Int128 = 0
        var forfeited: Int128 = 0
        /// Purchases less those that were taken back, by kind.
        var fundings = 0
        var recharges = 0
        /// The run of the last purchase.
        var run = 0
    }

    /// A lot of an organization.
    struct LotKey: Hashable {
        var organization: Int
        var ordinal: Int
    }

    /// The organizations that have an account, in the ledger's order.
    let organizations: TextTable
    /// Over all runs, by organization.
    private(set) var all: [Sum]
    /// Up to and with the run that is verified.
    private(set) var untilRun: [Sum]
    /// Of the run that is verified.
    private(set) var ofRun: [Sum]
    /// Of each run that was taken back.
    private(set) var ofUndone: [Int: Sum] = [:]
    private(set) var lots: [LotKey: LotSum] = [:]
    /// The charges of the run that is verified.
    private(set) var charges: [Movement] = []
    private(set) var count = 0
    /// A movement that is not possible.
    private(set) var fault: String?

    init(_ ledger: LedgerFile, accounts: [AccountState], run: Int, undone: Set<Int>) throws(LedgerFault) {
        var organizations = TextTable()
        for account in accounts { organizations.append(account.organization) }
        self.organizations = organizations
        all = Array(repeating: Sum(), count: accounts.count)
        untilRun = all
        ofRun = all
        for run in undone { ofUndone[run] = Sum() }
        try ledger.forEachMovement { number, movement in add(movement, of: number, verified: run) }
    }

    private mutating func add(_ movement: Movement, of run: Int, verified: Int) {
        count += 1
        let organization = organizations.index(of: movement.organization)
        if organization < 0 {
            fault = fault ?? "run \(run): a movement is of \(movement.organization), which has no account"
            return
        }
        let isUndone = ofUndone[run] != nil
        if movement.amount.units < 0, !isUndone {
            fault = fault ?? "run \(run): a \(movement.kind.rawValue) of \(movement.organization) is below zero"
        }
        all[organization].add(movement)
        if run <= verified { untilRun[organization].add(movement) }
        if run == verified {
            ofRun[organization].add(movement)
            if movement.kind == .charge { charges.append(movement) }
        }
        ofUndone[run]?.add(movement)
        if movement.kind == .charge { return }
        let key = LotKey(organization: organization, ordinal: movement.lot)
        let amount = Int128(movement.amount.units)
        if movement.kind == .expiry {
            lots[key, default: LotSum()].forfeited += amount
            return
        }
        lots[key, default: LotSum()].bought += amount
        let sign = amount < 0 ? -1 : 1
        if movement.kind == .funding { lots[key]?.fundings += sign } else { lots[key]?.recharges += sign }
        if sign > 0 { lots[key]?.run = run }
    }
}
