import ArgumentParser

/// How `scatto rate` writes its reports.
enum ReportDialect: String, CaseIterable, ExpressibleByArgument {
    /// CSV that opens in Excel.
    case excel
    /// CSV as in RFC 4180, for programs.
    case plain
    /// The same as `plain`, and a workbook for people.
    case xlsx
}
