internal import CallModel
internal import GRDB
internal import Settlement

extension Database {
    /// Writes all that a run changed but usage, with what it was before; the caller commits.
    func write(_ changes: RunChanges) throws {
        let run = changes.run.number
        try write(changes.run)
        for account in changes.accounts { try write(account, run: run) }
        try noteAbsence(from: changes.accounts, run: run)
        for change in changes.lots { try write(change, run: run) }
        for (position, movement) in changes.movements.enumerated() { try write(movement, run: run, position: position) }
        for (position, pool) in changes.pools.enumerated() { try write(pool, run: run, position: position) }
        for (position, notice) in changes.notices.enumerated() { try write(notice, run: run, position: position) }
        for message in changes.messages { try write(message, run: run) }
        for approval in changes.takenApprovals {
            try change(
                "UPDATE approvals SET taken_by_run = ? WHERE organization = ? AND attempt = ?", [run, approval.organization, approval.attempt])
        }
        for plan in changes.planNames { try change("INSERT INTO plan_names (run, plan, name) VALUES (?, ?, ?)", [run, plan.plan, plan.name]) }
    }

    private func write(_ run: RunRecord) throws {
        try change(
            """
            INSERT INTO runs (run, version, catalogue, time_zone, output, status, records, settled, suspended, duplicates)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run.number, run.version, run.catalogueSHA256, run.timeZone, run.output, run.exitStatus, run.read, run.settled, run.suspended,
                run.duplicates,
            ])
        for (position, input) in run.inputs.enumerated() {
            try change(
                "INSERT INTO inputs (run, position, path, sha256, bytes, records, suspended, skipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [run.number, position, input.path, input.sha256, input.bytes, input.records, input.suspended, input.isSkipped])
        }
    }

    private func write(_ movement: Movement, run: Int, position: Int) throws {
        try change(
            "INSERT INTO movements (run, position, organization, kind, lot, at, amount, calls) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                run, position, movement.organization, movement.kind.rawValue, movement.lot, movement.at.epochSeconds, movement.amount.units,
                movement.calls,
            ])
    }

    private func write(_ notice: Notice, run: Int, position: Int) throws {
        try change(
            """
            INSERT INTO notices (run, position, organization, kind, at, amount, balance, detail, decimals, delivered)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
            """,
            [
                run, position, notice.organization, notice.kind.rawValue, notice.at.epochSeconds, notice.amount?.units, notice.balance.units,
                notice.detail, notice.decimals,
            ])
    }

    private func write(_ message: MessageEnvelope, run: Int) throws {
        try change(
            "INSERT INTO messages (run, organization, message_id, name, currency, recipients) VALUES (?, ?, ?, ?, ?, ?)",
            [run, message.organization, message.messageID, message.name, message.currency, message.recipients.joined(separator: ";")])
    }
}
