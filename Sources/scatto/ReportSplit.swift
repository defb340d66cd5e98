import ArgumentParser

/// By what `--split-by` makes files of their own.
enum ReportSplit: String, CaseIterable, ExpressibleByArgument {
    case organization
}
