public import CallRecords
internal import Catalogue

/// A format file: the text of a call record format, in YAML.
public struct FormatFile: Sendable {
    /// The name of a built-in format, or the path of the file.
    public let name: String
    /// Its bytes.
    public let content: [UInt8]

    /// A text under a name.
    public init(name: String, content: [UInt8]) {
        self.name = name
        self.content = content
    }

    /// The most bytes of a format file.
    public static let byteCountMax = 1 << 20

    /// The built-in formats, in the order in which they are listed.
    public static let builtIn: [FormatFile] = [
        FormatFile(name: "native", content: PackageResources.native_yaml),
        FormatFile(name: "teams-graph", content: PackageResources.teams_graph_yaml),
        FormatFile(name: "asterisk", content: PackageResources.asterisk_yaml),
        FormatFile(name: "asterisk-custom", content: PackageResources.asterisk_custom_yaml),
        FormatFile(name: "freeswitch", content: PackageResources.freeswitch_yaml),
        FormatFile(name: "freeswitch-asterisk", content: PackageResources.freeswitch_asterisk_yaml),
        FormatFile(name: "cucm", content: PackageResources.cucm_yaml),
    ]

    /// The built-in format of a name, or `nil`.
    public static func builtIn(_ name: String) -> FormatFile? { builtIn.first { $0.name == name } }

    /// Whether a name means a file: it has a `/` in it or ends in `.yaml`.
    public static func isPath(_ name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: "/")) || Array(name.utf8.suffix(5)) == Array(".yaml".utf8)
    }

    /// What a person is told of a name that no built-in format has.
    public static func unknown(_ name: String) -> String {
        let names = builtIn.map(\.name)
        let near = NearestName.among(names, to: name).map { "use \($0)" } ?? "use one of \(names.joined(separator: ", "))"
        return "unknown format “\(name.excerpt)”; \(near), or a file whose name ends in .yaml"
    }

    /// Reads the format.
    ///
    /// - Throws: ``FormatFaults``, all that are found.
    public func format() throws(FormatFaults) -> RecordFormat {
        if content.count > FormatFile.byteCountMax {
            throw FormatFaults(lines: ["\(name):1:1: the file is larger than 1 MiB; a format takes a few lines"])
        }
        var reader = FormatReader(name, content)
        let format = reader.read()
        if !reader.document.faults.isEmpty {
            let sorted = reader.document.faults.enumerated().sorted {
                ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
            }
            throw FormatFaults(lines: sorted.map { $0.element.description })
        }
        return format
    }

    /// What the format is for: the comment on its first line.
    public var summary: String {
        let line = String(decoding: content.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return String(line.drop { $0 == "#" || $0 == " " })
    }
}

/// All that is wrong with a format file: a line each, with file, line, column and what to do.
public struct FormatFaults: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    public let lines: [String]

    /// These lines.
    public init(lines: [String]) { self.lines = lines }

    /// The lines.
    public var description: String { lines.joined(separator: "\n") }
}
