internal import Catalogue
internal import Dispatch
internal import Ledger
internal import Synchronization

/// Reads the usage report from its first row to its last, and stops at the first that does not agree.
struct UsageCheck {
    /// What the rows add up to, as far as they agree.
    private(set) var sums: UsageSums
    /// Rows of each file that was read to its end.
    private(set) var rowsOfFiles: [String: Int64] = [:]
    /// Whether every row was read.
    private(set) var isComplete = false
    private let index: CatalogueIndex
    private var cursors: SeenCursors
    /// What the row before is.
    private var last = StoredFingerprint(high: 0, low: 0, check: 0)
    /// How the first file is written, as the others have to be.
    private var style: ReportStyleFound?
    private var decimalMark: UInt8?
    private let blockByteCount: Int
    private let hashesRows: Bool

    /// Blocks that are checked at the same time, on the cores that there are, while the next ones are read.
    static let blocksAtOnce = 4

    init(_ index: CatalogueIndex, _ ledger: LedgerFile, run: Int, hashesRows: Bool = false, blockByteCount: Int = TableFileReader.blockByteCount)
        throws(LedgerFault)
    {
        self.index = index
        self.hashesRows = hashesRows
        self.blockByteCount = blockByteCount
        sums = UsageSums(organizations: index.catalogue.organizations.count, zone: index.catalogue.timeZone)
        cursors = try SeenCursors(ledger, run: run)
    }

    /// Reads the report of a folder.
    mutating func read(_ folder: String, _ findings: inout Findings) throws(VerificationFault) {
        guard let reader = try ReportReader.open(folder, blockByteCount: blockByteCount, noting: .usage, &findings) else { return }
        let feed = BlockFeed(reader)
        for path in feed.paths { rowsOfFiles[path] = 0 }
        var slots = (0..<UsageCheck.blocksAtOnce).map { _ in BlockCheck(index, hashesRows: hashesRows) }
        var others = (0..<UsageCheck.blocksAtOnce).map { _ in BlockCheck(index, hashesRows: hashesRows) }
        var count = feed.fill(slots)
        while count > 0 {
            let next = UsageCheck.check(slots[..<count], decimalMark: decimalMark, filling: others, from: feed)
            for slot in slots[..<count] {
                if let message = try take(slot) { return findings.note(.usage, message) }
                rowsOfFiles[slot.block.path, default: 0] += Int64(slot.block.rowCount)
            }
            count = next
            swap(&slots, &others)
        }
        if let fault = feed.fault { return try TableCheck.note(fault, .usage, &findings) }
        for slot in slots + others { sums.add(slot.sums) }
        isComplete = true
        if let rest = cursors.rest {
            let last = rowsOfFiles.keys.max { ($0.utf8.count, $0) < ($1.utf8.count, $1) } ?? folder
            findings.note(
                .usage,
                "\(last): \(counted(rest.count, "row")) of \(ReportTime.dayText(rest.day)) (UTC) \(rest.count == 1 ? "is" : "are") missing: the ledger has "
                    + "\(rest.count) more")
        }
    }

    /// Checks blocks at the same time, while others are filled; returns how many of these have rows.
    private static func check(
        _ slots: ArraySlice<BlockCheck>, decimalMark: UInt8?, filling others: [BlockCheck], from feed: BlockFeed
    ) -> Int {
        let filled = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: slots.count + 1) { i in
            if i < slots.count { return slots[slots.startIndex + i].run(decimalMark: decimalMark) }
            let count = feed.fill(others)
            filled.withLock { $0 = count }
        }
        return filled.withLock { $0 }
    }

    /// Takes the blocks in their order: compares their rows with what the ledger has in their places; returns what is wrong.
    private mutating func take(_ slot: BlockCheck) throws(VerificationFault) -> String? {
        let path = slot.block.path
        if let style, style != slot.block.style { return "\(path):1: the file is written in another dialect or locale than the first one" }
        style = slot.block.style
        // Until an amount has told the mark, each block finds its own.
        if let decimalMark, let own = slot.decimalMark, own != decimalMark { slot.run(decimalMark: decimalMark) }
        decimalMark = decimalMark ?? slot.decimalMark
        for (row, (day, entry)) in slot.entries.enumerated() {
            if let message = try compare(entry, day) { return "\(path):\(slot.block.line(row)): \(message)" }
        }
        return slot.fault.map { "\(path):\(slot.block.line($0.row)): \($0.message)" }
    }

    /// Compares a row with what the ledger has in its place; returns what is wrong.
    private mutating func compare(_ own: StoredFingerprint, _ day: Int) throws(VerificationFault) -> String? {
        defer { last = own }
        guard let kept = try reading({ () throws(LedgerFault) in try cursors.next(day: day) }) else {
            if own.isSameCall(as: last) { return UsageCheck.twice }
            return "\(UsageCheck.identity) a call which the ledger has: it has no more of \(ReportTime.dayText(day)) (UTC)"
        }
        if kept.isSameCall(as: own) { return kept.check == own.check ? nil : UsageCheck.otherContent }
        if own.isSameCall(as: last) { return UsageCheck.twice }
        if let places = cursors.places(to: own) {
            return "\(counted(places, "row")) \(places == 1 ? "is" : "are") missing here, or this one was moved: the ledger has "
                + "\(counted(places, "call")) before it"
        }
        return "\(UsageCheck.identity) the call which the ledger has in this place"
    }

    private static let identity = "UsageId, Start Time or Organization is not that of"
    private static let twice = "the row before stands here a second time"
    private static let otherContent =
        "Call Type, UPN, Caller ID, Destination Number or Duration Seconds is not what the ledger keeps of this call"
}

/// A count and what is counted, as `1 row` or `2 rows`.
func counted(_ count: some BinaryInteger, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
