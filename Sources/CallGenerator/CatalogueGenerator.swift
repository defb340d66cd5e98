import FoundationEssentials
import Glibc
import GzipStream

/// Makes the folder of a catalogue of any size, for measuring. Companies, people, numbers and rates in it are invented.
///
/// The same parameters and seed give the same files.
public struct CatalogueGenerator: Sendable {
    /// What is generated.
    public struct Parameters: Sendable {
        /// From which everything random follows.
        public var seed: UInt64
        /// Rates of the outbound deck, each with a prefix of its own: 100 … 5,000,000.
        public var prefixes: Int
        /// Users: 1 … 10,000,000.
        public var users: Int
        /// Organizations: 1 … 100,000.
        public var organizations: Int

        /// A catalogue of that size.
        public init(seed: UInt64, prefixes: Int, users: Int, organizations: Int) {
            self.seed = seed
            self.prefixes = prefixes
            self.users = users
            self.organizations = organizations
        }
    }

    let parameters: Parameters

    /// - Throws: ``GeneratorFault/parameter(name:bounds:)``.
    public init(_ parameters: Parameters) throws(GeneratorFault) {
        if !(100...5_000_000).contains(parameters.prefixes) { throw .parameter(name: "the number of prefixes", bounds: "100 to 5000000") }
        if !(1...10_000_000).contains(parameters.users) { throw .parameter(name: "the number of users", bounds: "1 to 10000000") }
        if !(1...100_000).contains(parameters.organizations) { throw .parameter(name: "the number of organizations", bounds: "1 to 100000") }
        self.parameters = parameters
    }

    /// Writes the files of the catalogue into a folder, which is made if it is not there; files of these names are replaced.
    ///
    /// - Throws: ``GeneratorFault/cannotCreate(path:reason:)`` or ``GzipStream/OutputFault``.
    public func write(toFolder folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch let error as CocoaError {
            let code = (error.underlying as? POSIXError)?.code.rawValue ?? EIO
            let reason = unsafe String(cString: strerror(code))
            throw GeneratorFault.cannotCreate(path: folder, reason: reason)
        }
        try write(folder, "organizations.csv", rows: parameters.organizations, header: organizationsHeader, row: writeOrganization)
        try write(folder, "users.csv", rows: parameters.users, header: usersHeader, row: writeUser)
        try write(folder, "service-numbers.csv", rows: 3 * parameters.organizations, header: serviceNumbersHeader, row: writeServiceNumber)
        try write(folder, "fundings.csv", rows: parameters.organizations, header: fundingsHeader, row: writeFunding)
        try writeRates(folder)
        try write(folder, "toll-free.csv", rows: TollFreePrefix.all.count, header: ratesHeader, row: writeTollFreeRate)
        let yaml = try OutputFile(path: folder + "/catalogue.yaml")
        try yaml.write(Array(CatalogueGenerator.yaml.utf8).span)
        try yaml.finish()
    }

    /// Writes a table row by row.
    func write(
        _ folder: String, _ name: String, rows: Int, header: StaticString,
        row: (_ index: Int, _ random: inout SeededRandom, _ buffer: inout TextBuffer) -> Void
    ) throws(OutputFault) {
        let file = try OutputFile(path: folder + "/" + name)
        var buffer = TextBuffer(capacity: CatalogueGenerator.flushByteCount * 2)
        var random = SeededRandom(seed: parameters.seed, stream: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        buffer.append(header)
        for index in 0..<rows {
            row(index, &random, &buffer)
            try CatalogueGenerator.flush(&buffer, to: file, above: CatalogueGenerator.flushByteCount)
        }
        try CatalogueGenerator.flush(&buffer, to: file, above: 0)
        try file.finish()
    }

    /// How many bytes are written at once.
    static let flushByteCount = 1 << 20

    /// Writes what is in the buffer, if it is more than that.
    static func flush(_ buffer: inout TextBuffer, to file: OutputFile, above byteCount: Int) throws(OutputFault) {
        if buffer.count <= byteCount { return }
        try buffer.withBytes { bytes throws(OutputFault) in try file.write(bytes) }
        buffer.removeAll()
    }

    private static let yaml = """
        # Generated: companies, people, numbers and rates are invented.
        timeZone: UTC
        tariffs:
          standard: { currency: EUR, decimals: 4, rounding: half-up, outbound: rates.csv, tollFree: toll-free.csv }
        zones:
          zone-a: [AT, AU, BE, CA, CH, CZ, DE, DK, ES, FI, FR, GB, IE, IT, LU, NL, NO, NZ, PL, PT, SE, US]
        domestic:
          US: [US, PR, CA]
          CA: [CA, US]
        sharedPools:
          - [US, PR]
        bands:
          daytime: { days: Mon-Fri, from: "08:00", until: "18:00" }
        plans:
          MCOPSTN1:
            name: Domestic Calling Plan
            allowances:
              - { calls: calling, to: domestic, minutes: 1200, minutesIn: { US: 3000, CA: 3000, GB: 3000 }, pool: country }
          MCOPSTN2:
            name: Domestic and International Calling Plan
            allowances:
              - { calls: calling, to: domestic, minutes: 1200, minutesIn: { US: 3000 }, pool: country }
              - { id: abroad, calls: calling, to: international, except: [CU], minutes: 600, pool: country }
          MCOMEETADD:
            name: Audio Conferencing
            allowances:
              - { calls: conferencing, to: zone-a, minutes: 60, pool: organization }
          MCOMEETADD_DIALOUT_US:
            allowances:
              - { calls: conferencing, to: [US, CA], minutes: unlimited, pool: user }
          MCOPSTNPP: { name: Communications Credits, credits: yes }
          ENTERPRISEPREMIUM: { name: Enterprise E5, includes: [MCOMEETADD] }

        """
}
