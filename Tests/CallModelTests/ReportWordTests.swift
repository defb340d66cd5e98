import CallModel
import Testing

/// The words of the reports are those of the rules.
struct ReportWordTests {
    @Test func `outcomes are those of §9`() {
        #expect(
            Outcome.allCases.map { "\($0.name)" } == ["unanswered", "free", "included", "charged", "split", "disconnected", "blocked"])
    }

    @Test func `reasons of suspense are those of §11`() {
        #expect(
            SuspensionReason.allCases.map { "\($0.name)" } == [
                "", "malformed", "no_usage_id", "unknown_call_type", "unknown_user", "unknown_organization", "organization_mismatch", "bad_number",
                "no_rate",
            ])
    }

    @Test func `only what is checked after the duplicates reaches their check`() {
        #expect(SuspensionReason.allCases.filter(\.reachesDuplicateCheck) == [.none, .badNumber, .noRate])
    }

    @Test func `rate notes are those of §8`() {
        #expect("\(Refusal.none.name)" == "")
        #expect("\(Refusal.noCreditsLicence.name)" == "no_credits_licence")
        #expect("\(Refusal.noCredit.name)" == "no_credit")
    }

    @Test func `notices are those of §10`() {
        #expect(
            Set(Notice.Kind.allCases.map(\.rawValue)) == [
                "recharge_succeeded", "recharge_failed", "balance_exhausted", "credit_expired", "pool_80", "pool_100",
            ])
    }
}
