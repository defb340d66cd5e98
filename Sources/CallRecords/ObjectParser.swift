public import CallModel

/// Turns a piece of JSON objects into calls: the stage `parse` of formats whose records are objects.
///
/// The members of an object are its columns: strings less their escapes, numbers and `true` or `false` as they are written, `null`, arrays and objects as
/// nothing.
public struct ObjectParser: Sendable {
    private var composer: RecordComposer
    private let keys: ObjectKeys

    /// A parser of objects with these members.
    public init?(_ plan: ColumnPlan) {
        guard plan.isObjects, let program = plan.program else { return nil }
        composer = RecordComposer(program)
        keys = ObjectKeys(program.keys)
    }

    /// Reads the calls of `batch.text` that stand at some places into `batch.calls`, and counts its lines.
    ///
    /// - Precondition: ``CallBatch/slack`` bytes follow the text.
    public mutating func parse(_ batch: CallBatch, _ piece: ObjectPiece) {
        // Taken out of the batch for the time being: what a class holds cannot stay in registers.
        var text = batch.text
        var calls = batch.calls
        batch.text = []
        batch.calls = []
        let whole = batch.textCount
        precondition(whole + CallBatch.slack <= text.count, "a text has no slack behind it")
        batch.lineCount = piece.lineCount
        var tail = whole
        composer.begin(&text, tail: &tail)
        calls.reserveCapacity(calls.count + piece.objects.count)
        for object in piece.objects {
            var call = Call()
            call.lineInChunk = object.lineInChunk
            call.fault = object.fault
            if object.fault == .none, !read(&call, &text, object, piece, &tail) { continue }
            call.record = object.range
            calls.append(call)
        }
        batch.text = text
        batch.calls = calls
    }

    /// Fills in a call; returns whether the object is a record.
    private mutating func read(_ call: inout Call, _ text: inout [UInt8], _ place: ObjectPlace, _ piece: borrowing ObjectPiece, _ tail: inout Int)
        -> Bool
    {
        let object = place.range.range
        if RecordParser.hasHighBytes(text.span, object.lowerBound, object.upperBound), !text.span.isValidUTF8(object) {
            call.fault = .invalidUTF8
            return true
        }
        var fields = composer.fields
        composer.fields = []
        let isWhole: Bool
        if place.firstField >= 0 {
            isWhole = ObjectParser.takeFields(&fields, &text, piece.fields, Int(place.firstField), &tail)
        } else {
            for slot in fields.indices { fields[slot] = .empty }
            isWhole = ObjectParser.members(&fields, keys, &text, object, &tail)
        }
        composer.fields = fields
        if !isWhole {
            call.fault = .damagedObject
            return true
        }
        return composer.compose(&call, &text, object, tail: &tail)
    }

    /// Takes the texts that were found when the object was cut, their escapes replaced; returns false if there is an escape that there is not.
    private static func takeFields(
        _ fields: inout [TextRange], _ text: inout [UInt8], _ found: [TextRange], _ first: Int, _ tail: inout Int
    ) -> Bool {
        for slot in fields.indices {
            var field = found[first + slot]
            if JSONString.hasBackslash(text.span, field.range) {
                guard let decoded = JSONString.decode(&text, field.range, &tail) else { return false }
                field = decoded
            }
            fields[slot] = field
        }
        return true
    }

    /// Finds the members that are looked at; returns whether the object is well-formed, what is nested in it aside.
    private static func members(
        _ fields: inout [TextRange], _ keys: ObjectKeys, _ text: inout [UInt8], _ object: Range<Int>, _ tail: inout Int
    ) -> Bool {
        let end = object.upperBound
        var i = ObjectScan.behindBlanks(text.span, object.lowerBound + 1, end)
        if i < end, text[i] == UInt8(ascii: "}") { return i + 1 == end }
        while i < end, text[i] == UInt8(ascii: "\"") {
            guard let key = JSONString.read(&text, i, end, &tail) else { return false }
            let slot = keys.slot(of: key.content, text.span)
            i = ObjectScan.behindBlanks(text.span, key.end, end)
            guard i < end, text[i] == UInt8(ascii: ":") else { return false }
            i = ObjectScan.behindBlanks(text.span, i + 1, end)
            guard i < end else { return false }
            var value = TextRange.empty
            switch text[i] {
            case UInt8(ascii: "\""):
                if slot < 0 {
                    i = ObjectScan.stringEnd(text.span, from: i + 1, to: end)
                    if i < 0 { return false }
                } else {
                    guard let string = JSONString.read(&text, i, end, &tail) else { return false }
                    value = string.content
                    i = string.end
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                var scan = ObjectScan(depth: 0)
                guard case .end(let behind) = scan.resume(text.span, from: i, to: end) else { return false }
                i = behind
            default:
                let start = i
                guard let behind = ObjectParser.plainEnd(text.span, i, end) else { return false }
                i = behind
                if text[start] != UInt8(ascii: "n") { value = TextRange(offset: start, count: i - start) }
            }
            if slot >= 0 { fields[slot] = value }
            i = ObjectScan.behindBlanks(text.span, i, end)
            guard i < end else { return false }
            if text[i] == UInt8(ascii: "}") { return i + 1 == end }
            guard text[i] == UInt8(ascii: ",") else { return false }
            i = ObjectScan.behindBlanks(text.span, i + 1, end)
        }
        return false
    }

    /// Behind a number, `true`, `false` or `null`; `nil` if none of them stands there.
    static func plainEnd(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        switch text[start] {
        case UInt8(ascii: "t"): return wordEnd("true", text, start, end)
        case UInt8(ascii: "f"): return wordEnd("false", text, start, end)
        case UInt8(ascii: "n"): return wordEnd("null", text, start, end)
        default: break
        }
        var i = start
        if text[i] == UInt8(ascii: "-") { i += 1 }
        guard i < end, text[i] &- UInt8(ascii: "0") < 10 else { return nil }
        while i < end {
            switch text[i] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                i += 1
            default: return i
            }
        }
        return i
    }

    /// Behind a word of JSON, which has no capital letter; `nil` if it does not stand there.
    private static func wordEnd(_ word: StaticString, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        guard text.matches(word, at: start, below: end) else { return nil }
        for i in 0..<word.utf8CodeUnitCount where text[start + i] < UInt8(ascii: "a") { return nil }
        return start + word.utf8CodeUnitCount
    }
}

/// Finds the slot of a member by its name.
struct ObjectKeys: Sendable {
    private let keys: [[UInt8]]
    /// By the length of a name the first slot of that length, and by slot the next; −1 at the end.
    private var first: [Int32] = Array(repeating: -1, count: 65)
    private var next: [Int32]

    init(_ keys: [[UInt8]]) {
        self.keys = keys
        next = Array(repeating: -1, count: keys.count)
        for (slot, key) in keys.enumerated() {
            let length = min(key.count, 64)
            next[slot] = first[length]
            first[length] = Int32(slot)
        }
    }

    /// The slot of a name, or −1.
    @inline(__always)
    func slot(of name: TextRange, _ text: Span<UInt8>) -> Int {
        var slot = Int(first[min(Int(name.count), 64)])
        while slot >= 0 {
            if keys[slot].count == Int(name.count), text.begins(with: keys[slot], at: Int(name.offset), below: name.range.upperBound) { return slot }
            slot = Int(next[slot])
        }
        return -1
    }
}
