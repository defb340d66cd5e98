internal import CallModel
internal import Ledger
internal import Settlement

extension LedgerAudit {
    /// A pool, its scope without regard to the case of ASCII letters.
    private struct PoolKey: Hashable {
        var texts: [UInt8]
        var month: CalendarMonth

        init(_ key: PoolState.Key) {
            texts = []
            for text in [key.organization, key.plan, key.allowance] { texts += Array(text.utf8) + [0] }
            texts += key.scope.utf8.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
            month = key.month
        }
    }

    /// What runs drew from a pool.
    private struct Drawn {
        var seconds: Int128 = 0
        /// Whether the first draw that the ledger has of it was its first at all.
        var beganNew: Bool
        var name: String
    }

    /// That each pool's use is what runs drew from it; what was used when the ledger did not keep draws yet comes first.
    mutating func checkPools(_ findings: inout Findings) throws(LedgerFault) {
        var drawn: [PoolKey: Drawn] = [:]
        try ledger.forEachDraw { draw in
            drawn[PoolKey(draw.pool), default: Drawn(beganNew: draw.isNew, name: LedgerAudit.name(draw.pool))].seconds += Int128(draw.seconds)
        }
        let hasEarlierRuns = try ledger.lastRunWithoutDraws() > 0
        let pools = try ledger.allPools()
        notePools(pools.count)
        for pool in pools {
            let draws = drawn.removeValue(forKey: PoolKey(pool.key))
            let before = Int128(pool.usedSeconds) - (draws?.seconds ?? 0)
            if before < 0 || (before > 0 && (!hasEarlierRuns || draws?.beganNew == true)) {
                findings.note(
                    .pools,
                    "\(ledger.path): pool \(LedgerAudit.name(pool.key)) of \(pool.key.organization) has \(pool.usedSeconds) s used, and runs drew "
                        + "\(draws?.seconds ?? 0) s from it")
            }
            if let minutes = pool.minutes, Int128(pool.usedSeconds) > 60 * Int128(minutes) {
                findings.note(
                    .pools,
                    "\(ledger.path): pool \(LedgerAudit.name(pool.key)) of \(pool.key.organization) has \(pool.usedSeconds) s used, and \(minutes) minutes are "
                        + "\(60 * Int128(minutes)) s")
            }
        }
        if let other = drawn.values.filter({ $0.seconds != 0 }).min(by: { $0.name < $1.name }) {
            findings.note(.pools, "\(ledger.path): runs drew \(other.seconds) s from pool \(other.name), and there is no such pool")
        }
    }

    /// As `pools show` names a pool.
    private static func name(_ pool: PoolState.Key) -> String { "\(pool.plan)/\(pool.allowance)/\(pool.scope)/\(pool.month)" }
}
