import ArgumentParser
import Catalogue
import RatingRun
import Verification

/// `scatto suspense`.
struct SuspenseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "suspense", abstract: "Look at suspended records.", subcommands: [Summary.self])

    /// `scatto suspense summary`.
    struct Summary: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "summary", abstract: "Show what waits in suspense, by reason, destination and user, with what is to be done.",
            discussion: """
                Once the cause is mended, scatto rate takes the files of suspended/: it settles those records and no others. Exit status: 0 done; 2 the \
                command line is wrong; 3 a file could not be read.
                """)

        @OptionGroup var format: FormatArguments
        @Flag(name: .long, help: "Show all destinations and users, not only the first 10 of each reason.")
        var all = false
        @Flag(name: .long, help: "As JSON.")
        var json = false
        @Argument(help: ArgumentHelp("Output folders of runs.", valueName: "dir"))
        var folders: [String]

        func run() throws {
            let format = try format.read()
            var summary = SuspenseSummary(numberingPlan: NumberingPlanEntry.builtIn)
            do {
                for folder in folders.map({ $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 }) {
                    var reader = try SuspenseReader(folder: folder)
                    let inputs = try reader.inputs()
                    try SuspendedRecords.read(of: folder, sources: inputs.map { ($0.source, $0.reasons.count) }, format: format) {
                        summary.add(reason: inputs[$0].reasons[$1], $2, $3)
                    }
                }
            } catch let fault as ReportFault {
                throw Failure.end(fault.description, status: 3)
            } catch let fault as RunFault {
                throw Failure.end(fault)
            }
            let listing = SuspenseListing(reasons: summary.reasons, folderCount: folders.count, shownMax: all ? .max : 10)
            print(json ? listing.json : listing.text, terminator: "")
        }
    }
}
