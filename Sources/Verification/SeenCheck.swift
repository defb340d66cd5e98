internal import Ledger

/// That no call was settled twice: on the days of a run, every entry of the duplicate index is there once, over all runs.
///
/// Half of a fingerprint, 8 bytes, is kept of each entry. A day with more entries than fit is taken in several turns, each of which keeps those that
/// begin with certain bits, so that memory is bounded: 64 MiB.
struct SeenCheck {
    /// Entries that are kept at once.
    static let entriesMax = 1 << 23

    private let ledger: LedgerFile
    private let entriesMax: Int

    init(_ ledger: LedgerFile, entriesMax: Int = SeenCheck.entriesMax) {
        self.ledger = ledger
        self.entriesMax = entriesMax
    }

    /// Looks through the days of a run.
    func check(run: Int, _ findings: inout Findings) throws(LedgerFault) {
        for day in Set(try ledger.seenParts(ofRun: run).map(\.day)).sorted() {
            let parts = try ledger.seenParts(ofDay: day)
            let count = parts.reduce(0) { $0 + $1.byteCount } / StoredFingerprint.byteCount
            var bits = 0
            while count >> bits > entriesMax { bits += 1 }
            for turn in 0..<(UInt64(1) << UInt64(bits)) {
                if let half = try repeatedHalf(parts, turn: turn, bits: bits, reserving: count >> bits), try isRepeated(half, parts) {
                    return findings.note(
                        .seen,
                        "\(ledger.path): a call of \(ReportTime.dayText(day)) (UTC) was settled twice: the duplicate index has it in two places")
                }
            }
        }
    }

    /// A half that two entries have, among those whose upper bits are `turn`.
    private func repeatedHalf(_ parts: [SeenPart], turn: UInt64, bits: Int, reserving count: Int) throws(LedgerFault) -> UInt64? {
        var halves: [UInt64] = []
        halves.reserveCapacity(count)
        for part in parts {
            let entries = try ledger.seenEntries(part)
            for place in stride(from: 0, to: entries.count, by: StoredFingerprint.byteCount) {
                let half = StoredFingerprint(entries.span, at: place).high
                if bits == 0 || half >> UInt64(64 - bits) == turn { halves.append(half) }
            }
        }
        halves.sort()
        for (one, next) in zip(halves, halves.dropFirst()) where one == next { return one }
        return nil
    }

    /// Whether two entries with that half are of one call.
    private func isRepeated(_ half: UInt64, _ parts: [SeenPart]) throws(LedgerFault) -> Bool {
        var lows: Set<UInt64> = []
        for part in parts {
            let entries = try ledger.seenEntries(part)
            for place in stride(from: 0, to: entries.count, by: StoredFingerprint.byteCount) {
                let entry = StoredFingerprint(entries.span, at: place)
                if entry.high == half, !lows.insert(entry.low).inserted { return true }
            }
        }
        return false
    }
}
