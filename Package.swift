// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same rules: Swift 6, strict memory safety, no warning.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// The stages one by one, and what is built on them, for Benchmarks/, Tests/Fuzz, and whoever needs no more than one of them.
let parts = [
    "RatingRun", "CallGenerator", "CallExplanation", "CallModel", "GzipStream", "CallRecords", "RecordFormats", "Catalogue", "Rating", "Settlement",
    "Ledger", "UsageReport", "UsageTally", "UsageSummary", "SummaryReport", "Journal", "FundingAdvice", "Verification", "NoticeMail", "RateDecks",
]

let package = Package(
    name: "scatto",
    platforms: [.macOS(.v26)],
    products: [.executable(name: "scatto", targets: ["scatto"])] + parts.map { .`library`(name: $0, targets: [$0]) },
    traits: [
        .trait(name: "ISAL", description: "Inflate with Intel's ISA-L (libisal-dev) instead of zlib: about 2.5 times as fast."),
        .trait(name: "XLSX", description: "Write the reports as a workbook too, with libxlsxwriter (libxlsxwriter-dev): rate --dialect xlsx."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CXLSX", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),

        // A header alone: what a processor does in one instruction, and Swift has no word for.
        .systemLibrary(name: "CProcessor"),

        // Where tests kill a debug build; nothing in a release build.
        .target(name: "CrashPoints", swiftSettings: strict),

        .target(name: "CallModel", dependencies: ["CProcessor"], swiftSettings: strict),
        .target(
            name: "GzipStream",
            dependencies: ["CZlib", .target(name: "CISAL", condition: .when(traits: ["ISAL"]))],
            swiftSettings: strict),
        .target(name: "CallRecords", dependencies: ["CallModel", "CProcessor"], swiftSettings: strict),
        .target(
            name: "Catalogue",
            dependencies: ["CallModel", .product(name: "Yams", package: "Yams")],
            resources: [.embedInCode("Resources/numbering-plan.csv")],
            swiftSettings: strict),
        .target(
            name: "RecordFormats", dependencies: ["CallModel", "CallRecords", "Catalogue"],
            resources: [
                .embedInCode("Formats/native.yaml"), .embedInCode("Formats/teams-graph.yaml"), .embedInCode("Formats/asterisk.yaml"),
                .embedInCode("Formats/asterisk-custom.yaml"), .embedInCode("Formats/freeswitch.yaml"),
                .embedInCode("Formats/freeswitch-asterisk.yaml"), .embedInCode("Formats/cucm.yaml"),
            ],
            swiftSettings: strict),
        .target(name: "Rating", dependencies: ["CallModel", "Catalogue"], swiftSettings: strict),
        .target(name: "Settlement", dependencies: ["CallModel", "Catalogue"], swiftSettings: strict),
        .target(
            name: "Ledger",
            dependencies: [
                "CallModel", "Settlement", "CrashPoints", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(name: "UsageReport", dependencies: ["CallModel", "Catalogue"], swiftSettings: strict),
        .target(
            name: "ReportWorkbook", dependencies: [.target(name: "CXLSX", condition: .when(traits: ["XLSX"]))], swiftSettings: strict),
        .target(name: "UsageTally", dependencies: ["CallModel", "Catalogue"], swiftSettings: strict),
        .target(name: "UsageSummary", dependencies: ["CallModel", "Catalogue", "Ledger", "Settlement"], swiftSettings: strict),
        .target(
            name: "Overview",
            dependencies: ["CallModel", "Settlement", "UsageSummary", .product(name: "Mustache", package: "swift-mustache")],
            resources: [.embedInCode("Resources/overview.mustache")], swiftSettings: strict),
        .target(
            name: "SummaryReport", dependencies: ["CallModel", "Overview", "Settlement", "UsageReport", "UsageSummary"], swiftSettings: strict),
        .target(name: "Journal", dependencies: ["CallModel", "Settlement", "UsageSummary"], swiftSettings: strict),
        .target(
            name: "FundingAdvice", dependencies: ["CallModel", "Catalogue", "Ledger", "Settlement", "UsageSummary"], swiftSettings: strict),
        .target(name: "NoticeMail", dependencies: ["CallModel", "CrashPoints", "Ledger"], swiftSettings: strict),
        .target(
            name: "RatingRun",
            dependencies: [
                "CallModel", "GzipStream", "CallRecords", "Catalogue", "Rating", "Settlement", "Ledger", "UsageReport", "UsageTally",
                "ReportWorkbook", "NoticeMail",
                "CrashPoints", .product(name: "Crypto", package: "swift-crypto"), .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
        .target(name: "Verification", dependencies: ["CallModel", "Catalogue", "Ledger", "Settlement"], swiftSettings: strict),
        .target(
            name: "RateDecks",
            dependencies: ["CallModel", "Catalogue", "GzipStream", "Rating"],
            resources: [
                .embedInCode("Resources/a2billing.yaml"), .embedInCode("Resources/astpp.yaml"), .embedInCode("Resources/didww.yaml"),
                .embedInCode("Resources/kazoo.yaml"), .embedInCode("Resources/native.yaml"), .embedInCode("Resources/tcxc.yaml"),
            ],
            swiftSettings: strict),
        .target(
            name: "CallExplanation", dependencies: ["CallModel", "Catalogue", "RateDecks", "RatingRun", "Settlement"], swiftSettings: strict),
        .target(name: "CallGenerator", dependencies: ["CallModel", "Catalogue", "GzipStream"], swiftSettings: strict),
        .executableTarget(
            name: "scatto",
            dependencies: [
                "RatingRun", "CallExplanation", "CallGenerator", "CallModel", "CallRecords", "Catalogue", "FundingAdvice", "GzipStream", "Journal",
                "Ledger", "NoticeMail", "Overview", "RateDecks", "Rating", "RecordFormats", "Settlement", "SummaryReport",
                "UsageReport", "UsageSummary", "Verification",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // What tests share: numbers by chance that can be had again.
        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: strict),
        .testTarget(name: "CallModelTests", dependencies: ["CallModel", "SeededRandom"], swiftSettings: strict),
        .testTarget(name: "GzipStreamTests", dependencies: ["GzipStream"], swiftSettings: strict),
        .testTarget(name: "CallRecordsTests", dependencies: ["CallRecords", "CallModel", "SeededRandom"], swiftSettings: strict),
        .testTarget(
            name: "RecordFormatsTests",
            dependencies: ["RecordFormats", "CallRecords", "Catalogue", "CallModel", "Ledger", "RatingRun", "UsageReport", "SeededRandom"],
            swiftSettings: strict),
        .testTarget(name: "CatalogueTests", dependencies: ["Catalogue", "CallModel", "SeededRandom"], swiftSettings: strict),
        .testTarget(name: "RatingTests", dependencies: ["Rating", "Catalogue", "CallModel", "SeededRandom"], swiftSettings: strict),
        .testTarget(name: "SettlementTests", dependencies: ["Settlement", "Catalogue", "CallModel", "SeededRandom"], swiftSettings: strict),
        .testTarget(
            name: "LedgerTests", dependencies: ["Ledger", "Settlement", "CallModel", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .testTarget(name: "UsageReportTests", dependencies: ["UsageReport", "Catalogue", "CallModel"], swiftSettings: strict),
        .testTarget(name: "UsageTallyTests", dependencies: ["UsageTally", "Catalogue", "CallModel", "SeededRandom"], swiftSettings: strict),
        .testTarget(name: "ReportWorkbookTests", dependencies: ["ReportWorkbook"], swiftSettings: strict),
        .testTarget(
            name: "OverviewTests", dependencies: ["Overview", "CallModel", "Settlement", "UsageSummary"], swiftSettings: strict),
        .testTarget(
            name: "SummaryReportTests",
            dependencies: [
                "SummaryReport", "UsageSummary", "UsageReport", "CallModel", "Ledger", "Settlement", "RatingRun",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "JournalTests", dependencies: ["Journal", "UsageSummary", "CallModel", "RatingRun", "Settlement", "UsageReport"],
            swiftSettings: strict),
        .testTarget(
            name: "FundingAdviceTests",
            dependencies: [
                "FundingAdvice", "UsageSummary", "CallModel", "Catalogue", "Ledger", "Settlement", "RatingRun", "UsageReport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ], swiftSettings: strict
        ),
        .testTarget(name: "NoticeMailTests", dependencies: ["NoticeMail", "Ledger", "CallModel"], swiftSettings: strict),
        .testTarget(
            name: "RatingRunTests",
            dependencies: [
                "RatingRun", "CallExplanation", "CallModel", "GzipStream", "Ledger", "NoticeMail", "Rating", "Settlement", "UsageReport",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "VerificationTests",
            dependencies: [
                "Verification", "CallModel", "Catalogue", "Ledger", "RatingRun", "UsageReport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(name: "RateDecksTests", dependencies: ["RateDecks", "CallModel", "Catalogue", "Rating", "SeededRandom"], swiftSettings: strict),
        .testTarget(name: "CallExplanationTests", dependencies: ["CallExplanation", "CallModel"], swiftSettings: strict),
        .testTarget(name: "CallGeneratorTests", dependencies: ["CallGenerator", "Catalogue", "GzipStream"], swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "scatto", "CrashPoints", .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["Mail"], swiftSettings: strict),
    ]
)
