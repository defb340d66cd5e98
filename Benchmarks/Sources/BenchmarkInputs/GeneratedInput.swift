import CallGenerator
public import Catalogue
import GzipStream

/// A catalogue and call detail records, generated from a seed into a temporary folder.
public struct GeneratedInput: Sendable {
    /// How much is generated.
    public struct Size: Sendable, Hashable {
        /// Call detail records, over all files.
        public var records = 200_000
        /// Files over which the records are spread.
        public var files = 1
        /// Rates of the outbound deck.
        public var prefixes = 50_000
        /// Users.
        public var users = 20_000
        /// Organizations.
        public var organizations = 50

        /// 200,000 records in one file, 50,000 prefixes, 20,000 users, 50 organizations.
        public init() {}

        /// That with something changed.
        public init(_ change: (inout Size) -> Void) { change(&self) }
    }

    /// From which all input follows.
    public static let seed: UInt64 = 1

    /// How much was generated.
    public let size: Size
    /// The catalogue's folder.
    public let catalogueFolder: String
    /// The same, loaded.
    public let catalogue: Catalogue
    /// The .csv.gz files.
    public let packedPaths: [String]
    /// The first of them, uncompressed; empty unless it was asked for.
    public let plainPath: String
    /// Bytes of CSV in all files.
    public let textByteCount: Int

    /// Generates. Files have seeds of their own, so that they share no usage id.
    public init(_ size: Size = Size(), withPlain: Bool = false) async throws {
        let folder = try TemporaryFolders.make()
        self.size = size
        catalogueFolder = folder + "/catalogue"
        let parameters = CatalogueGenerator.Parameters(
            seed: GeneratedInput.seed, prefixes: size.prefixes, users: size.users, organizations: size.organizations)
        try CatalogueGenerator(parameters).write(toFolder: catalogueFolder)
        catalogue = try Catalogue.load(folder: catalogueFolder)
        var paths: [String] = []
        var byteCount = 0
        for file in 0..<size.files {
            let count = size.records * (file + 1) / size.files - size.records * file / size.files
            let generator = try CallGenerator(catalogue: catalogue, parameters: .init(seed: GeneratedInput.seed + UInt64(file), count: count))
            let path = "\(folder)/calls-\(file + 1).csv.gz"
            byteCount += try await generator.write(to: OutputFile(path: path), compression: .gzip(level: 6), workers: 2).bytes
            paths.append(path)
        }
        packedPaths = paths
        textByteCount = byteCount
        plainPath = withPlain ? folder + "/calls.csv" : ""
        if withPlain {
            let generator = try CallGenerator(catalogue: catalogue, parameters: .init(seed: GeneratedInput.seed, count: size.records / size.files))
            _ = try await generator.write(to: OutputFile(path: plainPath), compression: .none, workers: 2)
        }
    }
}
