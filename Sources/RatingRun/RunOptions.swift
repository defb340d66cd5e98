public import CallRecords
public import Ledger
internal import ReportWorkbook
public import UsageReport

/// What a run is asked to do.
public struct RunOptions: Sendable {
    /// The catalogue's folder.
    public var catalogue: String
    /// The ledger's file.
    public var ledger: String
    /// The output folder: empty, absent, or with the finished output of these inputs.
    public var output: String
    /// Files, folders, or `-` for standard input.
    public var inputs: [String]
    /// How the inputs' records are written; `nil`: the native format.
    public var format: RecordFormat?
    /// How the output files are written.
    public var style: ReportStyle
    /// How many pieces of work may be under way at once; at least 1.
    public var workers: Int
    /// Whether run.json gets the SHA-256 of each output.
    public var seals: Bool
    /// Whether the outputs are forced to the disk before the ledger is committed, so that they survive a power failure.
    public var syncsOutputs: Bool
    /// Whether each organization gets a file of its rows of the usage report as well.
    public var splitsByOrganization: Bool
    /// Whether the reports are written as a workbook as well; the style must then be `plain`, and ``canWriteWorkbooks`` true.
    public var writesWorkbook: Bool
    /// Who may read what the run creates.
    public var access: FileAccess
    /// The program that is asked for payments.
    public var paymentCommand: String?
    /// How notices reach people; with `nil` they wait.
    public var delivery: DeliveryOptions?
    /// The version of Scatto, for the ledger and run.json.
    public var version: String
    /// Told now and then how far the run is.
    public var progress: @Sendable (RunProgress) -> Void

    /// What is taken for the answer of the payment program, which is then not asked: nothing of such a run may last.
    var assumedAnswer: AssumedAnswer?
    /// Looks on as some calls are settled.
    var witness: CallWitness?
    /// Bytes of text in a chunk; the results do not depend on it.
    var chunkByteCount = InputReader.chunkByteCount
    /// The most rows that a file of the usage report has; `nil` is what the style says.
    var rowsPerFileMax: Int?
    /// Bytes of rows that are gathered before they go to the organizations' files; the results do not depend on it.
    var gatheredByteCountMax = SplitReport.gatheredByteCountMax
    /// How long the payment program may take.
    var paymentPatience = PaymentProgram.patience

    /// A run with everything by default.
    public init(catalogue: String, ledger: String, output: String, inputs: [String], version: String) {
        self.catalogue = catalogue
        self.ledger = ledger
        self.output = output
        self.inputs = inputs
        self.version = version
        style = .excel()
        workers = 2
        seals = false
        syncsOutputs = false
        splitsByOrganization = false
        writesWorkbook = false
        access = .owner
        delivery = DeliveryOptions()
        progress = { _ in }
    }
}

extension RunOptions {
    /// Whether this Scatto was built with the trait `XLSX`.
    public static var canWriteWorkbooks: Bool { ReportWorkbook.isBuiltIn }
}

extension RunOptions {
    /// The same with a copy of the ledger, of which nothing lasts but what is in a temporary folder: no delivery, nothing forced to the disk, no program.
    func trial(ledger copy: String, output: String) -> RunOptions {
        var tried = self
        tried.ledger = copy
        tried.output = output
        tried.style = .plain
        tried.seals = false
        tried.splitsByOrganization = false
        tried.writesWorkbook = false
        tried.syncsOutputs = false
        tried.paymentCommand = nil
        tried.assumedAnswer = .approved
        tried.delivery = nil
        return tried
    }
}

/// How far a run is.
public struct RunProgress: Sendable {
    /// Bytes read of the inputs, as they lie there.
    public var bytesRead: Int64
    /// Bytes of the inputs; `nil` while standard input is not spooled.
    public var bytesTotal: Int64?
    /// Records settled, suspended or found to be duplicates.
    public var records: Int64
}
