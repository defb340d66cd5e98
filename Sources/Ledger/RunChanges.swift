public import CallModel
public import Settlement

/// All that a run changes, written in one commit or not at all.
public struct RunChanges: Sendable {
    /// The run itself; its number is what ``LedgerFile/beginRun()`` answered.
    public var run: RunRecord
    /// Every account of the catalogue, and every other one that changed. An account that is not among these keeps its state and counts as gone
    /// from the catalogue.
    public var accounts: [AccountState]
    /// Lots that were recorded in this run, and earlier ones that changed; each once, as it is after the run.
    public var lots: [LotChange]
    /// What happened to credits, in order.
    public var movements: [Movement]
    /// Pools that were drawn on, each once, as they are after the run.
    public var pools: [PoolState]
    /// In the order in which they were raised.
    public var notices: [Notice]
    /// To whom the notices go: one for each organization that has any.
    public var messages: [MessageEnvelope]
    /// Approvals that the run took, those of earlier runs and its own.
    public var takenApprovals: [PaymentApproval]
    /// What the settled calls come to, once for each organization and month that has any.
    public var usage: [EncodedUsage]
    /// The names of the plans whose pools were drawn on.
    public var planNames: [PlanName]

    /// The changes of a run.
    public init(
        run: RunRecord, accounts: [AccountState], lots: [LotChange], movements: [Movement], pools: [PoolState], notices: [Notice],
        messages: [MessageEnvelope] = [], takenApprovals: [PaymentApproval], usage: [EncodedUsage] = [], planNames: [PlanName] = []
    ) {
        self.run = run
        self.accounts = accounts
        self.lots = lots
        self.movements = movements
        self.pools = pools
        self.notices = notices
        self.messages = messages
        self.takenApprovals = takenApprovals
        self.usage = usage
        self.planNames = planNames
    }
}

/// How a catalogue names a plan.
public struct PlanName: Sendable, Hashable {
    /// Its key.
    public var plan: String
    /// Its name, or the key.
    public var name: String

    /// A plan's name.
    public init(plan: String, name: String) {
        self.plan = plan
        self.name = name
    }
}

/// A lot as it is after a run.
public struct LotChange: Sendable, Hashable {
    /// Whose it is.
    public var organization: String
    /// The lot.
    public var lot: Lot
    /// Whether what remained was forfeited: then it is never read again, whatever ``Lot/remaining`` says.
    public var isForfeited: Bool

    /// A lot that was recorded, drawn on or forfeited.
    public init(organization: String, lot: Lot, isForfeited: Bool) {
        self.organization = organization
        self.lot = lot
        self.isForfeited = isForfeited
    }
}

/// A row of fundings.csv that was applied, by which the same reference is recognised (rating-rules.md §8 "Funding").
public struct AppliedFunding: Sendable, Hashable {
    /// Its reference; compared byte by byte.
    public var reference: String
    /// Whose lot it became.
    public var organization: String
    /// Its amount.
    public var amount: Money
    /// Its instant.
    public var purchased: Instant
    /// How it was paid, as the catalogue writes it.
    public var payment: String

    /// A funding.
    public init(reference: String, organization: String, amount: Money, purchased: Instant, payment: String) {
        self.reference = reference
        self.organization = organization
        self.amount = amount
        self.purchased = purchased
        self.payment = payment
    }
}
