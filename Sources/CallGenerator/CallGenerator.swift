public import CallModel
public import Catalogue
public import GzipStream

/// Makes call detail records that a catalogue can rate: a day's or a year's, as lifelike as chance can make them.
///
/// The same catalogue, parameters and seed give the same bytes, however many workers make them.
public struct CallGenerator: Sendable {
    /// What is generated.
    public struct Parameters: Sendable {
        /// From which everything random follows.
        public var seed: UInt64
        /// How many records, duplicates and faulty ones among them.
        public var count: Int
        /// The first day, in the catalogue's time zone.
        public var firstDay = CivilDate(year: 2026, month: 10, day: 1)
        /// Over how many days the calls are spread: 1 … 3,660.
        public var dayCount = 1
        /// The share of records that repeat an earlier one, 0 … 0.5; half of them with another duration.
        public var duplicateShare = 0.0
        /// The share of records that cannot be settled, by reason; together with the duplicates at most 0.9.
        public var faultyShares: [SuspensionReason: Double] = [:]
        /// Whether every field stands in quotes.
        public var isQuoted = false

        /// So many records from that seed, none of them a duplicate or faulty.
        public init(seed: UInt64, count: Int) {
            self.seed = seed
            self.count = count
        }
    }

    /// How the output is written.
    public enum Compression: Sendable {
        /// As it is.
        case none
        /// One gzip member, at a level of 0 … 9.
        case gzip(level: Int)
    }

    /// What was written.
    public struct Summary: Hashable, Sendable {
        /// Records, less the header.
        public var records: Int
        /// Bytes of CSV.
        public var bytes: Int
        /// Bytes of the file.
        public var fileBytes: Int
    }

    /// Records that are made in one go: about half a MiB.
    static let recordsPerPiece = 4096
    /// How many calls back a duplicate reaches at most.
    private static let recentCount = 64

    let parameters: Parameters
    private let population: CallPopulation
    private let hours: BusinessHours
    private let durations = CallDurations()
    /// The reasons with the number, out of 2³², below which the dice give them; the duplicates come first, with none.
    private let thresholds: [(reason: SuspensionReason, below: UInt32)]
    private let duplicateThreshold: UInt32

    /// Makes ready. - Complexity: O(users + numbers + rates × log rates).
    ///
    /// - Throws: ``GeneratorFault``, if a parameter is out of bounds, or the catalogue has nothing to call with.
    public init(catalogue: Catalogue, parameters: Parameters) throws(GeneratorFault) {
        try CallGenerator.check(parameters)
        self.parameters = parameters
        let first = catalogue.timeZone.instant(parameters.firstDay, secondOfDay: 0)
        population = try CallPopulation(catalogue, seed: parameters.seed, at: first, isQuoted: parameters.isQuoted)
        hours = BusinessHours(firstDay: parameters.firstDay, dayCount: parameters.dayCount, timeZone: catalogue.timeZone)
        var total = parameters.duplicateShare
        duplicateThreshold = UInt32(total * 0x1p32)
        var thresholds: [(SuspensionReason, UInt32)] = []
        for reason in SuspensionReason.allCases {
            guard let share = parameters.faultyShares[reason], reason != .none, share > 0 else { continue }
            if reason == .organizationMismatch, population.payers.count < 2 {
                throw .noFaulty(reason: "\(reason.name)", cause: "the catalogue has only one organization")
            }
            if reason == .noRate, population.unratedPrefix == 0 {
                throw .noFaulty(reason: "\(reason.name)", cause: "the decks have a rate for every number")
            }
            total += share
            thresholds.append((reason, UInt32(total * 0x1p32)))
        }
        self.thresholds = thresholds
    }

    private static func check(_ parameters: Parameters) throws(GeneratorFault) {
        if parameters.count < 0 { throw .parameter(name: "the count", bounds: "0 or more") }
        if !(1...3660).contains(parameters.dayCount) { throw .parameter(name: "the number of days", bounds: "1 to 3660") }
        let last = CivilDate(daysSinceEpoch: parameters.firstDay.daysSinceEpoch + parameters.dayCount)
        if CivilDate(checking: parameters.firstDay.year, parameters.firstDay.month, parameters.firstDay.day) == nil
            || parameters.firstDay.year < CivilDate.years.lowerBound || last.year > CivilDate.years.upperBound
        {
            throw .parameter(name: "the first day", bounds: "a day from 1970 on, and the last one before 3000")
        }
        if !(0...0.5).contains(parameters.duplicateShare) { throw .parameter(name: "the share of duplicates", bounds: "0 to 0.5") }
        for (reason, share) in parameters.faultyShares where !(0...1).contains(share) {
            throw .parameter(name: "the share of \(reason.name)", bounds: "0 to 1")
        }
        if parameters.duplicateShare + parameters.faultyShares.values.reduce(0, +) > 0.9 {
            throw .parameter(name: "the sum of all shares", bounds: "at most 0.9")
        }
    }

    /// How many pieces the output is made of.
    private var pieceCount: Int { max(1, (parameters.count + CallGenerator.recordsPerPiece - 1) / CallGenerator.recordsPerPiece) }

    /// Formats one piece, the header with the first. It depends on nothing but its index.
    func format(piece index: Int, into buffer: inout TextBuffer) {
        let writer = RecordWriter(population: population, seed: parameters.seed, isQuoted: parameters.isQuoted)
        if index == 0 { writer.writeHeader(to: &buffer) }
        var drawing = CallDrawing(population: population, durations: durations, seed: parameters.seed, stream: UInt64(index))
        let first = index * CallGenerator.recordsPerPiece
        let end = min(first + CallGenerator.recordsPerPiece, parameters.count)
        var slot = hours.slot(at: Double(first) / Double(max(1, parameters.count)))
        var recent: [CallDraft] = []
        for sequence in first..<max(first, end) {
            let part = Double(drawing.dice()) * 0x1p-32
            let start = hours.second(at: (Double(sequence) + part) / Double(parameters.count), slot: &slot)
            let dice = drawing.dice()
            if dice < duplicateThreshold, !recent.isEmpty {
                var again = recent[drawing.below(recent.count)]
                if drawing.below(2) == 0 { again.durationSeconds += 1 + Int32(drawing.below(60)) }
                writer.write(again, to: &buffer)
                continue
            }
            let flaw = dice < duplicateThreshold ? .none : thresholds.first { dice < $0.below }?.reason ?? .none
            let draft = drawing.call(sequence: UInt64(sequence), startSeconds: start, flaw: flaw)
            writer.write(draft, to: &buffer)
            if flaw != .none || duplicateThreshold == 0 { continue }
            if recent.count < CallGenerator.recentCount { recent.append(draft) } else { recent[sequence % CallGenerator.recentCount] = draft }
        }
    }

    /// Writes all records, in order, with a header. Memory is bounded by the number of workers, whatever the count.
    ///
    /// - Parameters:
    ///   - file: Is finished at the end, so that it appears whole or not at all.
    ///   - workers: How many pieces are made at once, 1 or more.
    /// - Throws: ``GzipStream/OutputFault``, or `CancellationError`.
    public func write(to file: sending OutputFile, compression: Compression = .gzip(level: 1), workers: Int) async throws -> Summary {
        let output = try PieceOutput(file, compression: compression)
        var bytes = 0
        try await withThrowingTaskGroup(of: (Int, Piece).self) { group in
            var issued = 0
            var written = 0
            var waiting: [Int: Piece] = [:]
            while written < pieceCount {
                // What is issued and not written is bounded, so that one slow piece does not let the others pile up.
                while issued < pieceCount, issued - written < 2 * max(1, workers), issued - written - waiting.count < max(1, workers) {
                    let index = issued
                    group.addTask { (index, self.piece(index, compression: compression)) }
                    issued += 1
                }
                guard let (index, made) = try await group.next() else { break }
                try Task.checkCancellation()
                waiting[index] = made
                while let piece = waiting.removeValue(forKey: written) {
                    bytes += try output.append(piece)
                    written += 1
                }
            }
        }
        try output.finish()
        return Summary(records: parameters.count, bytes: bytes, fileBytes: file.bytesWritten)
    }

    private func piece(_ index: Int, compression: Compression) -> Piece {
        var buffer = TextBuffer(capacity: 192 * CallGenerator.recordsPerPiece)
        format(piece: index, into: &buffer)
        return buffer.withBytes { bytes in
            switch compression {
            case .none: .plain(unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) })
            case .gzip(let level): .deflated(GzipPiece.compress(bytes, level: level), byteCount: bytes.count)
            }
        }
    }
}

/// A stretch of output as a worker hands it over.
private enum Piece: Sendable {
    case plain([UInt8])
    case deflated(GzipPiece, byteCount: Int)
}

/// Where pieces go, in order.
private struct PieceOutput {
    private let file: OutputFile
    private let gzip: GzipWriter?

    init(_ file: OutputFile, compression: CallGenerator.Compression) throws(OutputFault) {
        self.file = file
        if case .gzip = compression { gzip = try GzipWriter(file) } else { gzip = nil }
    }

    /// Writes a piece; how many bytes of CSV it has.
    func append(_ piece: Piece) throws(OutputFault) -> Int {
        switch piece {
        case .plain(let bytes):
            try file.write(bytes.span)
            return bytes.count
        case .deflated(let piece, let byteCount):
            try gzip?.append(piece)
            return byteCount
        }
    }

    func finish() throws(OutputFault) {
        if let gzip { try gzip.finish() } else { try file.finish() }
    }
}
