import Benchmark

/// Each stage alone, on one core, beside the plain twin that one would write first.
let benchmarks: @Sendable () -> Void = {
    inflateBenchmarks()
    parseBenchmarks()
    rateBenchmarks()
    settleBenchmarks()
    formatBenchmarks()
    indexBenchmarks()
}

/// A stage and its twin have come to different results, so that comparing their times would mean nothing.
enum TwinProblem: Error {
    case differs(stage: String, ours: String, twins: String)
}

/// Throws unless both have come to the same.
func requireSame<Result: Equatable>(_ stage: String, _ ours: Result, _ twins: Result) throws {
    if ours != twins { throw TwinProblem.differs(stage: stage, ours: "\(ours)", twins: "\(twins)") }
}
