import CallModel

extension ColumnPlan {
    /// Compiles a format for an input.
    ///
    /// - Parameters:
    ///   - header: The names of its header; `nil` if the format has none.
    ///   - delimiter: What stands between its fields.
    /// - Throws: ``HeaderFault`` if a required field has no column, or one field has two.
    init(_ format: RecordFormat, header: [String]?, delimiter: UInt8) throws(HeaderFault) {
        if let header, let names = format.plainNames {
            try self.init(header: header, fields: names, substitutes: format.substitutes, delimiter: delimiter)
            return
        }
        var names: [String] = []
        var quote: UInt8?
        var counts: ClosedRange<Int>
        var isObject = false
        switch format.layout {
        case .table(let table):
            names = header ?? table.columns ?? []
            quote = table.quote
            counts = table.columnCount ?? max(1, names.count)...max(1, names.count)
        case .objects:
            isObject = true
            var seen: Set<[UInt8]> = []
            names = format.references.flatMap { $0.names + $0.substitutes }.filter { seen.insert(Array($0.utf8)).inserted }
            counts = 0...0
        }
        var builder = RecordProgramBuilder(names: names, isByName: header != nil, isObject: isObject)
        builder.compile(format)
        if let fault = builder.fault { throw fault }
        builder.setColumnCounts(counts)
        self.init(
            columns: Array(repeating: -1, count: RecordField.allCases.count), columnCount: counts.upperBound, delimiter: delimiter, quote: quote,
            program: builder.program, isObjects: isObject)
    }
}

extension RecordFormat {
    /// All columns that it names.
    var references: [ColumnReference] {
        RecordField.allCases.compactMap { fields[$0] }.flatMap(\.references) + (answered + ignored.joined()).compactMap(\.reference)
    }

    /// The names of the fields' columns, if the format takes them all as they are: then nothing has to be compiled.
    var plainNames: [RecordField: [String]]? {
        guard case .table(let table) = layout, table.columns == nil, table.columnCount == nil, table.comment.isEmpty,
            table.quote == UInt8(ascii: "\"")
        else { return nil }
        guard time.forms == [.standard], durationUnit == .seconds, answered.isEmpty, ignored.isEmpty, callerRules.isEmpty, calleeRules.isEmpty else {
            return nil
        }
        var names: [RecordField: [String]] = [:]
        for (field, source) in fields {
            guard case .column(let reference) = source, reference.emptyValues.isEmpty else { return nil }
            names[field] = reference.names
        }
        return names
    }

    /// The columns that are taken where those of ``plainNames`` are missing.
    var substitutes: [RecordField: [String]] {
        fields.compactMapValues { source in
            guard case .column(let reference) = source, !reference.substitutes.isEmpty else { return nil }
            return reference.substitutes
        }
    }

    /// What to say of a record that cannot be read, by ``Call/Fault``; empty where the native format's words fit.
    public var faultDetails: [String] {
        if plainNames != nil { return [] }
        let times = time.forms.map(\.description).joined(separator: " or ")
        var details: [Call.Fault: String] = [
            .startTime: "the start time\(columns(.startTime)) cannot be read; format \(name) has it as \(times), in the years 1970 to 2999",
            .endTime: "the end time\(columns(.endTime)) cannot be read; format \(name) has it as \(times), in the years 1970 to 2999",
        ]
        let unit =
            switch durationUnit {
            case .seconds: "whole or decimal seconds, at most 31536000"
            case .milliseconds: "whole milliseconds, at most 31536000000"
            case .clock: "HH:MM:SS or MM:SS"
            }
        details[.duration] = "the duration\(columns(.durationSeconds)) cannot be read; format \(name) has it as \(unit)"
        if case .table(let table) = layout {
            let count = table.columnCount ?? table.columns.map { $0.count...$0.count }
            if let count {
                let shown = count.lowerBound == count.upperBound ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
                details[.fieldCount] =
                    "the record has not the \(shown) columns of format \(name); compare it with the others, or name another format"
            }
        }
        return Call.Fault.allCases.map { details[$0] ?? "" }
    }

    /// The columns of a field, for messages.
    private func columns(_ field: RecordField) -> String {
        var seen: Set<String> = []
        let names = (fields[field]?.references ?? []).compactMap(\.names.first).filter { seen.insert($0).inserted }
        return names.isEmpty ? "" : " (\(names.map { "“\($0)”" }.joined(separator: ", ")))"
    }
}
