internal import CallModel
public import Catalogue

extension DeckVocabulary {
    /// Keys of a vocabulary.
    private static let keys = [
        "columns", "joinedDestination", "emptyDestination", "columnsWithoutHeader", "delimiter", "decimal", "encoding", "priceFor", "pricesIn",
        "dates",
        "openDates", "timeZone", "lastDayIncluded", "blanksInCodes", "stripFromCodes", "defaults", "mustBe", "leaveOut",
    ]
    private static let listRemedy = "write names in brackets, such as [Code, Prefix]"

    /// Reads a vocabulary.
    ///
    /// - Parameter name: By which messages call it, its faults among them.
    /// - Throws: All that is wrong with it.
    public static func read(name: String, content: [UInt8]) throws(CatalogueFaults) -> DeckVocabulary {
        var document = SettingsDocument(file: name, content: content)
        var vocabulary = DeckVocabulary(name: name)
        if let root = document.root {
            vocabulary.read(root, &document)
        } else if document.faults.isEmpty {
            document.fault("the file is empty", "write a vocabulary; scatto tariff vocabularies NAME shows one that can be copied")
        }
        if !document.faults.isEmpty {
            throw CatalogueFaults(faults: document.faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        return vocabulary
    }

    private mutating func read(_ root: SettingsDocument.Place, _ document: inout SettingsDocument) {
        let fields = document.fields(root, "the vocabulary", DeckVocabulary.keys)
        let names = document.fields(fields["columns"], "columns", DeckField.allCases.map(\.key))
        for field in DeckField.allCases {
            let written = DeckVocabulary.names(names[field.key], field.key, &document)
            writtenColumns[field.rawValue] = written
            columns[field.rawValue] = written.map { HeaderName.normalized($0) }
        }
        writtenJoinedDestination = DeckVocabulary.names(fields["joinedDestination"], "joinedDestination", &document)
        joinedDestination = writtenJoinedDestination.map { HeaderName.normalized($0) }
        namesByPrefix = document.word(fields["emptyDestination"], "emptyDestination", [("prefix", true), ("fault", false)]) ?? false
        for field in [DeckField.prefix, .ratePerMinute] where columns[field.rawValue].isEmpty {
            document.fault("columns has no \(field.key)", "name the columns that hold it, such as '\(field.key): [Name]'")
        }
        if columns[DeckField.destination.rawValue].isEmpty, joinedDestination.isEmpty, !namesByPrefix {
            document.fault("columns has no destination", "name the columns that hold it, or write 'emptyDestination: prefix'")
        }
        columnsWithoutHeader = document.texts(fields["columnsWithoutHeader"], "columnsWithoutHeader", DeckVocabulary.listRemedy)
        delimiter =
            document.word(
                fields["delimiter"], "delimiter",
                [(",", UInt8(ascii: ",")), (";", UInt8(ascii: ";")), ("tab", UInt8(ascii: "\t")), ("|", UInt8(ascii: "|")), ("tell", nil)]) ?? nil
        decimalSign =
            document.word(fields["decimal"], "decimal", [(".", UInt8(ascii: ".")), (",", UInt8(ascii: ",")), ("tell", nil)]) ?? nil
        isWindows1252 = document.word(fields["encoding"], "encoding", [("utf-8", false), ("windows-1252", true)]) ?? false
        priceSeconds = document.word(fields["priceFor"], "priceFor", [("minute", 60), ("second", 1)]) ?? 60
        unitsPerCurrency = document.word(fields["pricesIn"], "pricesIn", [("units", 1), ("cents", 100)]) ?? 1
        blanks = document.word(fields["blanksInCodes"], "blanksInCodes", [("tell", .tell), ("separate", .separate), ("join", .join)]) ?? .tell
        strip = document.texts(fields["stripFromCodes"], "stripFromCodes", "write texts in brackets").filter { !$0.isEmpty }.map { Array($0.utf8) }
        readDates(fields, &document)
        let defaults = document.fields(fields["defaults"], "defaults", ["initial_increment", "increment", "in_plans"])
        let most = RateDeckReading.incrementMax
        initialIncrement = document.number(defaults["initial_increment"], "initial_increment", 0...most).map { Int32($0) }
        increment = document.number(defaults["increment"], "increment", 1...most).map { Int32($0) } ?? 60
        inPlans = document.word(defaults["in_plans"], "in_plans", [("yes", true), ("no", false)]) ?? true
        readConditions(fields["mustBe"], "mustBe", leavesOut: false, &document)
        readConditions(fields["leaveOut"], "leaveOut", leavesOut: true, &document)
    }

    private static func names(_ place: SettingsDocument.Place?, _ what: String, _ document: inout SettingsDocument) -> [String] {
        document.texts(place, what, listRemedy).filter { !HeaderName.normalized($0).isEmpty }
    }

    private mutating func readDates(_ fields: [String: SettingsDocument.Place], _ document: inout SettingsDocument) {
        if let place = fields["dates"] {
            dates = []
            for text in document.texts(place, "dates", "write patterns in brackets, such as [DD/MM/YYYY]") {
                if let pattern = DatePattern(text) {
                    dates.append(pattern)
                } else {
                    document.fault(
                        place, "'\(text.excerpt)' is no pattern of a date",
                        "write YYYY, MM, M or MMM, DD or D, and possibly hh:mm, hh:mm:ss and zz, such as DD/MM/YYYY")
                }
            }
        }
        openDates = document.texts(fields["openDates"], "openDates", "write words in brackets, such as [ASAP]").map(\.asciiLowercased)
        lastDayIsIncluded = document.word(fields["lastDayIncluded"], "lastDayIncluded", [("yes", true), ("no", false)]) ?? false
        if let place = fields["timeZone"], let name = document.text(place, "timeZone") {
            timeZone = CalendarZone(name: name)
            if timeZone == nil {
                document.fault(place, "there is no time zone '\(name.excerpt)'", "write an IANA name, such as Europe/Rome or UTC")
            }
        }
    }

    private mutating func readConditions(_ place: SettingsDocument.Place?, _ what: String, leavesOut: Bool, _ document: inout SettingsDocument) {
        let known = leavesOut ? ["columns", "values"] : ["columns", "values", "because", "do"]
        for item in document.items(place, what, "write a list of mappings with columns and values") {
            let fields = document.fields(item, "an item of \(what)", known)
            let columns = DeckVocabulary.names(fields["columns"], "columns", &document).map { HeaderName.normalized($0) }
            let values = document.texts(fields["values"], "values", "write values in brackets, such as [\"\", 0]")
            if columns.isEmpty || values.isEmpty {
                document.fault(
                    item, "an item of \(what) has no columns or no values", "write both, such as { columns: [Status], values: [Inactive] }")
            }
            var condition = RowCondition(columns: columns, values: values.map { RowCondition.Value($0) }, leavesOut: leavesOut)
            if !leavesOut {
                condition.because = document.text(fields["because"], "because") ?? "the vocabulary takes no such row"
                condition.remedy = document.text(fields["do"], "do") ?? "change it, or leave the row out"
            }
            conditions.append(condition)
        }
    }
}
