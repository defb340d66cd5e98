// swift-tools-version: 6.2
import PackageDescription

/// libFuzzer brings `main`, and calls the function that each target exports. Internal parts are reached with `@testable`, so the whole is built with
/// `-enable-testing`: see `run`.
let fuzzing: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-parse-as-library"]),
]

/// Products of the package that is tested.
func scatto(_ names: String...) -> [Target.Dependency] { names.map { .product(name: $0, package: "scatto") } }

let package = Package(
    name: "scatto-fuzz",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "scatto", path: "../..")],
    targets: [
        .executableTarget(
            name: "GzipRecordFuzz", dependencies: scatto("CallModel", "CallRecords", "Catalogue", "GzipStream", "Rating", "RatingRun"),
            swiftSettings: fuzzing),
        .executableTarget(name: "CatalogueFuzz", dependencies: scatto("CallModel", "Catalogue", "Rating"), swiftSettings: fuzzing),
        .executableTarget(name: "NumberTimeFuzz", dependencies: scatto("CallModel", "CallRecords", "Catalogue"), swiftSettings: fuzzing),
    ]
)
