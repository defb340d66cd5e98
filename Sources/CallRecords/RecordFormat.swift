public import CallModel

/// How the records of some switch are written and what they mean, as data: what a format file says.
///
/// For each input it is compiled once into a ``ColumnPlan``, which is what the stage `parse` works with.
public struct RecordFormat: Sendable, Hashable {
    /// The name of a built-in format, or the path of a format file.
    public var name: String
    /// How records are told apart, and their columns.
    public var layout: RecordLayout
    /// How times are written.
    public var time: TimeReading
    /// Whether `--time-zone` may say in which zone times without an offset are.
    public var takesTimeZone: Bool
    /// Where each field comes from; a field that is not there is empty.
    public var fields: [RecordField: FieldSource]
    /// When the duration counts: all of these. A call for which they do not hold was not answered, and has the duration 0.
    public var answered: [FieldCondition]
    /// What the duration is written in.
    public var durationUnit: DurationUnit
    /// What turns the caller into international form.
    public var callerRules: [NumberRule]
    /// What turns the callee into international form.
    public var calleeRules: [NumberRule]
    /// Rows that are no records: those for which all conditions of one of these lists hold.
    public var ignored: [[FieldCondition]]

    /// A format of comma-separated values with a header and nothing in it.
    public init(name: String) {
        self.name = name
        layout = .table(TableLayout())
        time = TimeReading()
        takesTimeZone = false
        fields = [:]
        answered = []
        durationUnit = .seconds
        callerRules = []
        calleeRules = []
        ignored = []
    }

    /// What the duration is written in; fractions of a second are rounded up.
    public enum DurationUnit: Hashable, Sendable {
        /// Whole or decimal seconds.
        case seconds
        /// Whole milliseconds.
        case milliseconds
        /// `HH:MM:SS` or `MM:SS`.
        case clock
    }
}

/// How records are told apart.
public enum RecordLayout: Hashable, Sendable {
    /// Rows of columns with a delimiter.
    case table(TableLayout)
    /// JSON objects, whose members are the columns.
    case objects
}

/// Rows of columns with a delimiter.
public struct TableLayout: Hashable, Sendable {
    /// What stands between fields; of several, the header tells which.
    public var delimiters: [UInt8] = [UInt8(ascii: ",")]
    /// What stands around fields that have a delimiter in them, doubled inside; `nil` if nothing does.
    public var quote: UInt8? = UInt8(ascii: "\"")
    /// The names of the columns, if the input has no header; `nil` if it has.
    public var columns: [String]?
    /// How many columns a record may have; `nil`: as many as the header, or as ``columns``.
    public var columnCount: ClosedRange<Int>?
    /// Lines before the header, or before the first record, that are passed over.
    public var linesBefore = 0
    /// Lines behind the header that are passed over.
    public var linesAfter = 0
    /// With what a line begins that is no record; empty: there are none.
    public var comment: [UInt8] = []

    /// Comma-separated values with a header.
    public init() {}
}

/// How times are written.
public struct TimeReading: Hashable, Sendable {
    /// What is tried, in order.
    public var forms: [Form]
    /// The zone of times that have no offset.
    public var zone: CalendarZone

    /// The native format's times.
    public init(forms: [Form] = [.standard], zone: CalendarZone = .utc) {
        self.forms = forms
        self.zone = zone
    }

    /// One way to write a time.
    public enum Form: Hashable, Sendable {
        /// As the native format has it (file-formats.md, `start_time`).
        case standard
        /// By a pattern.
        case pattern(TimePattern)
        /// Seconds, thousandths or millionths since 1970, UTC: so many units a second.
        case epoch(unitsPerSecond: Int64)

        /// As a format file writes it.
        public var description: String {
            switch self {
            case .standard: "YYYY-MM-DDThh:mm:ssZ"
            case .pattern(let pattern): pattern.text
            case .epoch(1): "seconds since 1970"
            case .epoch(1000): "milliseconds since 1970"
            case .epoch: "microseconds since 1970"
            }
        }
    }
}
