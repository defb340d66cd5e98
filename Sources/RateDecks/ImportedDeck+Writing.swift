internal import CallModel
internal import Catalogue
public import GzipStream

extension ImportedDeck {
    private static let chunkByteCount = 1 << 20

    /// Writes the rates as a deck of Scatto (file-formats.md, Rate decks), in the order of the file that was read; the file is not finished.
    public func write(to output: OutputFile) throws(OutputFault) {
        try write { (bytes) throws(OutputFault) in try output.write(bytes) }
    }

    /// The same, a piece at a time.
    func write(_ body: (Span<UInt8>) throws(OutputFault) -> Void) throws(OutputFault) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ImportedDeck.chunkByteCount + 4096)
        bytes.append(
            "prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country,effective_from,effective_until,band,in_plans\n")
        let text = texts.text
        for (rate, local) in zip(rates, localTimes) {
            bytes.append(decimal: rate.prefix, width: Int(rate.prefixCount))
            bytes.append(UInt8(ascii: ","))
            bytes.append(cell: text[rate.destination.range])
            bytes.append(UInt8(ascii: ","))
            bytes.append(rate.perMinute)
            bytes.append(UInt8(ascii: ","))
            bytes.append(rate.connectionFee)
            bytes.append(UInt8(ascii: ","))
            bytes.append(decimal: UInt64(rate.initialIncrementSeconds))
            bytes.append(UInt8(ascii: ","))
            bytes.append(decimal: UInt64(rate.incrementSeconds))
            bytes.append(UInt8(ascii: ","))
            if let letters = rate.country.letters {
                bytes.append(letters.0)
                bytes.append(letters.1)
            }
            bytes.append(UInt8(ascii: ","))
            if rate.effectiveFrom != .distantPast { bytes.append(rate.effectiveFrom, isLocal: local.contains(.from)) }
            bytes.append(UInt8(ascii: ","))
            if rate.effectiveUntil != .distantFuture { bytes.append(rate.effectiveUntil, isLocal: local.contains(.until)) }
            bytes.append(UInt8(ascii: ","))
            if rate.band >= 0 { bytes.append(cell: bands.text[bands.ranges[Int(rate.band)].range]) }
            bytes.append(rate.inPlans ? ",yes\n" : ",no\n")
            if bytes.count >= ImportedDeck.chunkByteCount {
                try body(bytes.span)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try body(bytes.span)
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        // A static string's bytes never go away.
        unsafe append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// A number in decimal digits, with zeros in front to at least `width`.
    fileprivate mutating func append(decimal number: UInt64, width: Int = 1) {
        var scale: UInt64 = 1
        var digits = 1
        while digits < 20, number / scale >= 10 {
            scale *= 10
            digits += 1
        }
        for _ in digits..<Swift.max(digits, width) { append(UInt8(ascii: "0")) }
        while scale > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / scale % 10))
            scale /= 10
        }
    }

    /// An amount that is not below zero, without trailing zeros.
    fileprivate mutating func append(_ amount: Money) {
        let units = amount.units.magnitude
        let perOne = UInt64(Money.unitsPerOne)
        append(decimal: units / perOne)
        var fraction = units % perOne
        if fraction == 0 { return }
        var width = Money.decimalsMax
        while fraction % 10 == 0 {
            fraction /= 10
            width -= 1
        }
        append(UInt8(ascii: "."))
        append(decimal: fraction, width: width)
    }

    /// A cell, quoted where RFC 4180 wants it.
    fileprivate mutating func append(cell: ArraySlice<UInt8>) {
        let needsQuotes = cell.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
        if !needsQuotes {
            append(contentsOf: cell)
            return
        }
        append(UInt8(ascii: "\""))
        for byte in cell {
            if byte == UInt8(ascii: "\"") { append(byte) }
            append(byte)
        }
        append(UInt8(ascii: "\""))
    }

    /// A moment: local as a date or a date-time without offset, else in UTC.
    fileprivate mutating func append(_ moment: Instant, isLocal: Bool) {
        let text = moment.description
        if !isLocal {
            append(contentsOf: text.utf8)
        } else {
            append(contentsOf: moment.secondOfDay == 0 ? text.utf8.prefix(10) : text.utf8.dropLast())
        }
    }
}
