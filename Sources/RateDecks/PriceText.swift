internal import CallModel

/// A price as decks write it: with a decimal point or comma, in groups of three digits, with a currency.
enum PriceText {
    /// What a cell says.
    enum Reading: Equatable {
        /// An exact price.
        case price(Money)
        /// No number.
        case noNumber
        /// A number that a spreadsheet has shortened, such as 1.2E-05.
        case scientific
        /// It may be a decimal sign or one between thousands.
        case unclear
        /// More decimals than a price has.
        case decimals
        /// Below 0.
        case negative
        /// Above 10,000.
        case high
    }

    /// Reads a cell, less blanks around it; the currency that stands in it, as it is written, goes to `currency`.
    ///
    /// - Parameter seconds: For how many seconds the price is: 60 for a fee, which has no time.
    static func read(_ cell: Span<UInt8>, seconds: UInt64, _ vocabulary: DeckVocabulary, currency: inout [UInt8]) -> Reading {
        // What nearly all decks have.
        if seconds == 60, vocabulary.unitsPerCurrency == 1, vocabulary.decimalSign != UInt8(ascii: ","),
            let plain = Money.parse(cell)?.amount
        {
            return plain <= PriceText.most ? .price(plain) : .high
        }
        let number = cell.extracting(bounds(of: cell, currency: &currency))
        if number.isEmpty { return .noNumber }
        if number[0] == UInt8(ascii: "-") || (number[0] == UInt8(ascii: "(") && number[number.count - 1] == UInt8(ascii: ")")) { return .negative }
        switch decimalPlace(number, vocabulary.decimalSign) {
        case .failure(let problem): return problem.reading
        case .success(let place): return exact(number, decimalAt: place, unitsPerCurrency: vocabulary.unitsPerCurrency, seconds: seconds)
        }
    }

    private static let most = Money(units: 10_000 * Money.unitsPerOne)

    private struct Problem: Error {
        var reading: Reading
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    /// Where the number stands, without a currency before or behind it: a sign, or three capital letters.
    private static func bounds(of cell: Span<UInt8>, currency: inout [UInt8]) -> Range<Int> {
        func isNumeric(_ byte: UInt8) -> Bool {
            isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "(")
                || byte == UInt8(ascii: ")")
        }
        var lower = 0
        var upper = cell.count
        while lower < upper, !isNumeric(cell[lower]) { lower += 1 }
        while upper > lower, !isNumeric(cell[upper - 1]) { upper -= 1 }
        let before = cell.extracting(0..<lower)
        let behind = cell.extracting(upper..<cell.count)
        let left = before.extracting(before.rangeWithoutBlanks)
        let right = behind.extracting(behind.rangeWithoutBlanks)
        // Text that is no currency stays, so that the number is none.
        guard left.isEmpty || right.isEmpty, isCurrency(left.isEmpty ? right : left) else { return 0..<cell.count }
        let sign = left.isEmpty ? right : left
        currency = (0..<sign.count).map { sign[$0] }
        return lower..<upper
    }

    private static func isCurrency(_ text: Span<UInt8>) -> Bool {
        if text.isEmpty { return true }
        if text.count == 1 { return text[0] == UInt8(ascii: "$") }
        if text.count == 2 { return text[0] == 0xC2 && (text[1] == 0xA3 || text[1] == 0xA5) }
        guard text.count == 3 else { return false }
        if (0..<3).allSatisfy({ text[$0] &- UInt8(ascii: "A") < 26 }) { return true }
        // The euro and its neighbours: U+20A0 … U+20BF.
        return text[0] == 0xE2 && text[1] == 0x82 && text[2] >= 0xA0
    }

    /// Where the decimal sign stands, or the number's end if it has none.
    private static func decimalPlace(_ number: Span<UInt8>, _ sign: UInt8?) -> Result<Int, Problem> {
        var points = 0
        var commas = 0
        var last = -1
        for i in 0..<number.count {
            let byte = number[i]
            if byte == UInt8(ascii: ".") {
                (points, last) = (points + 1, i)
            } else if byte == UInt8(ascii: ",") {
                (commas, last) = (commas + 1, i)
            } else if !isDigit(byte) {
                let isExponent = byte | 0x20 == UInt8(ascii: "e") && i > 0 && isDigit(number[i - 1])
                return .failure(Problem(reading: isExponent ? .scientific : .noNumber))
            }
        }
        if last < 0 { return .success(number.count) }
        let lastSign = number[last]
        let hasBoth = points > 0 && commas > 0
        let ofLast = lastSign == UInt8(ascii: ".") ? points : commas
        let looksGrouped = isGrouped(number, until: number.count, by: lastSign)
        if let sign {
            if lastSign == sign {
                return ofLast == 1 && isGrouped(number, until: last, by: other(sign)) ? .success(last) : .failure(Problem(reading: .noNumber))
            }
            return !hasBoth && looksGrouped ? .success(number.count) : .failure(Problem(reading: .noNumber))
        }
        if ofLast > 1 { return !hasBoth && looksGrouped ? .success(number.count) : .failure(Problem(reading: .noNumber)) }
        if hasBoth { return isGrouped(number, until: last, by: other(lastSign)) ? .success(last) : .failure(Problem(reading: .noNumber)) }
        // One point is a decimal point. One comma is a decimal comma, unless it may stand between thousands.
        if lastSign == UInt8(ascii: ","), looksGrouped { return .failure(Problem(reading: .unclear)) }
        return .success(last)
    }

    private static func other(_ sign: UInt8) -> UInt8 { sign == UInt8(ascii: ",") ? UInt8(ascii: ".") : UInt8(ascii: ",") }

    /// Whether the digits before `end` are plain, or stand in groups of three behind a first one of one to three that does not begin with 0.
    private static func isGrouped(_ number: Span<UInt8>, until end: Int, by sign: UInt8) -> Bool {
        var group = 0
        var groups = 0
        for i in 0..<end {
            if number[i] != sign {
                group += 1
                continue
            }
            if group == 0 || group > 3 || (groups > 0 && group != 3) { return false }
            (groups, group) = (groups + 1, 0)
        }
        if groups == 0 { return true }
        return group == 3 && number[0] != UInt8(ascii: "0")
    }

    /// The price per minute in the currency's unit, exactly.
    private static func exact(_ number: Span<UInt8>, decimalAt place: Int, unitsPerCurrency: UInt64, seconds: UInt64) -> Reading {
        var digits: UInt128 = 0
        var decimals = 0
        var hasDigit = false
        for i in 0..<number.count where isDigit(number[i]) {
            hasDigit = true
            let digit = UInt128(number[i] - UInt8(ascii: "0"))
            if i > place { decimals += 1 }
            // Zeros at the end change nothing, however many there are.
            if digits > 100_000_000_000_000_000_000_000 {
                if i <= place { return .high }
                if digit != 0 { return .decimals }
                decimals -= 1
                continue
            }
            digits = digits * 10 + digit
        }
        if !hasDigit { return .noNumber }
        while decimals > 0, digits % 10 == 0 {
            digits /= 10
            decimals -= 1
        }
        if decimals > 24 { return .decimals }
        var divisor = UInt128(unitsPerCurrency * seconds)
        for _ in 0..<decimals { divisor *= 10 }
        let (units, rest) = (digits * 60 * UInt128(Money.unitsPerOne)).quotientAndRemainder(dividingBy: divisor)
        if units > UInt128(most.units) { return .high }
        if rest != 0 { return .decimals }
        return .price(Money(units: Int64(units)))
    }
}
