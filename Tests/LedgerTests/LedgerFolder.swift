import CallModel
import Foundation
import Ledger
import Settlement

/// A folder of its own for a test, taken away after it.
final class LedgerFolder {
    let folder: URL
    /// Where the test's ledger is.
    var path: String { folder.appending(path: "ledger.sqlite").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "ledger-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The names of the files in it.
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() } }
    /// The ledger's bytes.
    var bytes: Data { get throws { try Data(contentsOf: URL(filePath: path)) } }
}

/// The sample organizations of the tests.
enum Sample {
    static let october = CalendarMonth(year: 2026, month: 10)
    static let start = Instant(CivilDate(year: 2026, month: 10, day: 1), secondOfDay: 29_730)

    static func money(_ text: String) -> Money { Money.parse(text)!.amount }

    static func lot(_ ordinal: Int, _ reference: String, amount: String, remaining: String, payment: String = "agreement:7") -> Lot {
        var lot = Lot(ordinal: ordinal, reference: reference, amount: money(amount), purchased: start, payment: payment)
        lot.remaining = money(remaining)
        return lot
    }

    static func account(_ organization: String, lots: [Lot] = []) -> AccountState {
        var account = AccountState(organization: organization, currency: "EUR", decimals: 4)
        account.lots = lots
        account.lotCount = lots.count
        return account
    }

    static func run(_ number: Int, output: String = "/srv/october", inputs: [RunInput] = []) -> RunRecord {
        RunRecord(
            number: number, version: "1.0.0", catalogueSHA256: String(repeating: "c", count: 64), timeZone: "Europe/Rome", output: output,
            exitStatus: 1, read: 10, settled: 7, suspended: 1, duplicates: 2, inputs: inputs)
    }

    static func changes(_ run: RunRecord, accounts: [AccountState] = []) -> RunChanges {
        RunChanges(run: run, accounts: accounts, lots: [], movements: [], pools: [], notices: [], takenApprovals: [])
    }

    static func pool(_ organization: String, _ plan: String, _ allowance: String, _ scope: String, minutes: Int64?, used: Int64) -> PoolState {
        PoolState(
            key: PoolState.Key(organization: organization, plan: plan, allowance: allowance, scope: scope, month: october), minutes: minutes,
            usedSeconds: used, hasNotice80: used > 0, hasNotice100: false)
    }

    /// Usage with the smallest and the largest numbers there are.
    static func usage(_ organization: String, _ month: CalendarMonth = october) -> UsageAggregates {
        var usage = UsageAggregates(organization: organization, month: month, currency: "EUR", decimals: 4)
        usage.users = [UsageUser(name: "Ann@contoso.example", displayName: "Ann “A.” Ö", location: Country("IE")!)]
        usage.destinations = ["Ireland – mobile", ""]
        usage.capabilities = ["PSTN"]
        var largest = UsageSum()
        largest.calls = .max
        largest.durationSeconds = 127
        largest.includedSeconds = 128
        largest.chargedSeconds = 16_384
        largest.charged = Money(units: .max)
        usage.byUser = [
            UserUsage(day: 1, callClass: .calling, outcome: .unanswered, user: -1, capability: -1, sum: UsageSum()),
            UserUsage(day: 31, callClass: .free, outcome: .blocked, user: 0, capability: 0, sum: largest),
        ]
        usage.byDestination = [
            DestinationUsage(
                day: 1, callClass: .inbound, outcome: .charged, reach: .none, destination: -1, country: .unknown, capability: -1, sum: UsageSum()),
            DestinationUsage(
                day: 31, callClass: .calling, outcome: .split, reach: .international, destination: 1, country: Country("ZZ")!, capability: 0,
                sum: largest),
        ]
        usage.uncovered = [
            UncoveredUsage(
                day: 2, callClass: .voiceApplication, outcome: .blocked, refusal: .noCredit, user: -1, calls: 1, uncoveredSeconds: 60,
                costWhole: .max,
                costUnits: 99_999_999)
        ]
        return usage
    }

    /// Entries that are told apart by their number.
    static func entries(_ numbers: Range<Int>) -> [UInt8] {
        numbers.flatMap { number in (0..<20).map { UInt8(truncatingIfNeeded: (number &* 31 &+ $0) >> ($0 % 4 * 8)) } }
    }
}

extension LedgerFile {
    /// All entries of a day, one after the other.
    func seenEntries(day: Int) throws(LedgerFault) -> [UInt8] {
        var all: [UInt8] = []
        try forEachSeenEntries(day: day) { entries in
            for i in entries.indices { all.append(entries[i]) }
        }
        return all
    }

    /// Commits a run in which nothing but `changes` happened.
    func commitRun(_ make: (Int) -> RunChanges) throws(LedgerFault) {
        let number = try beginRun()
        try commit(make(number))
    }
}
