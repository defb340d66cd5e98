import Catalogue
import Foundation
import GzipStream
import Testing

@testable import CallGenerator

/// A folder that goes away with the test.
final class Scratch {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "call-generator-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }
    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name)))) }
    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}

/// One generated record, split at its commas; for records of which no field holds one.
struct Record {
    var fields: [Substring]

    init(_ line: Substring) { fields = line.split(separator: ",", omittingEmptySubsequences: false) }

    var usageId: Substring { fields[0] }
    var callType: Substring { fields[1] }
    var start: Substring { fields[2] }
    var duration: Int? { Int(fields[3]) }
    var caller: Substring { fields[4] }
    var callee: Substring { fields[5] }
    var user: Substring { fields[6] }
    var organization: Substring { fields[7] }
    var end: Substring { fields[8] }
}

/// A catalogue with two organizations, made by the generator.
func smallCatalogue() throws -> Catalogue {
    let scratch = try Scratch()
    try CatalogueGenerator(.init(seed: 5, prefixes: 500, users: 60, organizations: 2)).write(toFolder: scratch.folder)
    return try Catalogue.load(folder: scratch.folder)
}

/// All that a generator makes, as text.
func generatedText(_ generator: CallGenerator) -> String {
    var buffer = TextBuffer(capacity: 1 << 20)
    let pieces = (generator.parameters.count + CallGenerator.recordsPerPiece - 1) / CallGenerator.recordsPerPiece
    for piece in 0..<max(1, pieces) { generator.format(piece: piece, into: &buffer) }
    return buffer.withBytes { bytes in
        var copy: [UInt8] = []
        for i in 0..<bytes.count { copy.append(bytes[i]) }
        return String(decoding: copy, as: UTF8.self)
    }
}

/// The records that a generator makes.
func generatedRecords(_ generator: CallGenerator) -> [Record] {
    generatedText(generator).split(separator: "\n").dropFirst().map(Record.init)
}
