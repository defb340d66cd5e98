import ArgumentParser
import CallRecords
import RecordFormats

/// `scatto formats`.
struct FormatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats", abstract: "List and print the formats of call detail records.", subcommands: [List.self, Show.self])

    /// `scatto formats list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the built-in formats.")

        func run() {
            let width = FormatFile.builtIn.map(\.name.count).max() ?? 0
            for file in FormatFile.builtIn {
                print(file.name + String(repeating: " ", count: width + 2 - file.name.count) + file.summary)
            }
        }
    }

    /// `scatto formats show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print a format, to be copied and changed: a copy works with --format FILE.yaml.",
            discussion: "A format file is read first, and what is wrong with it is told, with line and column.")

        @Argument(help: ArgumentHelp("A built-in format, or a format file.", valueName: "name|file.yaml"))
        var name: String

        func validate() throws {
            if !FormatFile.isPath(name), FormatFile.builtIn(name) == nil { throw ValidationError(FormatFile.unknown(name)) }
        }

        func run() throws {
            do throws(FormatFaults) {
                let file = try FormatFile.find(name)
                _ = try file.format()
                print(String(decoding: file.content, as: UTF8.self), terminator: "")
            } catch {
                throw Failure.end(error.description, status: 2)
            }
        }
    }
}
