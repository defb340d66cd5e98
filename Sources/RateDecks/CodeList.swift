internal import CallModel
internal import Catalogue

/// The codes that one cell stands for: one, a list, ranges.
struct CodeList {
    /// A code as digits; its leading zeros are told by the count.
    struct Code: Equatable {
        var digits: UInt64
        var count: UInt8
    }

    /// Why a cell stands for no codes.
    enum Problem: Equatable {
        case empty, noCode, tooLong, zero, blanks, tooMany
        case unclearRange(String)
        case backwardRange(String)
    }

    /// So many codes may stand in one row.
    static let countMax = 10_000

    /// The codes, in the order of the cell.
    private(set) var codes: [Code] = []
    private var items: [Item] = []

    /// A run of digits, and what stands before it.
    private struct Item {
        enum Joint { case none, separator, blank, dash }
        var joint: Joint
        var code: Code
    }

    /// Reads a cell, less blanks around it.
    ///
    /// - Parameter country: The country code, where it has a column of its own.
    mutating func read(_ text: Span<UInt8>, country: Code?, _ vocabulary: DeckVocabulary) -> Problem? {
        codes.removeAll(keepingCapacity: true)
        items.removeAll(keepingCapacity: true)
        let text = text.extracting(CodeList.stripped(text, vocabulary.strip))
        if text.isEmpty {
            guard let country else { return .empty }
            return append(country, nil)
        }
        if let problem = scan(text) { return problem }
        if let problem = resolveBlanks(country != nil ? .separate : vocabulary.blanks) { return problem }
        if country == nil { dropAccessCodes() }
        return expand(country)
    }

    private static func stripped(_ text: Span<UInt8>, _ strip: [[UInt8]]) -> Range<Int> {
        var bounds = 0..<text.count
        for word in strip {
            if bounds.count >= word.count, (0..<word.count).allSatisfy({ text[bounds.lowerBound + $0] == word[$0] }) {
                bounds = bounds.lowerBound + word.count..<bounds.upperBound
            }
            if bounds.count >= word.count, (0..<word.count).allSatisfy({ text[bounds.upperBound - word.count + $0] == word[$0] }) {
                bounds = bounds.lowerBound..<bounds.upperBound - word.count
            }
        }
        return bounds
    }

    /// Takes the cell apart.
    private mutating func scan(_ text: Span<UInt8>) -> Problem? {
        var i = 0
        var joint = Item.Joint.none
        while i < text.count {
            let byte = text[i]
            if byte &- UInt8(ascii: "0") <= 9 {
                var code = Code(digits: 0, count: 0)
                while i < text.count, text[i] &- UInt8(ascii: "0") <= 9 {
                    if code.count == PrefixText.countMax { return .tooLong }
                    code.digits = code.digits * 10 + UInt64(text[i] &- UInt8(ascii: "0"))
                    code.count += 1
                    i += 1
                }
                items.append(Item(joint: items.isEmpty ? .none : joint, code: code))
                // Digits that follow at once belong to the run, so something stands between this item and the next.
                joint = .blank
            } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if joint == .dash { return .noCode }
                joint = .separator
                i += 1
            } else if let width = text.blankWidth(at: i) {
                i += width
            } else if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "'") {
                // A plus stands before digits, at the beginning of an item; so does the mark by which a spreadsheet keeps text.
                let isFirst = items.isEmpty || joint == .separator || (i > 0 && text.blankWidth(before: i) != nil)
                guard isFirst, i + 1 < text.count, text[i + 1] &- UInt8(ascii: "0") <= 9 || text[i + 1] == UInt8(ascii: "+") else { return .noCode }
                i += 1
            } else if let width = CodeList.dashWidth(text, at: i) {
                if items.isEmpty || joint != .blank { return .noCode }
                joint = .dash
                i += width
            } else {
                return .noCode
            }
        }
        return items.isEmpty || joint == .dash ? .noCode : nil
    }

    /// How many bytes a hyphen, an en dash or an em dash has.
    private static func dashWidth(_ text: Span<UInt8>, at i: Int) -> Int? {
        if text[i] == UInt8(ascii: "-") { return 1 }
        if text[i] == 0xE2, i + 2 < text.count, text[i + 1] == 0x80, text[i + 2] == 0x93 || text[i + 2] == 0x94 { return 3 }
        return nil
    }

    /// Decides what blanks between digits mean.
    private mutating func resolveBlanks(_ meaning: DeckVocabulary.Blanks) -> Problem? {
        if !items.contains(where: { $0.joint == .blank }) { return nil }
        switch meaning {
        case .separate: break
        case .tell:
            // Codes of one destination begin alike; a code that was taken apart ("44 7700") does not.
            let head = CodeList.firstTwo(items[0].code)
            if head == nil || items.contains(where: { CodeList.firstTwo($0.code) != head }) { return .blanks }
        case .join:
            var joined: [Item] = []
            for item in items {
                guard item.joint == .blank, let last = joined.last else {
                    joined.append(item)
                    continue
                }
                guard let code = CodeList.joined(last.code, item.code) else { return .tooLong }
                joined[joined.count - 1].code = code
            }
            items = joined
        }
        return nil
    }

    private static func firstTwo(_ code: Code) -> UInt64? { code.count < 3 ? nil : code.digits / powers[Int(code.count) - 2] }

    private static func joined(_ a: Code, _ b: Code) -> Code? {
        if Int(a.count + b.count) > PrefixText.countMax { return nil }
        return Code(digits: a.digits * powers[Int(b.count)] + b.digits, count: a.count + b.count)
    }

    private static let powers: [UInt64] = (0...18).map { power in (0..<power).reduce(1) { product, _ in product * 10 } }

    /// Takes `00` away, which is dialled before an international number in most countries.
    private mutating func dropAccessCodes() {
        for i in items.indices {
            let code = items[i].code
            if code.count > 2, code.digits / CodeList.powers[Int(code.count) - 2] == 0 { items[i].code.count -= 2 }
        }
    }

    /// Makes codes of the items.
    private mutating func expand(_ country: Code?) -> Problem? {
        var i = 0
        while i < items.count {
            let first = items[i].code
            i += 1
            guard i < items.count, items[i].joint == .dash else {
                if let problem = append(first, country) { return problem }
                continue
            }
            var last = items[i].code
            i += 1
            let text = CodeList.text(first) + "-" + CodeList.text(last)
            if i < items.count, items[i].joint == .dash { return .unclearRange(text + "-" + CodeList.text(items[i].code)) }
            if last.count < first.count {
                // "37120-9": the last digits alone. Where the digits left out may be meant otherwise, it is not for us to say.
                guard last.count <= 2, first.count - last.count > last.count || country != nil else { return .unclearRange(text) }
                let scale = CodeList.powers[Int(last.count)]
                last = Code(digits: first.digits / scale * scale + last.digits, count: first.count)
            } else if last.count > first.count {
                return .unclearRange(text)
            }
            if last.digits < first.digits { return .backwardRange(text) }
            if last.digits - first.digits >= UInt64(CodeList.countMax) { return .tooMany }
            for digits in first.digits...last.digits {
                if let problem = append(Code(digits: digits, count: first.count), country) { return problem }
            }
        }
        return nil
    }

    private mutating func append(_ code: Code, _ country: Code?) -> Problem? {
        var code = code
        if let country {
            guard let joined = CodeList.joined(country, code) else { return .tooLong }
            code = joined
        }
        if code.digits / CodeList.powers[Int(code.count) - 1] == 0 { return .zero }
        if codes.count == CodeList.countMax { return .tooMany }
        codes.append(code)
        return nil
    }

    private static func text(_ code: Code) -> String {
        let digits = String(code.digits)
        return String(repeating: "0", count: max(0, Int(code.count) - digits.count)) + digits
    }
}
