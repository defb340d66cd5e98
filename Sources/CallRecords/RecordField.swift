/// A field of a call detail record, with the names by which a header may call it (file-formats.md, Call detail records).
public enum RecordField: Int, CaseIterable, Sendable {
    case usageId, callType, startTime, durationSeconds, caller, callee, user, organization, endTime, callId, conferenceId, numberType

    /// The name in the native format.
    public var name: String {
        switch self {
        case .usageId: "usage_id"
        case .callType: "call_type"
        case .startTime: "start_time"
        case .durationSeconds: "duration_seconds"
        case .caller: "caller"
        case .callee: "callee"
        case .user: "user"
        case .organization: "organization"
        case .endTime: "end_time"
        case .callId: "call_id"
        case .conferenceId: "conference_id"
        case .numberType: "number_type"
        }
    }

    /// The name in a Teams PSTN usage export.
    public var alternativeName: String {
        switch self {
        case .usageId: "UsageId"
        case .callType: "Call Type"
        case .startTime: "Start Time"
        case .durationSeconds: "Duration Seconds"
        case .caller: "Caller ID"
        case .callee: "Destination Number"
        case .user: "UPN"
        case .organization: "Organization"
        case .endTime: "End Time"
        case .callId: "Call ID"
        case .conferenceId: "Conference ID"
        case .numberType: "Number Type"
        }
    }

    /// Whether an input without it cannot be read.
    public var isRequired: Bool { rawValue <= RecordField.callee.rawValue }
}
