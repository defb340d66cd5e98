/// One committed run.
public struct RunRecord: Sendable, Hashable {
    /// Its place in the order of committed runs, from 1.
    public var number: Int
    /// The version of Scatto.
    public var version: String
    /// SHA-256 of the catalogue, 64 hexadecimal digits in lower case.
    public var catalogueSHA256: String
    /// The catalogue's time zone, an IANA name.
    public var timeZone: String
    /// The folder of the outputs, absolute.
    public var output: String
    /// 0, or 1 if some records were suspended.
    public var exitStatus: Int32
    /// Records that were read; always ``settled`` + ``suspended`` + ``duplicates``.
    public var read: Int64
    /// Records that were settled.
    public var settled: Int64
    /// Records that were suspended.
    public var suspended: Int64
    /// Records that were duplicates.
    public var duplicates: Int64
    /// The inputs, in the order in which they were given.
    public var inputs: [RunInput]

    /// A run.
    public init(
        number: Int, version: String, catalogueSHA256: String, timeZone: String, output: String, exitStatus: Int32, read: Int64, settled: Int64,
        suspended: Int64, duplicates: Int64, inputs: [RunInput]
    ) {
        self.number = number
        self.version = version
        self.catalogueSHA256 = catalogueSHA256
        self.timeZone = timeZone
        self.output = output
        self.exitStatus = exitStatus
        self.read = read
        self.settled = settled
        self.suspended = suspended
        self.duplicates = duplicates
        self.inputs = inputs
    }
}

/// One input of a run.
public struct RunInput: Sendable, Hashable {
    /// As it was given.
    public var path: String
    /// SHA-256 of its bytes as they stand in the file, 64 hexadecimal digits in lower case.
    public var sha256: String
    /// Its size as it stands in the file.
    public var bytes: Int64
    /// Records that were read from it; 0 if it was skipped.
    public var records: Int64
    /// Of these, how many were suspended.
    public var suspended: Int64
    /// Whether its very bytes were committed before (rating-rules.md §11).
    public var isSkipped: Bool

    /// An input.
    public init(path: String, sha256: String, bytes: Int64, records: Int64, suspended: Int64, isSkipped: Bool) {
        self.path = path
        self.sha256 = sha256
        self.bytes = bytes
        self.records = records
        self.suspended = suspended
        self.isSkipped = isSkipped
    }
}
