public import CallModel
public import Ledger

/// Why nothing can be said of a month: what, where, and what to do, on one line.
public enum SummaryFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The ledger cannot be read.
    case ledger(LedgerFault)
    /// Nothing happened in that month that the ledger knows of; with the first and the last month of which it knows something.
    case noData(path: String, month: CalendarMonth, organization: String?, first: CalendarMonth?, last: CalendarMonth?)
    /// The ledger knows no such organization.
    case unknownOrganization(path: String, key: String, known: [String])
    /// This system does not know the time zone by whose days the ledger counts.
    case unknownTimeZone(path: String, name: String)
    /// Sums of several runs are larger than an amount can be.
    case tooLarge(path: String, organization: String)

    /// What the process answers with (file-formats.md "Commands").
    public var exitStatus: Int32 {
        switch self {
        case .ledger(let fault): fault.exitStatus
        case .noData, .unknownOrganization: 2
        case .unknownTimeZone, .tooLarge: 4
        }
    }

    /// The most organizations that a message names.
    private static let namedMax = 5

    /// As `ledger.sqlite: message; remedy`.
    public var description: String {
        switch self {
        case .ledger(let fault): fault.description.onOneLine
        case .noData(let path, let month, let organization, let first, let last):
            "\(path): nothing of \(month) is on record\(organization.map { " of \($0)" } ?? ""); ".onOneLine
                + (first.map { "choose a month from \($0) to \(last ?? $0)" } ?? "no run that stands has left anything yet")
        case .unknownOrganization(let path, let key, let known):
            "\(path): there is no organization '\(key)'; ".onOneLine
                + (known.isEmpty
                ? "it has none yet"
                : "it has \(known.prefix(SummaryFault.namedMax).joined(separator: ", "))"
                    + (known.count > SummaryFault.namedMax ? " and \(known.count - SummaryFault.namedMax) more" : "")).onOneLine
        case .unknownTimeZone(let path, let name):
            "\(path): its days are those of the time zone \(name), which this system does not know; install the system's time zones".onOneLine
        case .tooLarge(let path, let organization):
            "\(path): sums of \(organization) are larger than 92233720368.54775807; they cannot be shown".onOneLine
        }
    }
}
