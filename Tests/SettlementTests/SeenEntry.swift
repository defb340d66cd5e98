import CallModel

/// An entry of the duplicate index as the ledger keeps it, written out byte by byte.
struct SeenEntry {
    let fingerprint: Fingerprint
    let check: UInt32

    init(_ fingerprint: Fingerprint, _ check: UInt32) {
        self.fingerprint = fingerprint
        self.check = check
    }

    init(_ rated: RatedCall) { self.init(rated.fingerprint, rated.contentCheck) }

    func append(to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: fingerprint.high >> shift)) }
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: fingerprint.low >> shift)) }
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: check >> shift)) }
    }
}
