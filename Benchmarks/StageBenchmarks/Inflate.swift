import BenchmarkInputs
import CallModel
import GzipStream

/// Inflating beside reading the same bytes uncompressed. Bytes are those of the text.
func inflateBenchmarks() {
    benchmark("inflate", setup: { try await GeneratedInput() }, prepare: { $0 }) { input in
        Work(records: input.size.records, bytes: try readAll(input.packedPaths[0]))
    }
    benchmark("inflate, twin: read plain bytes", setup: { try await GeneratedInput(withPlain: true) }, prepare: { $0 }) { input in
        Work(records: input.size.records, bytes: try readAll(input.plainPath))
    }
}

/// Reads a file to its end in chunks as RatingRun does; how many bytes it came to.
private func readAll(_ path: String) throws -> Int {
    let source = try ByteSource(path: path)
    var buffer = [UInt8](repeating: 0, count: 512 * 1024)
    var total = 0
    while true {
        let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
        if count == 0 { return total }
        total += count
    }
}
