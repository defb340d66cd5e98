import CallModel
import Testing

@testable import CallExplanation

/// Where among the notices of a call its charge was taken.
@Suite struct CreditStepTests {
    private static let at = Instant(CivilDate(year: 2026, month: 10, day: 1), secondOfDay: 0)

    private static func euro(_ amount: Int64) -> Money { Money(units: amount * Money.unitsPerOne) }

    private static func notice(_ kind: Notice.Kind, _ amount: Int64?, balance: Int64, _ detail: String = "") -> Notice {
        Notice(
            organization: "alder", kind: kind, at: at, amount: amount.map(euro), balance: euro(balance), detail: detail, decimals: 2)
    }

    /// Steps as words: what, by how much, and the balance after it.
    private static func steps(from balance: Int64, charged: Int64, _ notices: [Notice]) -> [String] {
        CreditStep.all(from: euro(balance), notices: notices, charged: euro(charged)).map {
            "\($0.kind.rawValue) \($0.amount.text(decimals: 0)) → \($0.balance.text(decimals: 0))"
        }
    }

    @Test func `a charge alone`() {
        #expect(Self.steps(from: 10, charged: 3, []) == ["charge -3 → 7"])
    }

    @Test func `no charge, no step`() {
        #expect(Self.steps(from: 10, charged: 0, [Self.notice(.pool80, nil, balance: 10)]) == [])
    }

    @Test func `an expiry and a recharge before the charge`() {
        let notices = [Self.notice(.creditExpired, 6, balance: 4, "A-1"), Self.notice(.rechargeSucceeded, 20, balance: 24, "recharge-1")]
        #expect(Self.steps(from: 10, charged: 3, notices) == ["expiry -6 → 4", "recharge 20 → 24", "charge -3 → 21"])
    }

    @Test func `a recharge on both sides of the charge, cut short by the limit`() {
        let notices = [
            Self.notice(.rechargeSucceeded, 10, balance: 12, "recharge-1"), Self.notice(.pool100, nil, balance: 12),
            Self.notice(.rechargeSucceeded, 10, balance: -8, "recharge-2"), Self.notice(.rechargeFailed, 10, balance: -8, "limit"),
            Self.notice(.balanceExhausted, 30, balance: -8),
        ]
        #expect(
            Self.steps(from: 2, charged: 30, notices)
                == ["recharge 10 → 12", "charge -30 → -18", "recharge 10 → -8", "recharge_failed 0 → -8"])
    }

    @Test func `a payment that is declined after the charge`() {
        #expect(
            Self.steps(from: 10, charged: 8, [Self.notice(.rechargeFailed, 10, balance: 2, "declined")])
                == ["charge -8 → 2", "recharge_failed 0 → 2"])
    }
}
