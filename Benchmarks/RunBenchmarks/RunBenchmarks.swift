import Benchmark
import BenchmarkInputs
import Foundation
import Ledger
import RatingRun
import UsageReport

/// Whole runs through the library: from .csv.gz to the report and the committed ledger, in the dialect `plain` unless another is said.
let benchmarks: @Sendable () -> Void = {
    let records = 500_000
    for records in [100_000, 500_000, 1_000_000] {
        run("by size: \(records) records", .init { $0.records = records })
    }
    for workers in [1, 2, 4] {
        run("by workers: \(workers)", .init { $0.records = records }, workers: workers)
    }
    for files in [1, 2, 8] {
        run("by files: \(files)", .init { ($0.records, $0.files) = (records, files) })
    }
    for prefixes in [1_000, 50_000, 1_000_000] {
        run("by deck: \(prefixes) prefixes", .init { ($0.records, $0.prefixes) = (records, prefixes) })
    }
    for users in [1_000, 20_000, 1_000_000] {
        run("by directory: \(users) users", .init { ($0.records, $0.users) = (records, users) })
    }
    run("by dialect: plain", .init { $0.records = records })
    run("by dialect: excel", .init { $0.records = records }, style: .excel())
}

/// A run that is about to begin.
private struct ReadyRun {
    let input: GeneratedInput
    let options: RunOptions
}

/// What a run came to that should have settled everything.
private enum Problem: Error {
    case notAllSettled(Int64)
}

/// Adds a benchmark of runs with a fresh ledger and a fresh output folder each.
private func run(_ name: String, _ size: GeneratedInput.Size, workers: Int = 2, style: ReportStyle = .plain) {
    benchmark(name, maxDuration: .seconds(5), setup: { try await GeneratedInput(size) }, prepare: { try ready($0, workers, style) }) { run in
        let summary = try await RatingRun(run.options).start()
        if summary.record.settled != Int64(run.input.size.records) { throw Problem.notAllSettled(summary.record.settled) }
        return Work(records: run.input.size.records, bytes: run.input.textByteCount)
    }
}

/// Removes what the run before has written.
private func ready(_ input: GeneratedInput, _ workers: Int, _ style: ReportStyle) throws -> ReadyRun {
    let folder = input.catalogueFolder + "/../run"
    if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var options = RunOptions(
        catalogue: input.catalogueFolder, ledger: folder + "/ledger", output: folder + "/output", inputs: input.packedPaths, version: "benchmark")
    options.workers = workers
    options.style = style
    return ReadyRun(input: input, options: options)
}
