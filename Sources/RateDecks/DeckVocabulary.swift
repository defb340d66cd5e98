internal import CallModel
internal import Catalogue

/// What the columns and cells of somebody's rate decks mean: data, read from YAML (see <doc:RateDecks>).
public struct DeckVocabulary: Sendable {
    /// By which messages call it: a built-in name, or a file.
    public var name: String
    /// Names of columns by field, each in the form of ``HeaderName``, the preferred one first.
    var columns: [[String]] = Array(repeating: [], count: DeckField.allCases.count)
    /// The same as the vocabulary writes them.
    var writtenColumns: [[String]] = Array(repeating: [], count: DeckField.allCases.count)
    /// Columns whose texts make the destination where no column of its own does.
    var joinedDestination: [String] = []
    /// The same as the vocabulary writes them.
    var writtenJoinedDestination: [String] = []
    /// Whether a row without a destination is called by its prefix.
    var namesByPrefix = false
    /// The header to be assumed where a file has none; empty if it must have one.
    var columnsWithoutHeader: [String] = []
    /// What stands between cells; `nil`: what the header tells.
    var delimiter: UInt8?
    /// The decimal sign; `nil`: what each number tells.
    var decimalSign: UInt8?
    /// Whether text that is no UTF-16 is Windows-1252 instead of UTF-8.
    var isWindows1252 = false
    /// For how many seconds a price is.
    var priceSeconds: UInt64 = 60
    /// How many of the deck's units are one of the currency: 1, or 100 for cents.
    var unitsPerCurrency: UInt64 = 1
    /// How dates are written.
    var dates: [DatePattern] = DatePattern.iso
    /// Words that stand for no date.
    var openDates: [String] = []
    /// Where dates without an offset are local; `nil`: in the catalogue's time zone.
    var timeZone: CalendarZone?
    /// Whether an end that is a bare date is the last day on which the rate holds.
    var lastDayIsIncluded = false
    /// What blanks between the digits of codes mean.
    var blanks = Blanks.tell
    /// What is taken away from the beginning and the end of a code's cell.
    var strip: [[UInt8]] = []
    /// Where a cell is empty, or has no column.
    var initialIncrement: Int32?
    /// See ``initialIncrement``.
    var increment: Int32 = 60
    /// See ``initialIncrement``.
    var inPlans = true
    /// What rows must be, or are left out for.
    var conditions: [RowCondition] = []

    /// What blanks between the digits of codes mean.
    enum Blanks: Sendable {
        /// A list, where all codes begin with the same two digits; a fault elsewhere.
        case tell
        /// They stand between two codes.
        case separate
        /// They mean nothing.
        case join
    }

    /// A vocabulary of nothing.
    init(name: String) { self.name = name }
}

/// What a row must be to be taken, or for what it is no rate.
struct RowCondition: Sendable {
    /// Names of columns, in the form of ``HeaderName``.
    var columns: [String]
    /// What may stand in them, or what makes the row no rate.
    var values: [Value]
    /// Whether rows with such a value are left out; otherwise rows with another one cannot be taken.
    var leavesOut: Bool
    /// Why they cannot be taken, and what to do.
    var because = ""
    /// See ``because``.
    var remedy = ""

    /// A value: the same text, without regard to case, or the same number.
    struct Value: Sendable {
        /// In lower case.
        var text: [UInt8]
        var number: Money?

        init(_ text: String) {
            self.text = Array(text.asciiLowercased.utf8)
            number = Money.parse(text)?.amount
        }
    }

    /// Whether one of the values stands there; the cell is without blanks around it.
    func contains(_ cell: Span<UInt8>) -> Bool {
        for value in values where RowCondition.isEqual(cell, value.text) { return true }
        guard let number = Money.parse(cell)?.amount else { return false }
        return values.contains { $0.number == number }
    }

    private static func isEqual(_ cell: Span<UInt8>, _ text: [UInt8]) -> Bool {
        if cell.count != text.count { return false }
        for i in 0..<cell.count where asciiLowercased(cell[i]) != text[i] { return false }
        return true
    }
}

/// Names of columns are compared without regard to case, to blanks around them, to how many blanks stand within, and to a remark in brackets behind.
enum HeaderName {
    /// The name in lower case, with single blanks.
    static func normalized(_ name: String) -> String {
        let words = name.asciiLowercased.split { $0 == " " || $0 == "\t" || $0 == "\u{A0}" || $0.isNewline }
        return words.joined(separator: " ")
    }

    /// The name less a remark in brackets behind it, such as the currency; `nil` if it has none.
    static func withoutRemark(_ normalized: String) -> String? {
        guard normalized.hasSuffix(")"), let open = normalized.lastIndex(of: "("), open != normalized.startIndex else { return nil }
        return HeaderName.normalized(String(normalized[..<open]))
    }
}
