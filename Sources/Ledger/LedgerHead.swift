/// The marks by which a ledger is known: SQLite's own, the application's and the format's.
///
/// They stand in the first 100 bytes of the file (https://www.sqlite.org/fileformat.html, "The Database Header"), so a foreign file is
/// recognised before SQLite opens it, and stays as it is even if it has a journal that SQLite would play back.
struct LedgerHead {
    /// How many bytes of the file hold the marks.
    static let bytes = 100

    /// `PRAGMA application_id`.
    var applicationID: UInt32
    /// `PRAGMA user_version`.
    var version: UInt32
    /// Whether pages are of our size and have room for a checksum.
    private var hasChecksums = true

    /// The marks that SQLite answers with.
    init(applicationID: UInt32, version: UInt32) {
        self.applicationID = applicationID
        self.version = version
    }

    /// The marks in the first `count` bytes of a file; `nil` if it is no SQLite database.
    init?(_ head: [UInt8], count: Int) {
        guard count == LedgerHead.bytes, head.starts(with: Array("SQLite format 3\0".utf8)) else { return nil }
        func word(_ offset: Int) -> UInt32 { head[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) } }
        self.init(applicationID: word(68), version: word(60))
        hasChecksums = unsafe head.withUnsafeBytes { unsafe LedgerHead.checksummedPageBytes($0) } == LedgerSchema.pageBytes
    }

    /// The size of pages of which each has room for a checksum, 0 if they have none; `nil` if these bytes are not the head of a database.
    static func checksummedPageBytes(_ head: UnsafeRawBufferPointer) -> Int? {
        guard head.count >= bytes, unsafe head.starts(with: "SQLite format 3\0".utf8) else { return nil }
        let pageBytes = unsafe Int(head[16]) << 8 | Int(head[17])
        // 1 stands for 65,536, which no ledger has.
        return unsafe Int(head[20]) == PageChecksum.byteCount && pageBytes.isMultiple(of: 8) ? pageBytes : 0
    }

    /// Nothing, if this is a ledger that this code can read.
    func check(path: String) throws(LedgerFault) {
        if applicationID != LedgerSchema.applicationID { throw .notALedger(path: path) }
        if version > LedgerSchema.version { throw .newerVersion(path: path, version: Int(version)) }
        if version < LedgerSchema.oldestVersion { throw .damaged(path: path, detail: "its format is \(version)") }
        if version >= LedgerSchema.firstVersionWithChecksums, !hasChecksums {
            throw .damaged(path: path, detail: "its pages have no checksums")
        }
    }
}
