public import CallModel

/// What lasts of a pool between runs.
public struct PoolState: Sendable, Hashable {
    /// By what a pool is known.
    public struct Key: Sendable, Hashable {
        /// The organization's key.
        public var organization: String
        /// The plan's key.
        public var plan: String
        /// The allowance's id.
        public var allowance: String
        /// The country (the first of its shared group), `*` for the organization, or the user; users are compared without regard to ASCII case.
        public var scope: String
        /// The month.
        public var month: CalendarMonth

        /// A key.
        public init(organization: String, plan: String, allowance: String, scope: String, month: CalendarMonth) {
            self.organization = organization
            self.plan = plan
            self.allowance = allowance
            self.scope = scope
            self.month = month
        }
    }

    /// By what it is known; the scope as the catalogue of the last run that drew on it writes it.
    public var key: Key
    /// Its size in minutes as of the last run that drew on it; `nil` is unlimited.
    public var minutes: Int64?
    /// What was drawn from it.
    public var usedSeconds: Int64
    /// Whether the notice `pool_80` was raised.
    public var hasNotice80: Bool
    /// Whether the notice `pool_100` was raised.
    public var hasNotice100: Bool

    /// A pool.
    public init(key: Key, minutes: Int64?, usedSeconds: Int64, hasNotice80: Bool, hasNotice100: Bool) {
        self.key = key
        self.minutes = minutes
        self.usedSeconds = usedSeconds
        self.hasNotice80 = hasNotice80
        self.hasNotice100 = hasNotice100
    }
}
