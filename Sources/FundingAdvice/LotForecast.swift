public import CallModel
internal import UsageSummary

/// A lot of which something will expire unused, if credits are spent at the present rate.
public struct LotForecast: Sendable, Hashable {
    /// The lot's reference.
    public var reference: String
    /// The local day of its expiry, since 1970-01-01.
    public var expires: Int
    /// What is left of it as of the last run.
    public var remaining: Money
    /// What will be left of it when it expires.
    public var unused: Money

    /// Which lots will not be used up: each is drawn on before those that expire later (rating-rules.md §8 “Lots”).
    ///
    /// - Parameters:
    ///   - lots: In the order recorded.
    ///   - lastDay: The last day on record; spending goes on from the day after.
    ///   - spending: What is spent in so many days; the day of an expiry does not count.
    ///   - localDay: The local day of a moment.
    static func of(
        _ lots: [CreditLot], decimals: Int, lastDay: Int, spending: (amount: Money, dayCount: Int), localDay: (Instant) -> Int
    ) -> [LotForecast] {
        let open = lots.enumerated().filter { $0.element.remaining > .zero && !$0.element.isForfeited }
            .sorted { a, b in (a.element.expires, a.offset) < (b.element.expires, b.offset) }.map(\.element)
        var drawn: Int128 = 0
        var forecasts: [LotForecast] = []
        for lot in open {
            let day = localDay(lot.expires)
            let until = Int128(spending.amount.units) * Int128(max(0, day - lastDay - 1)) / Int128(spending.dayCount)
            let used = min(Int128(lot.remaining.units), max(0, RoundAmount.down(until, decimals: decimals) - drawn))
            drawn += used
            let unused = Money(units: lot.remaining.units - Int64(used))
            if unused > .zero { forecasts.append(LotForecast(reference: lot.reference, expires: day, remaining: lot.remaining, unused: unused)) }
        }
        return forecasts
    }
}
