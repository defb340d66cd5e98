public import Benchmark

/// What one iteration of a benchmark has done.
public struct Work: Sendable {
    /// Call detail records, or entries.
    public var records: Int
    /// Bytes that were read or written.
    public var bytes: Int

    /// So much.
    public init(records: Int, bytes: Int) {
        self.records = records
        self.bytes = bytes
    }
}

extension BenchmarkMetric {
    /// Records that were done in a second.
    public static let recordsPerSecond = BenchmarkMetric.custom("Records / s", polarity: .prefersLarger, useScalingFactor: false)
    /// Bytes that were done in a second.
    public static let bytesPerSecond = BenchmarkMetric.custom("Bytes / s", polarity: .prefersLarger, useScalingFactor: false)
}

/// Adds a benchmark that reports records and bytes a second. Generated folders are removed after it.
///
/// - Parameters:
///   - setup: Once, before all iterations.
///   - prepare: Before each iteration, not measured.
///   - body: What is measured; says what it has done.
public func benchmark<Setup, State>(
    _ name: String, maxDuration: Duration = .seconds(3), setup: @escaping () async throws -> Setup,
    prepare: @escaping (Setup) throws -> State, body: @escaping (inout State) async throws -> Work
) {
    Benchmark(
        name,
        configuration: .init(
            metrics: [.wallClock, .throughput, .recordsPerSecond, .bytesPerSecond, .peakMemoryResident], warmupIterations: 1,
            maxDuration: maxDuration, maxIterations: 100),
        closure: { benchmark, setup in
            var state = try prepare(setup)
            benchmark.startMeasurement()
            let began = ContinuousClock.now
            let work = try await body(&state)
            let elapsed = began.duration(to: .now) / Duration.seconds(1)
            benchmark.stopMeasurement()
            benchmark.measurement(.recordsPerSecond, Int(Double(work.records) / elapsed))
            benchmark.measurement(.bytesPerSecond, Int(Double(work.bytes) / elapsed))
        },
        setup: setup,
        teardown: { try TemporaryFolders.removeAll() })
}
