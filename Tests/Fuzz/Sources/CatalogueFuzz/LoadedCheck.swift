import CallModel
import Catalogue
import Rating

/// What holds for every catalogue that loads.
enum LoadedCheck {
    static func check(_ catalogue: Catalogue) {
        expect(!catalogue.tariffs.isEmpty && !catalogue.plans.isEmpty && !catalogue.organizations.isEmpty, "a catalogue without one of what it needs")
        for tariff in catalogue.tariffs {
            for deck in [tariff.outbound, tariff.tollFree] {
                for rate in deck.rates {
                    expect(rate.perMinute <= most && rate.perMinute >= .zero, "a rate of \(rate.perMinute.rateText)")
                    expect(rate.connectionFee <= most && rate.connectionFee >= .zero, "a fee of \(rate.connectionFee.rateText)")
                    expect(1...86_400 ~= rate.initialIncrementSeconds && 1...86_400 ~= rate.incrementSeconds, "an increment out of its bounds")
                    expect(rate.effectiveFrom < rate.effectiveUntil, "a rate that never applies")
                }
            }
        }
        for funding in catalogue.fundings {
            expect(funding.amount > .zero && funding.amount <= Money.limit, "a funding of \(funding.amount.rateText)")
        }
        // The ledger's keys end at a NUL.
        let keys = catalogue.organizations.map(\.key) + catalogue.plans.map(\.key) + catalogue.tariffs.map(\.key)
        expect(!keys.contains { $0.utf8.contains(0) }, "a key with NUL")
        _ = Rater(catalogue)
    }

    private static let most = Money(units: 10_000 * Money.unitsPerOne)
}
