/// The members of a gzip file, one after another (RFC 1952): header, deflated data, checksum and length.
struct GzipMembers {
    private enum Place {
        case header, data, trailer, ended
    }

    /// Bits of the header's flags (RFC 1952 §2.3.1).
    private enum Flag {
        static let headerChecksum: UInt8 = 0x02
        static let extra: UInt8 = 0x04
        static let name: UInt8 = 0x08
        static let comment: UInt8 = 0x10
        static let reserved: UInt8 = 0xE0
    }

    private let inflater = Inflater()
    private var place = Place.header
    private var checksum: UInt32 = 0
    private var length: UInt32 = 0

    /// Inflates into the buffer; 0 only at the end of the file.
    ///
    /// - Precondition: The buffer has room.
    mutating func inflate(_ block: inout InputBlock, into buffer: UnsafeMutableRawBufferPointer) throws(InputFault) -> Int {
        while true {
            switch place {
            case .header:
                try readHeader(&block)
                inflater.reset()
                checksum = 0
                length = 0
                place = .data
            case .data:
                let count = try unsafe inflateData(&block, into: buffer)
                if count > 0 { return count }
            case .trailer:
                try readTrailer(&block)
                place = try findMember(&block) ? .header : .ended
            case .ended:
                return 0
            }
        }
    }

    /// One step through the data; 0 where the data end, or where another block had to be read.
    private mutating func inflateData(_ block: inout InputBlock, into buffer: UnsafeMutableRawBufferPointer) throws(InputFault) -> Int {
        let step = unsafe inflater.step(block.bytes, into: buffer)
        block.advance(by: step.consumed)
        switch step.status {
        case .damaged: throw .damagedGzip(path: block.path, byte: block.offset, damage: .data)
        case .ended: place = .trailer
        case .open:
            if step.produced == 0 {
                // With input and room, a step always moves on.
                if !block.isEmpty { throw .damagedGzip(path: block.path, byte: block.offset, damage: .data) }
                if try !block.refill() { throw .truncatedGzip(path: block.path, byte: block.offset) }
            }
        }
        checksum = unsafe Inflater.checksum(checksum, UnsafeRawBufferPointer(rebasing: buffer[..<step.produced]))
        length &+= UInt32(truncatingIfNeeded: step.produced)
        return step.produced
    }

    /// Reads a header, of which the first two bytes are known to be right.
    private mutating func readHeader(_ block: inout InputBlock) throws(InputFault) {
        checksum = 0
        let start = block.offset
        for _ in 0..<2 { _ = try headerByte(&block) }
        let method = try headerByte(&block)
        if method != 8 { throw .damagedGzip(path: block.path, byte: start + 2, damage: .header) }
        let flags = try headerByte(&block)
        if flags & Flag.reserved != 0 { throw .damagedGzip(path: block.path, byte: start + 3, damage: .header) }
        // Time, extra flags and system say nothing about the content.
        for _ in 0..<6 { _ = try headerByte(&block) }
        if flags & Flag.extra != 0 {
            let low = try headerByte(&block)
            let high = try headerByte(&block)
            for _ in 0..<(Int(high) << 8 | Int(low)) { _ = try headerByte(&block) }
        }
        if flags & Flag.name != 0 {
            while try headerByte(&block) != 0 {}
        }
        if flags & Flag.comment != 0 {
            while try headerByte(&block) != 0 {}
        }
        if flags & Flag.headerChecksum != 0 {
            let place = block.offset
            let expected = UInt16(truncatingIfNeeded: checksum)
            let low = try headerByte(&block)
            let high = try headerByte(&block)
            if UInt16(high) << 8 | UInt16(low) != expected { throw .damagedGzip(path: block.path, byte: place, damage: .header) }
        }
    }

    /// The next byte of a header, counted in its checksum.
    private mutating func headerByte(_ block: inout InputBlock) throws(InputFault) -> UInt8 {
        var byte = try memberByte(&block)
        checksum = unsafe withUnsafeBytes(of: &byte) { bytes in unsafe Inflater.checksum(checksum, bytes) }
        return byte
    }

    /// The next byte of a member, which cannot end here.
    private func memberByte(_ block: inout InputBlock) throws(InputFault) -> UInt8 {
        guard let byte = try block.next() else { throw .truncatedGzip(path: block.path, byte: block.offset) }
        return byte
    }

    /// Four bytes, the lowest first.
    private func memberWord(_ block: inout InputBlock) throws(InputFault) -> UInt32 {
        var word: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) { word |= UInt32(try memberByte(&block)) << shift }
        return word
    }

    /// Compares checksum and length with what was inflated.
    private func readTrailer(_ block: inout InputBlock) throws(InputFault) {
        let start = block.offset
        let expectedChecksum = try memberWord(&block)
        let expectedLength = try memberWord(&block)
        if expectedChecksum != checksum { throw .damagedGzip(path: block.path, byte: start, damage: .checksum) }
        if expectedLength != length { throw .damagedGzip(path: block.path, byte: start + 4, damage: .length) }
    }

    /// Whether another member follows; zeros up to the end are none, anything else is a fault.
    private func findMember(_ block: inout InputBlock) throws(InputFault) -> Bool {
        let start = block.offset
        guard let first = try block.next() else { return false }
        if first == 0x1F {
            let second = try memberByte(&block)
            if second != 0x8B { throw .damagedGzip(path: block.path, byte: start, damage: .trailer) }
            // The header is read from its beginning; the bytes before the window are kept.
            block.advance(by: -2)
            return true
        }
        var byte: UInt8? = first
        while let current = byte {
            if current != 0 { throw .damagedGzip(path: block.path, byte: block.offset - 1, damage: .trailer) }
            byte = try block.next()
        }
        return false
    }
}
