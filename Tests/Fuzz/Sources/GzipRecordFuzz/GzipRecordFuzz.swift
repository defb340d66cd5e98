import CallRecords

/// What libFuzzer calls. The first byte says what the rest is: the bytes of a file, gzip or not; or the records behind a header, which the target puts
/// before them, so that most inputs get past it.
///
/// The file is read as a run reads it, in chunks of several sizes, plain and wrapped in gzip members, and, behind its header, by a plain reader: all of
/// them must find the same records, byte for byte, or the same fault.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    if count == 0 { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let rest = Array(bytes[1...])
    let file = bytes[0] & 1 == 0 ? rest : FuzzHeader.bytes + rest
    let whole = ReadFile(file, chunkByteCount: 64 * 1024)
    // Small, but no more chunks than can be read in a moment.
    let small = max(1 + Int(bytes[0] >> 1), file.count / 32)
    let pieces = ReadFile(file, chunkByteCount: small)
    if file.starts(with: [0x1F, 0x8B]) {
        // Of two faults, one of the gzip and one of the text in it, the one that is met first is told.
        if pieces.fault == nil || whole.fault == nil { compare(pieces, whole, "in chunks of \(small) bytes") }
        return 0
    }
    compare(pieces, whole, "in chunks of \(small) bytes")
    compare(ReadFile(GzipMembers.wrapped(file, cutAt: small), chunkByteCount: 64 * 1024), whole, "as gzip")
    if whole.fault == nil, let header = whole.header {
        let plain = PlainReader(columns: header.columns).records(Array(file[header.end...])).map {
            var record = $0
            record.offset += header.end
            record.line += header.lineCount
            return record
        }
        expect(whole.records == plain, "a plain reader finds other records:\n\(whole.records)\n\(plain)")
    }
    return 0
}

private func compare(_ found: ReadFile, _ whole: ReadFile, _ how: String) {
    expect(found.fault == whole.fault, "\(how), the fault is another: \(found.fault ?? "none"), \(whole.fault ?? "none")")
    if found.fault == nil { expect(found.records == whole.records && found.lineCount == whole.lineCount, "\(how), the records are others") }
}

/// Ends with what does not hold: libFuzzer keeps the input.
func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fatalError(what()) }
}
