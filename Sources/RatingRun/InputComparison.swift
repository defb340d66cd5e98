import GzipStream
import Ledger

/// Tells inputs that were committed before from new ones, by their bytes.
enum InputComparison {
    /// Whether the inputs are, one by one, those of an earlier run.
    static func isSame(_ sources: inout [RunSource], _ before: [RunInput], interruption: Interruption) throws(RunFault) -> Bool {
        if sources.count != before.count { return false }
        for (source, input) in zip(sources, before) where !source.isStream && source.byteCount != input.bytes { return false }
        for i in sources.indices where try digest(&sources[i], interruption) != before[i].sha256 { return false }
        return true
    }

    /// Marks the inputs whose very bytes were committed by an earlier run that suspended none of their records, or stand earlier in this one.
    ///
    /// Only those are hashed ahead whose size is that of another: the others cannot be the same.
    static func markSkipped(_ sources: inout [RunSource], _ ledger: LedgerFile, interruption: Interruption) throws(RunFault) {
        let known = try reading { () throws(LedgerFault) in try ledger.inputSizes() }
        var counts: [Int64: Int] = [:]
        for source in sources { counts[source.byteCount, default: 0] += 1 }
        var seen: Set<String> = []
        for i in sources.indices {
            if !known.contains(sources[i].byteCount), counts[sources[i].byteCount] == 1 { continue }
            let sha256 = try digest(&sources[i], interruption)
            if !seen.insert(sha256).inserted {
                sources[i].isSkipped = true
                continue
            }
            if let before = try reading({ () throws(LedgerFault) in try ledger.committedInput(sha256: sha256) }), before.suspended == 0 {
                sources[i].isSkipped = true
            }
        }
    }

    /// The SHA-256 of an input, computed once.
    private static func digest(_ source: inout RunSource, _ interruption: Interruption) throws(RunFault) -> String {
        if let known = source.sha256 { return known }
        let sha256 = try InputDigest.ofFile(source.path, interruption: interruption)
        source.sha256 = sha256
        return sha256
    }
}
