import Benchmark

/// Each stage alone, on one core, beside the plain twin that one would write first.
let benchmarks: @Sendable () -> Void = {
    inflateBenchmarks()
}
