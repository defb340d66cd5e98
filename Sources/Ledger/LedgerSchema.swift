/// The tables of a ledger. Ledger.md tells what each is for.
///
/// Amounts are whole numbers of 10⁻⁸ (``Money``), moments are seconds since 1970, months are text (`2026-10`), digests are text of 64
/// hexadecimal digits. Every table is `STRICT`: SQLite itself refuses a value of the wrong kind.
enum LedgerSchema {
    /// `Scat`: by this a ledger is told from another application's database (`PRAGMA application_id`).
    static let applicationID: UInt32 = 0x5363_6174
    /// The format that this code reads and writes (`PRAGMA user_version`).
    static let version = 3
    /// The oldest format that this code brings up to date when it opens a ledger.
    static let oldestVersion = 1
    /// From this format on each page has a checksum (``PageChecksum``).
    static let firstVersionWithChecksums = 2
    /// Large pages hold the large blobs of the duplicate index in fewer pieces. Ledger.md has the figures.
    static let pageBytes = 16_384

    /// Each creates one table or index.
    static let statements = statementsOfFormat1 + statementsOfFormat2 + statementsOfFormat3

    static let statementsOfFormat1 = [
        """
        CREATE TABLE runs (
            run INTEGER PRIMARY KEY, version TEXT NOT NULL, catalogue TEXT NOT NULL, time_zone TEXT NOT NULL, output TEXT NOT NULL,
            status INTEGER NOT NULL, records INTEGER NOT NULL, settled INTEGER NOT NULL, suspended INTEGER NOT NULL,
            duplicates INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE inputs (
            run INTEGER NOT NULL REFERENCES runs, position INTEGER NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
            bytes INTEGER NOT NULL, records INTEGER NOT NULL, suspended INTEGER NOT NULL, skipped INTEGER NOT NULL,
            PRIMARY KEY (run, position)
        ) STRICT
        """,
        "CREATE INDEX inputs_by_sha256 ON inputs (sha256)",
        """
        CREATE TABLE accounts (
            organization TEXT PRIMARY KEY, currency TEXT NOT NULL, decimals INTEGER NOT NULL, debt INTEGER NOT NULL,
            lots INTEGER NOT NULL, recharges INTEGER NOT NULL, attempts INTEGER NOT NULL, in_catalogue INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE account_months (
            organization TEXT NOT NULL REFERENCES accounts, month TEXT NOT NULL, recharged INTEGER NOT NULL,
            limit_notice INTEGER NOT NULL, PRIMARY KEY (organization, month)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE lots (
            organization TEXT NOT NULL REFERENCES accounts, ordinal INTEGER NOT NULL, kind TEXT NOT NULL, reference TEXT NOT NULL,
            amount INTEGER NOT NULL, remaining INTEGER NOT NULL, forfeited INTEGER NOT NULL, purchased INTEGER NOT NULL,
            expires INTEGER NOT NULL, payment TEXT NOT NULL, PRIMARY KEY (organization, ordinal)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX active_lots ON lots (organization, ordinal) WHERE remaining > 0 AND forfeited = 0",
        "CREATE UNIQUE INDEX fundings_by_reference ON lots (reference) WHERE kind = 'funding'",
        """
        CREATE TABLE movements (
            run INTEGER NOT NULL REFERENCES runs, position INTEGER NOT NULL, organization TEXT NOT NULL REFERENCES accounts,
            kind TEXT NOT NULL, lot INTEGER NOT NULL, at INTEGER NOT NULL, amount INTEGER NOT NULL, calls INTEGER NOT NULL,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE pools (
            organization TEXT NOT NULL REFERENCES accounts, plan TEXT NOT NULL, allowance TEXT NOT NULL,
            scope TEXT NOT NULL COLLATE NOCASE, month TEXT NOT NULL, minutes INTEGER, used_seconds INTEGER NOT NULL,
            notice_80 INTEGER NOT NULL, notice_100 INTEGER NOT NULL, PRIMARY KEY (month, organization, plan, allowance, scope)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE notices (
            run INTEGER NOT NULL REFERENCES runs, position INTEGER NOT NULL, organization TEXT NOT NULL, kind TEXT NOT NULL,
            at INTEGER NOT NULL, amount INTEGER, balance INTEGER NOT NULL, detail TEXT NOT NULL, decimals INTEGER NOT NULL,
            delivered INTEGER NOT NULL, PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE approvals (
            organization TEXT NOT NULL, attempt INTEGER NOT NULL, amount INTEGER NOT NULL, reference TEXT NOT NULL,
            taken_by_run INTEGER REFERENCES runs, PRIMARY KEY (organization, attempt)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE seen (
            day INTEGER NOT NULL, run INTEGER NOT NULL, part INTEGER NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (day, run, part)
        ) STRICT
        """,
        "CREATE INDEX seen_by_run ON seen (run)",
    ]

    /// What format 2 has besides: what each run changed, as it was before, so that it can be taken back; and whom to tell.
    static let statementsOfFormat2 = [
        """
        CREATE TABLE upgrades (version INTEGER PRIMARY KEY, last_run INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE undos (undo INTEGER PRIMARY KEY, run INTEGER NOT NULL UNIQUE REFERENCES runs) STRICT
        """,
        """
        CREATE TABLE account_changes (
            run INTEGER NOT NULL REFERENCES runs, organization TEXT NOT NULL REFERENCES accounts, is_new INTEGER NOT NULL,
            currency TEXT NOT NULL, decimals INTEGER NOT NULL, debt INTEGER NOT NULL, lots INTEGER NOT NULL, recharges INTEGER NOT NULL,
            attempts INTEGER NOT NULL, in_catalogue INTEGER NOT NULL, PRIMARY KEY (run, organization)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE month_changes (
            run INTEGER NOT NULL REFERENCES runs, organization TEXT NOT NULL REFERENCES accounts, month TEXT NOT NULL, recharged INTEGER,
            limit_notice INTEGER, PRIMARY KEY (run, organization, month)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE lot_changes (
            run INTEGER NOT NULL REFERENCES runs, organization TEXT NOT NULL REFERENCES accounts, ordinal INTEGER NOT NULL, remaining INTEGER,
            forfeited INTEGER, PRIMARY KEY (run, organization, ordinal)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE undone_lots (
            undo INTEGER NOT NULL REFERENCES undos, organization TEXT NOT NULL REFERENCES accounts, ordinal INTEGER NOT NULL, kind TEXT NOT NULL,
            reference TEXT NOT NULL, amount INTEGER NOT NULL, remaining INTEGER NOT NULL, forfeited INTEGER NOT NULL, purchased INTEGER NOT NULL,
            expires INTEGER NOT NULL, payment TEXT NOT NULL, PRIMARY KEY (undo, organization, ordinal)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE draws (
            run INTEGER NOT NULL REFERENCES runs, position INTEGER NOT NULL, organization TEXT NOT NULL REFERENCES accounts, plan TEXT NOT NULL,
            allowance TEXT NOT NULL, scope TEXT NOT NULL COLLATE NOCASE, month TEXT NOT NULL, seconds INTEGER NOT NULL, is_new INTEGER NOT NULL,
            scope_before TEXT NOT NULL, minutes_before INTEGER, notice_80_before INTEGER NOT NULL, notice_100_before INTEGER NOT NULL,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE messages (
            run INTEGER NOT NULL REFERENCES runs, organization TEXT NOT NULL, message_id TEXT NOT NULL, name TEXT NOT NULL,
            currency TEXT NOT NULL, recipients TEXT NOT NULL, PRIMARY KEY (run, organization)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE questions (
            organization TEXT NOT NULL, attempt INTEGER NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, question TEXT NOT NULL,
            PRIMARY KEY (organization, attempt)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    /// What format 3 has besides: what the calls of each run come to by user and destination, and the names of plans.
    private static let statementsOfFormat3 = [
        """
        CREATE TABLE usage (
            month TEXT NOT NULL, organization TEXT NOT NULL REFERENCES accounts, run INTEGER NOT NULL REFERENCES runs, currency TEXT NOT NULL,
            decimals INTEGER NOT NULL, texts BLOB NOT NULL, by_user BLOB NOT NULL, by_destination BLOB NOT NULL, uncovered BLOB NOT NULL,
            PRIMARY KEY (month, organization, run)
        ) STRICT
        """,
        """
        CREATE TABLE plan_names (
            run INTEGER NOT NULL REFERENCES runs, plan TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (run, plan)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    /// The format from which on a ledger knows what runs drew from pools, and can take them back.
    static let firstVersionWithDraws = 2
    /// The format from which on a ledger knows what the calls of runs come to.
    static let firstVersionWithUsage = 3

    /// What brings a ledger of an earlier format up to this one; all of it belongs into one transaction.
    static func upgrade(from version: Int) -> [String] {
        if version >= LedgerSchema.version { return [] }
        return (version < 2 ? upgradeToFormat2 : []) + statementsOfFormat3 + [
            "INSERT INTO upgrades SELECT 3, coalesce(max(run), 0) FROM runs",
            "PRAGMA user_version = \(LedgerSchema.version)",
        ]
    }

    private static let upgradeToFormat2 =
        statementsOfFormat2 + [
            "INSERT INTO upgrades SELECT 2, coalesce(max(run), 0) FROM runs",
            // An approval says how it was paid, as a lot does.
            "UPDATE approvals SET reference = 'command:' || reference",
            // Whom to tell was not kept then.
            """
            INSERT INTO messages SELECT DISTINCT run, notices.organization, 'run-' || run || '.' || lower(hex(notices.organization)) || '@scatto.invalid',
                '', coalesce(currency, ''), '' FROM notices LEFT JOIN accounts ON accounts.organization = notices.organization
            """,
        ]
}
