import ArgumentParser

/// The command `scatto`.
struct Scatto: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scatto",
        abstract: "Rates call detail records: exactly, once, and fast.",
        discussion: """
            A run reads gzip'd call detail records, finds each call's price by the longest prefix, draws on the minutes of licences and then on prepaid \
            communications credits, and writes the PSTN usage report as CSV that opens in Excel without damage.

            Exit status: 0 done; 1 done, but some records were suspended; 2 the command line or the catalogue is wrong; 3 an input or output could not be \
            read or written; 4 the ledger is locked or damaged. With 2, 3 and 4 nothing was settled.
            """,
        version: Version.text,
        subcommands: [
            RateCommand.self, VerifyCommand.self, ExplainCommand.self, RerateCommand.self, UndoCommand.self, RunsCommand.self, ReportCommand.self,
            AdviseCommand.self, LedgerCommand.self, CreditsCommand.self, PoolsCommand.self, NoticesCommand.self, SuspenseCommand.self,
            CatalogueCommand.self, FormatsCommand.self, TariffCommand.self, GenerateCommand.self,
        ])
}
