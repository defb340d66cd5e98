public import CallModel

/// Where a JSON object stands in the text of a piece.
public struct ObjectPlace: Sendable, Hashable {
    /// Its bytes.
    public var range: TextRange
    /// Line feeds of the piece before it.
    public var lineInChunk: UInt32
    /// What is wrong with it, as far as its end tells.
    public var fault: Call.Fault
    /// Where its members stand among ``ObjectPiece/fields``; −1 if they have to be looked for.
    var firstField: Int32
}

/// The objects of a piece of text.
public struct ObjectPiece: Sendable {
    /// Their places, in order.
    public internal(set) var objects: [ObjectPlace] = []
    /// How many line feeds the piece has.
    public internal(set) var lineCount = 0
    /// The members of each that the format looks at, as they stand there.
    var fields: [TextRange] = []

    /// No objects.
    public init() {}

    mutating func removeAll() {
        objects.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        lineCount = 0
    }
}

/// Cuts a stream of JSON into pieces of whole objects, wherever the reads happen to end.
///
/// Objects may stand one behind the other, in lines, in arrays, and in pages: objects with a member `value` that is an array of objects. What stands
/// around them is passed over. Text that cannot be an object, or breaks off within a string or against a bracket of another kind, is damaged; it reaches up
/// to the next line that begins with `{`. An object that is longer than a record may be is let through in parts, so that memory stays bounded.
public struct ObjectCutter: Sendable {
    private var state = State.records
    /// Pages that were begun and not ended.
    private var pages = 0
    /// Up to where the line feeds of the piece at hand are counted.
    private var counted = 0

    private enum State {
        /// Between records.
        case records
        /// Within a page, behind its records.
        case pageEnd(ObjectScan)
        /// Within an object that is too long to be a record.
        case longObject(ObjectScan)
        /// Within damaged text that is too long to be a record; whether nothing but blanks stand since the line began.
        case damage(isAtLineStart: Bool)
    }

    private var members: ObjectMembers

    /// A cutter for one input.
    public init?(_ plan: ColumnPlan) {
        guard plan.isObjects, let program = plan.program else { return nil }
        members = ObjectMembers(program.keys)
    }

    /// Finds the piece at the beginning of `text`, of which the first `count` bytes have been read; `isWhole` says that no more follow.
    ///
    /// - Parameter piece: Gets the objects of the piece.
    /// - Precondition: ``CallBatch/slack`` bytes follow them.
    /// - Complexity: O(bytes).
    public mutating func cut(_ text: Span<UInt8>, count: Int, isWhole: Bool, into piece: inout ObjectPiece) -> RecordCutter.Piece {
        let cut = cutPiece(text, count: count, isWhole: isWhole, into: &piece)
        piece.lineCount += ObjectCutter.lineFeeds(text, counted..<cut.count)
        return cut
    }

    /// The same, with the lines counted as far as the last object.
    private mutating func cutPiece(_ text: Span<UInt8>, count: Int, isWhole: Bool, into piece: inout ObjectPiece) -> RecordCutter.Piece {
        piece.removeAll()
        counted = 0
        var continuation = 0
        switch state {
        case .records, .pageEnd: break
        case .longObject(var scan):
            switch scan.resume(text, from: 0, to: count) {
            case .more:
                state = .longObject(scan)
                return RecordCutter.Piece(count: count, continuation: count)
            case .end(let end): continuation = end
            case .damaged(let at):
                guard let line = passDamage(text, from: at, count: count, isAtLineStart: false) else {
                    return RecordCutter.Piece(count: count, continuation: count)
                }
                continuation = line
            }
            state = .records
        case .damage(let isAtLineStart):
            guard let line = passDamage(text, from: 0, count: count, isAtLineStart: isAtLineStart) else {
                return RecordCutter.Piece(count: count, continuation: count)
            }
            continuation = line
            state = .records
        }
        let end = cutObjects(text, from: continuation, count: count, isWhole: isWhole, into: &piece)
        return RecordCutter.Piece(count: end, continuation: continuation)
    }

    /// Goes on through damaged text that is too long; the line at which it ends, or `nil` if it does not.
    private mutating func passDamage(_ text: Span<UInt8>, from start: Int, count: Int, isAtLineStart: Bool) -> Int? {
        switch ObjectCutter.nextLine(text, from: start, count: count, isAtLineStart: isAtLineStart) {
        case .found(let line): return line
        case .more(let isAtLineStart):
            state = .damage(isAtLineStart: isAtLineStart)
            return nil
        }
    }

    /// Finds objects from `begin` on; where the last of them ends, or what belongs to none.
    private mutating func cutObjects(
        _ text: Span<UInt8>, from begin: Int, count: Int, isWhole: Bool, into piece: inout ObjectPiece
    ) -> Int {
        var i = begin
        while i < count {
            if case .pageEnd(var scan) = state {
                switch scan.resume(text, from: i, to: count) {
                case .more:
                    state = .pageEnd(scan)
                    return count
                case .end(let end), .damaged(let end):
                    // Behind a page that is damaged there, what follows is looked at as if it had ended.
                    pages -= 1
                    state = .records
                    i = end
                    continue
                }
            }
            var damagedAt = i
            switch text[i] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ","), UInt8(ascii: "["),
                UInt8(ascii: "}"):
                i += 1
                continue
            case UInt8(ascii: "]"):
                if pages > 0 { state = .pageEnd(ObjectScan(depth: 1)) }
                i += 1
                continue
            case UInt8(ascii: "{"):
                let firstField = piece.fields.count
                if let end = members.read(text, from: i, to: count, into: &piece.fields) {
                    add(&piece, text, i, end, .none, firstField: firstField)
                    i = end
                    continue
                }
                switch ObjectScan.find(text, from: i, to: count) {
                case .object(let end):
                    add(&piece, text, i, end, .none)
                    i = end
                    continue
                case .page(let records):
                    pages += 1
                    i = records
                    continue
                case .incomplete:
                    if count - i > RecordScanner.lengthMax {
                        var scan = ObjectScan(depth: 0)
                        _ = scan.resume(text, from: i, to: count)
                        state = .longObject(scan)
                        add(&piece, text, i, count, .tooLong)
                        return count
                    }
                    if !isWhole { return i }
                    add(&piece, text, i, count, .damagedObject)
                    return count
                case .damaged(let at): damagedAt = at
                }
            default: break
            }
            switch ObjectCutter.nextLine(text, from: damagedAt, count: count, isAtLineStart: false) {
            case .found(let line):
                add(&piece, text, i, line, .damagedObject)
                i = line
            case .more(let isAtLineStart):
                if count - i > RecordScanner.lengthMax {
                    state = .damage(isAtLineStart: isAtLineStart)
                    add(&piece, text, i, count, .tooLong)
                    return count
                }
                if !isWhole { return i }
                add(&piece, text, i, count, .damagedObject)
                return count
            }
        }
        return i
    }

    /// Adds an object, or what is damaged.
    private mutating func add(_ piece: inout ObjectPiece, _ text: Span<UInt8>, _ start: Int, _ end: Int, _ fault: Call.Fault, firstField: Int = -1) {
        piece.lineCount += ObjectCutter.lineFeeds(text, counted..<start)
        counted = start
        let isLong = end - start > RecordScanner.lengthMax
        piece.objects.append(
            ObjectPlace(
                range: TextRange(offset: start, count: end - start), lineInChunk: UInt32(truncatingIfNeeded: piece.lineCount),
                fault: isLong ? .tooLong : fault, firstField: Int32(firstField)))
    }

    private enum NextLine {
        case found(Int)
        case more(isAtLineStart: Bool)
    }

    /// The next line whose first byte that is no blank is `{`.
    private static func nextLine(_ text: Span<UInt8>, from start: Int, count: Int, isAtLineStart: Bool) -> NextLine {
        var line = start
        var isAtStart = isAtLineStart
        while true {
            if isAtStart {
                var i = line
                while i < count, text[i] == UInt8(ascii: " ") || text[i] == UInt8(ascii: "\t") { i += 1 }
                if i == count { return .more(isAtLineStart: true) }
                if text[i] == UInt8(ascii: "{") { return .found(line) }
            }
            guard let lineFeed = DelimiterWord.first(UInt8(ascii: "\n"), in: text, line..<count) else { return .more(isAtLineStart: false) }
            line = lineFeed + 1
            isAtStart = true
        }
    }

    /// How many line feeds stand in a range. Few, compared with the bytes.
    static func lineFeeds(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        var i = range.lowerBound
        while let lineFeed = DelimiterWord.first(UInt8(ascii: "\n"), in: text, i..<range.upperBound) {
            count += 1
            i = lineFeed + 1
        }
        return count
    }
}
