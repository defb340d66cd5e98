/// Reads suspense.csv of an output folder, in every dialect and locale.
public struct SuspenseReader: ~Copyable {
    /// Suspended records of one input, in their order.
    public struct Input: Sendable, Hashable {
        /// The input, as it was given to the run.
        public var source: String
        /// The word of each record's reason.
        public var reasons: [String]
    }

    private var file: TableFileReader
    private let path: String

    /// Opens the file of a folder.
    public init(folder: String) throws(ReportFault) {
        path = folder + "/" + TableCheck.suspense.name
        file = try TableFileReader(path, columns: TableCheck.suspense.columns)
    }

    /// Reads all rows; those of one input follow one another. - Complexity: O(rows), a reference for each.
    public mutating func inputs() throws(ReportFault) -> [Input] {
        var inputs: [Input] = []
        // A few words, each kept once.
        var words: [String: String] = [:]
        var block = ReportBlock()
        while try file.next(into: &block) {
            for row in 0..<block.rowCount {
                let source = block.text(row, 0)
                if inputs.last?.source.utf8.elementsEqual(source.utf8) != true { inputs.append(Input(source: source, reasons: [])) }
                let word = block.text(row, 3)
                inputs[inputs.count - 1].reasons.append(words[word] ?? word)
                words[word] = words[word] ?? word
            }
        }
        return inputs
    }
}
