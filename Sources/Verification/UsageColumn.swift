/// The thirty columns of the usage report, in order (file-formats.md, "Usage report").
@frozen
public enum UsageColumn: Int, CaseIterable, Sendable {
    case usageId, callId, conferenceId, userLocation, objectId, user, displayName, caller, callType, numberType
    case domesticOrInternational, destination, callee, start, end, duration, connectionFee, charge, currency, capability
    case organization, outcome, billedSeconds, includedSeconds, chargedSeconds, uncoveredSeconds, includedBy, rate, prefix, note

    /// Its name in the header.
    public var name: String { UsageColumn.names[rawValue] }

    /// All names in order.
    static let names = [
        "UsageId", "Call ID", "Conference ID", "User Location", "AAD ObjectId", "UPN", "User Display Name", "Caller ID", "Call Type", "Number Type",
        "Domestic/International", "Destination Dialed", "Destination Number", "Start Time", "End Time", "Duration Seconds", "Connection Fee",
        "Charge", "Currency", "Capability", "Organization", "Outcome", "Billed Seconds", "Included Seconds", "Charged Seconds",
        "Uncovered Seconds", "Included By", "Rate Per Minute", "Matched Prefix", "Rate Note",
    ]
}
