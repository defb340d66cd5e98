import ArgumentParser
import CallModel
import CallRecords
import Catalogue
import FoundationEssentials
import RecordFormats

/// How the inputs' records are written.
struct FormatArguments: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The format of the inputs: native (CSV, also a Teams PSTN export), another that scatto formats list shows, or a format file.",
            valueName: "name"))
    var format = "native"
    @Option(name: .long, help: ArgumentHelp("The time zone of the inputs' times, where the format takes one; default UTC.", valueName: "name"))
    var timeZone: String?

    func validate() throws {
        if !FormatFile.isPath(format), FormatFile.builtIn(format) == nil { throw ValidationError(FormatFile.unknown(format)) }
        if let timeZone, CalendarZone(name: timeZone) == nil {
            throw ValidationError("--time-zone: there is no time zone “\(timeZone)”; write an IANA name such as Europe/Rome")
        }
    }

    /// Reads the format.
    ///
    /// - Throws: What ends the process with status 2, its message printed.
    func read() throws -> RecordFormat {
        var found: RecordFormat
        do throws(FormatFaults) {
            found = try FormatFile.find(format).format()
        } catch {
            throw Failure.end(error.description, status: 2)
        }
        if let timeZone, let zone = CalendarZone(name: timeZone) {
            if !found.takesTimeZone {
                throw Failure.end("--time-zone: format \(format) says itself in which zone its times are; leave the option out", status: 2)
            }
            found.time.zone = zone
        }
        return found
    }
}

extension FormatFile {
    /// The built-in format of a name, or the file of a path.
    static func find(_ name: String) throws(FormatFaults) -> FormatFile {
        if !isPath(name) {
            guard let file = builtIn(name) else { throw FormatFaults(lines: [unknown(name)]) }
            return file
        }
        do {
            let handle = try Data(contentsOf: URL(fileURLWithPath: name))
            return FormatFile(name: name, content: Array(handle))
        } catch {
            throw FormatFaults(lines: ["\(name): the format file cannot be read; check its name and its permissions"])
        }
    }
}
