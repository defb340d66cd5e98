/// What a column of somebody's rate deck can hold.
public enum DeckField: Int, CaseIterable, Sendable {
    /// The prefix, or a list of prefixes; with ``countryCode``, what comes behind that.
    case prefix
    /// The country's calling code, where it has a column of its own.
    case countryCode
    /// The name of the destination.
    case destination
    /// The price, of the first interval where ``nextRatePerMinute`` has that of the others.
    case ratePerMinute
    /// The price of later intervals, which must be the same.
    case nextRatePerMinute
    /// The fee per call.
    case connectionFee
    /// Both increments in one cell, as `60/1`.
    case increments
    /// The first increment, in seconds.
    case initialIncrement
    /// The following increments, in seconds.
    case increment
    /// ISO 3166-1 alpha-2.
    case country
    /// The currency, which must be the same in all rows.
    case currency
    /// From when on the price holds.
    case effectiveFrom
    /// Until when it holds.
    case effectiveUntil
    /// A band of catalogue.yaml.
    case band
    /// Whether allowances may cover it.
    case inPlans

    /// Its key in a vocabulary.
    public var key: String {
        switch self {
        case .prefix: "prefix"
        case .countryCode: "country_code"
        case .destination: "destination"
        case .ratePerMinute: "rate_per_minute"
        case .nextRatePerMinute: "next_rate_per_minute"
        case .connectionFee: "connection_fee"
        case .increments: "increments"
        case .initialIncrement: "initial_increment"
        case .increment: "increment"
        case .country: "country"
        case .currency: "currency"
        case .effectiveFrom: "effective_from"
        case .effectiveUntil: "effective_until"
        case .band: "band"
        case .inPlans: "in_plans"
        }
    }
}
