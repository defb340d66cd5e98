internal import CallModel
internal import Catalogue
internal import Settlement
internal import UsageSummary

/// Where an organization's calls of one class went in one month, with what a second there costs: as each user of it is taken to call.
struct CallMix {
    /// A destination.
    struct Destination {
        var country: Country
        /// Seconds that were included or charged.
        var seconds: Int64
        /// Whether allowances may cover calls to it.
        var isInPlans: Bool
        /// What so many seconds cost; `nil` if neither a charge nor the deck tells.
        var price: (units: Int64, seconds: Int64)?
    }

    let destinations: [Destination]
    /// All of their seconds.
    let seconds: Int64

    /// The mix of a class.
    ///
    /// - Returns: `nil` if the seconds are more than can be counted.
    init?(_ month: CallMonth, _ callClass: CallClass, prices: [CallPriceKey: CallPrice], deck: DeckPrices) {
        var destinations: [Destination] = []
        var all: Int64 = 0
        for row in month.destinations where row.callClass == callClass {
            let (seconds, overflow) = row.sum.includedSeconds.addingReportingOverflow(row.sum.chargedSeconds)
            let (sum, sumOverflow) = all.addingReportingOverflow(seconds)
            if overflow || sumOverflow { return nil }
            all = sum
            let known = deck[row.name]
            let charged = prices[CallPriceKey(row)]
            var price: (units: Int64, seconds: Int64)?
            if let charged, charged.seconds > 0 {
                price = (charged.units, charged.seconds)
            } else if let known {
                price = (known.median.units, 60)
            }
            destinations.append(
                Destination(
                    country: row.country, seconds: seconds, isInPlans: known?.isInPlans ?? (row.sum.includedSeconds > 0), price: price))
        }
        self.destinations = destinations
        self.seconds = all
    }
}

/// A destination and a class.
struct CallPriceKey: Hashable {
    private let name: ByteKey
    private let country: Country
    private let callClass: CallClass

    init(_ row: CallMonth.Destination) {
        name = ByteKey(row.name)
        country = row.country
        callClass = row.callClass
    }
}

/// What was charged, fees included, for so many seconds.
struct CallPrice {
    var units: Int64 = 0
    var seconds: Int64 = 0

    /// By destination and class, over months; `nil` if a sum would be beyond its range.
    static func all(_ months: [CallMonth]) -> [CallPriceKey: CallPrice]? {
        var prices: [CallPriceKey: CallPrice] = [:]
        for row in months.flatMap(\.destinations) {
            let key = CallPriceKey(row)
            var price = prices[key] ?? CallPrice()
            let (units, overflow) = price.units.addingReportingOverflow(row.sum.charged.units)
            let (seconds, secondsOverflow) = price.seconds.addingReportingOverflow(row.sum.chargedSeconds)
            if overflow || secondsOverflow { return nil }
            price = CallPrice(units: units, seconds: seconds)
            prices[key] = price
        }
        return prices
    }
}
