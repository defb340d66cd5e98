// swift-tools-version: 6.2
import PackageDescription

/// The rules of the package that is measured, but for strict memory safety and warnings: a part of each benchmark is generated.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Products of the package that is measured.
func scatto(_ names: String...) -> [Target.Dependency] { names.map { .product(name: $0, package: "scatto") } }

let package = Package(
    name: "scatto-benchmarks",
    platforms: [.macOS(.v26)],
    traits: [
        .trait(name: "ISAL", description: "Inflate with Intel's ISA-L (libisal-dev) instead of zlib.")
    ],
    dependencies: [
        .package(name: "scatto", path: "..", traits: [.trait(name: "ISAL", condition: .when(traits: ["ISAL"]))]),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .target(
            name: "BenchmarkInputs",
            dependencies: scatto("CallGenerator", "CallModel", "CallRecords", "Catalogue", "GzipStream", "Rating", "Settlement")
                + [.product(name: "Benchmark", package: "benchmark")],
            swiftSettings: settings),
        .executableTarget(name: "IndexRoom", dependencies: scatto("CallModel", "Settlement"), swiftSettings: settings),

        // Executables right in this folder are what `swift package benchmark` runs.
        .executableTarget(
            name: "StageBenchmarks",
            dependencies: [.target(name: "BenchmarkInputs")]
                + scatto("CallModel", "CallRecords", "Catalogue", "GzipStream", "Rating", "Settlement", "UsageReport")
                + [.product(name: "Benchmark", package: "benchmark")],
            path: "StageBenchmarks",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
        .executableTarget(
            name: "RunBenchmarks",
            dependencies: [.target(name: "BenchmarkInputs")]
                + scatto("Ledger", "RatingRun", "UsageReport")
                + [.product(name: "Benchmark", package: "benchmark")],
            path: "RunBenchmarks",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ]
)
