/// What was asked of a listing is not in the ledger: the command line is wrong.
public enum ListingFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// No such organization.
    case unknownOrganization(String)

    /// What the process answers with (file-formats.md "Commands").
    public var exitStatus: Int32 { 2 }

    /// On one line: what is wrong; what to do.
    public var description: String {
        switch self {
        case .unknownOrganization(let key):
            "the ledger knows no organization \(JSONText.string(key)); scatto credits show without --organization lists those of the last run"
        }
    }
}
