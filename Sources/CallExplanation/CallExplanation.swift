internal import CallModel
internal import Catalogue
internal import RateDecks
public import RatingRun
internal import Settlement

/// Why a call cost what it did: what each rule made of it, in the order of rating-rules.md.
///
/// Everything that was decided is taken from settling the call again (``RatingRun/CallReplay``). What is found here besides, such as the field that named
/// the user, only puts it into words.
public struct CallExplanation: Sendable {
    /// The call, settled again.
    let replay: CallReplay
    /// Which rate it has and why; `nil` where none was looked for.
    let rate: RateExplanation?
    /// What each allowance did; none where none was drawn on.
    let allowances: [AllowanceStep]
    /// What happened to the payer's credits.
    let credits: [CreditStep]
    /// The charge of the seconds that allowances did not cover, whether or not it was taken; `nil` without such seconds.
    let overage: ExactCharge?

    /// Explains a call.
    ///
    /// - Complexity: O(n log n) for n rates of the deck.
    public init(_ replay: CallReplay) {
        self.replay = replay
        let (call, catalogue) = (replay.call, replay.catalogue)
        let (rated, settled) = (call.rated, call.settled)
        var tariff: Tariff?
        if rated.organization >= 0 { tariff = catalogue.tariffs[catalogue.organizations[Int(rated.organization)].tariff] }
        let isNoRate = settled.disposition == .suspended && rated.suspension == .noRate
        let isLookedUp =
            isNoRate
            || (settled.disposition == .settled && (rated.isPriced || (rated.callClass == .inbound && call.call.durationSeconds > 0)))
        if isLookedUp, call.call.calleeNumber.isNumber, let tariff {
            let deck = rated.isInbound ? tariff.tollFree : tariff.outbound
            rate =
                deck.file.isEmpty
                ? nil
                : RateExplanation(
                    call.call.calleeNumber, at: call.call.start, in: OpenedDeck(folder: replay.folder, deck: deck, bands: catalogue.bands),
                    numberingPlan: catalogue.numberingPlan)
        } else {
            rate = nil
        }
        if settled.disposition == .settled, rated.drawsOnAllowances, let before = call.before, let after = call.after {
            allowances = AllowanceStep.all(before, after, rated, catalogue)
        } else {
            allowances = []
        }
        let taken = settled.charge + settled.connectionFee
        credits = call.before.map { CreditStep.all(from: $0.account.balance, notices: call.notices, charged: taken) } ?? []
        let seconds = settled.billedSeconds - settled.includedSeconds
        if settled.disposition == .settled, rated.isPriced, seconds > 0, let tariff {
            let deck = rated.isInbound ? tariff.tollFree : tariff.outbound
            overage = ExactCharge(perMinute: deck.rates[Int(rated.rate)].perMinute, seconds: seconds, rounding: tariff.rounding)
        } else {
            overage = nil
        }
    }
}

extension CallExplanation {
    var call: WitnessedCall { replay.call }
    var catalogue: Catalogue { replay.catalogue }

    /// The payer; `nil` if nobody is known to pay.
    var organization: Organization? {
        call.rated.organization < 0 ? nil : catalogue.organizations[Int(call.rated.organization)]
    }

    /// The payer's tariff.
    var tariff: Tariff? { organization.map { catalogue.tariffs[$0.tariff] } }

    /// The rate of a priced call.
    var priced: Rate? {
        guard call.rated.isPriced, let tariff else { return nil }
        return (call.rated.isInbound ? tariff.tollFree : tariff.outbound).rates[Int(call.rated.rate)]
    }

    /// The connection fee that §8 asks for, whether or not it was taken.
    var fee: Money { call.settled.includedSeconds > 0 ? .zero : call.rated.connectionFee }

    /// An amount with the tariff's decimals and its currency.
    func text(_ amount: Money) -> String {
        guard let tariff else { return amount.rateText }
        return "\(amount.text(decimals: tariff.rounding.decimals)) \(tariff.currency)"
    }

    /// An amount with the tariff's decimals and its sign.
    func signedText(_ amount: Money) -> String { (amount > .zero ? "+" : "") + text(amount) }

    /// The outcome, or where else the record went.
    var outcome: String {
        switch call.settled.disposition {
        case .settled: "\(call.settled.outcome.name)"
        case .suspended: "suspended"
        case .duplicateSame, .duplicateDifferent: "duplicate"
        }
    }
}
