/// A problem of the catalogue: what, where, and what to do.
public struct CatalogueFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, relative to the catalogue's folder.
    public var file: String
    /// The physical line, from 1.
    public var line: Int
    /// The column in characters, from 1.
    public var column: Int
    /// What is wrong.
    public var message: String
    /// What to do about it.
    public var remedy: String

    /// A problem.
    public init(file: String, line: Int, column: Int, message: String, remedy: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.remedy = remedy
    }

    /// As `rates.csv:12:5: message; remedy`.
    public var description: String { "\(file):\(line):\(column): \(message); \(remedy)" }
}

/// All problems of a catalogue at once, in order of file and line.
public struct CatalogueFaults: Error, Sendable {
    /// At least one.
    public var faults: [CatalogueFault]

    /// These problems.
    public init(faults: [CatalogueFault]) { self.faults = faults }
}
