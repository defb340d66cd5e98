internal import CallModel
internal import Catalogue

/// The cells of a row.
extension RowImport {
    mutating func readCodes(_ rows: borrowing RowReader, _ deck: inout ImportedDeck) {
        var country: CodeList.Code?
        var countryList = CodeList()
        if header[.countryCode] >= 0 {
            if countryList.read(rows.bytes.span.extracting(bounds(rows, .countryCode)), country: nil, vocabulary) == nil, countryList.codes.count == 1
            {
                country = countryList.codes[0]
            } else {
                unreadable(rows, .countryCode, "write one calling code, such as 44", &deck)
                return
            }
        }
        guard let problem = list.read(rows.bytes.span.extracting(bounds(rows, .prefix)), country: country, vocabulary) else { return }
        let name = header.name(.prefix)
        switch problem {
        case .empty:
            fault(rows, .prefix, "\(name) is empty", "fill it in, or remove the row", &deck)
        case .noCode:
            unreadable(rows, .prefix, "write digits; codes with ',' or ';' between; or ranges such as 49172-49174", &deck)
        case .tooLong:
            unreadable(rows, .prefix, "write codes of 1 to 18 digits", &deck)
        case .zero:
            unreadable(rows, .prefix, "write the code with its country code in front: no international number begins with 0", &deck)
        case .blanks:
            unreadable(
                rows, .prefix, "put ',' between if these are several codes, or write 'blanksInCodes: join' into the vocabulary if it is one", &deck)
        case .tooMany:
            unreadable(rows, .prefix, "write shorter codes: one row may stand for \(CodeList.countMax)", &deck)
        case .unclearRange(let range):
            fault(rows, .prefix, "\(name) has '\(range)', which may be a range or one code", "write both ends of a range with as many digits", &deck)
        case .backwardRange(let range):
            fault(rows, .prefix, "\(name) has the range '\(range)', which ends before it begins", "write the lower end first", &deck)
        }
    }

    mutating func price(
        _ field: DeckField, seconds: UInt64, isRequired: Bool, _ rows: borrowing RowReader, _ deck: inout ImportedDeck
    ) -> Money {
        let cell = bounds(rows, field)
        if cell.isEmpty {
            if isRequired { fault(rows, field, "\(header.name(field)) is empty", "fill it in, or remove the row", &deck) }
            return .zero
        }
        var currency: [UInt8] = []
        let reading = PriceText.read(rows.bytes.span.extracting(cell), seconds: seconds, vocabulary, currency: &currency)
        if !currency.isEmpty { take(currency, field, rows, &deck) }
        switch reading {
        case .price(let price): return price
        case .noNumber: unreadable(rows, field, "write a decimal number from 0 to 10000, such as 0.0125", &deck)
        case .scientific: unreadable(rows, field, "a spreadsheet has shortened it: write it out, such as 0.000012", &deck)
        case .unclear:
            unreadable(
                rows, field, "that may be a decimal comma or one between thousands: write 'decimal: \",\"' or 'decimal: \".\"' into the vocabulary",
                &deck)
        case .decimals:
            unreadable(
                rows, field,
                seconds == 60 && vocabulary.unitsPerCurrency == 1
                    ? "round it to 8 decimals" : "write a price that has no more than 8 decimals for a minute, in whole units of the currency", &deck)
        case .negative: unreadable(rows, field, "write a price from 0 on", &deck)
        case .high: unreadable(rows, field, "write a price up to 10000", &deck)
        }
        return .zero
    }

    mutating func checkNextPrice(_ first: Money, _ rows: borrowing RowReader, _ deck: inout ImportedDeck) {
        let faultCount = deck.faultCount
        if bounds(rows, .nextRatePerMinute).isEmpty { return }
        let next = price(.nextRatePerMinute, seconds: vocabulary.priceSeconds, isRequired: false, rows, &deck)
        if deck.faultCount > faultCount || next == first { return }
        fault(
            rows, .nextRatePerMinute,
            "\(header.name(.nextRatePerMinute)) is \(next.rateText), and \(header.name(.ratePerMinute)) is \(first.rateText)",
            "a rate of Scatto has one price: write the same in both, or leave the row out", &deck)
    }

    /// Holds a currency against that of the rows before.
    private mutating func take(_ currency: [UInt8], _ field: DeckField, _ rows: borrowing RowReader, _ deck: inout ImportedDeck) {
        if currencyBytes.isEmpty {
            (currencyBytes, currencyLine) = (currency, rows.line)
        } else if currency != currencyBytes {
            fault(
                rows, field,
                "the currency is \(String(decoding: currency, as: UTF8.self).excerpt), and on line \(currencyLine) it is \(self.currency.excerpt)",
                "make a deck of each currency", &deck)
        }
    }

    mutating func checkCurrency(_ rows: borrowing RowReader, _ deck: inout ImportedDeck) {
        let cell = bounds(rows, .currency)
        if !cell.isEmpty { take(cell.map { rows.bytes[$0] }, .currency, rows, &deck) }
    }

    func increments(_ rows: borrowing RowReader, _ deck: inout ImportedDeck) -> (initial: Int32, next: Int32) {
        let both = bounds(rows, .increments)
        let remedy = "write whole seconds from 1 to 86400"
        if !both.isEmpty {
            let text = rows.bytes.span
            let slash = both.first { text[$0] == UInt8(ascii: "/") || text[$0] == UInt8(ascii: "-") } ?? both.upperBound
            let initial = RowImport.seconds(text.extracting(both.lowerBound..<slash))
            let next = slash == both.upperBound ? initial : RowImport.seconds(text.extracting(slash + 1..<both.upperBound))
            if let initial, let next, next > 0 { return (initial == 0 ? next : initial, next) }
            unreadable(rows, .increments, "write the first and the following seconds, such as 60/1, from 1 to 86400", &deck)
            return (60, 60)
        }
        var next = vocabulary.increment
        let nextCell = bounds(rows, .increment)
        if !nextCell.isEmpty {
            if let seconds = RowImport.seconds(rows.bytes.span.extracting(nextCell)), seconds > 0 {
                next = seconds
            } else {
                unreadable(rows, .increment, remedy, &deck)
            }
        }
        var initial = vocabulary.initialIncrement ?? next
        let initialCell = bounds(rows, .initialIncrement)
        if !initialCell.isEmpty {
            if let seconds = RowImport.seconds(rows.bytes.span.extracting(initialCell)) {
                initial = seconds
            } else {
                unreadable(rows, .initialIncrement, remedy, &deck)
            }
        }
        // No least duration: the increments count from the beginning.
        return (initial == 0 ? next : initial, next)
    }

    private static func seconds(_ cell: Span<UInt8>) -> Int32? {
        let text = cell.extracting(cell.rangeWithoutBlanks)
        if text.isEmpty || text.count > 9 { return nil }
        var value: Int32 = 0
        for i in 0..<text.count {
            let digit = text[i] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            value = value * 10 + Int32(digit)
        }
        return Int(value) <= RateDeckReading.incrementMax ? value : nil
    }

    func country(_ rows: borrowing RowReader, _ deck: inout ImportedDeck) -> Country {
        let cell = bounds(rows, .country)
        if cell.isEmpty { return .unknown }
        if cell.count == 2 {
            let letters = [rows.bytes[cell.lowerBound], rows.bytes[cell.lowerBound + 1]].map { $0 &- UInt8(ascii: "a") < 26 ? $0 & 0xDF : $0 }
            if let country = Country(letters.span) { return country }
        }
        unreadable(rows, .country, "write the country's two letters, as ISO 3166-1 has them, or leave the column out of the vocabulary", &deck)
        return .unknown
    }

    func inPlans(_ rows: borrowing RowReader, _ deck: inout ImportedDeck) -> Bool {
        let cell = bounds(rows, .inPlans)
        if cell.isEmpty { return vocabulary.inPlans }
        switch text(rows, cell).asciiLowercased {
        case "yes", "true", "1": return true
        case "no", "false", "0": return false
        default: unreadable(rows, .inPlans, "write yes or no", &deck)
        }
        return true
    }

    func validity(
        _ rows: borrowing RowReader, _ deck: inout ImportedDeck
    ) -> (from: Instant, until: Instant, localTimes: ImportedDeck.LocalTimes) {
        if header[.effectiveFrom] < 0, header[.effectiveUntil] < 0 { return (.distantPast, .distantFuture, []) }
        let faultCount = deck.faultCount
        let from = moment(.effectiveFrom, rows, &deck)
        let until = moment(.effectiveUntil, rows, &deck)
        var localTimes: ImportedDeck.LocalTimes = []
        if let from, from.isLocal { localTimes.insert(.from) }
        if let until, until.isLocal { localTimes.insert(.until) }
        if let from, let until, from.isLocal == until.isLocal, until.instant <= from.instant, deck.faultCount == faultCount {
            fault(
                rows, .effectiveUntil, "\(header.name(.effectiveUntil)) is not after \(header.name(.effectiveFrom))", "write a later one, or none",
                &deck)
        }
        return (from?.instant ?? .distantPast, until?.instant ?? .distantFuture, localTimes)
    }

    /// A date or a moment; `nil` if none is given.
    private func moment(_ field: DeckField, _ rows: borrowing RowReader, _ deck: inout ImportedDeck) -> (instant: Instant, isLocal: Bool)? {
        let cell = bounds(rows, field)
        if cell.isEmpty { return nil }
        let text = rows.bytes.span.extracting(cell)
        var found: DatePattern.Moment?
        for pattern in vocabulary.dates {
            guard let moment = pattern.moment(text) else { continue }
            if let found, found != moment {
                unreadable(rows, field, "that may be two days: leave one of the patterns out of the vocabulary", &deck)
                return nil
            }
            found = moment
        }
        guard let found else {
            if vocabulary.openDates.contains(String(decoding: text).asciiLowercased) { return nil }
            unreadable(rows, field, "write it as \(vocabulary.dates.map(\.text).joined(separator: " or ")), from 1970 to 2999", &deck)
            return nil
        }
        var date = found.date
        if field == .effectiveUntil, vocabulary.lastDayIsIncluded, !found.hasTime { date = CivilDate(daysSinceEpoch: date.daysSinceEpoch + 1) }
        if let offset = found.offsetSeconds { return (Instant(date, secondOfDay: found.secondOfDay - offset), false) }
        if let zone = vocabulary.timeZone { return (zone.instant(date, secondOfDay: found.secondOfDay), false) }
        return (Instant(date, secondOfDay: found.secondOfDay), true)
    }

    /// The destination, interned; `nil` if each code is to be called by itself.
    mutating func destination(_ rows: borrowing RowReader, _ deck: inout ImportedDeck) -> TextRange? {
        for column in header.destinations {
            let cell = bounds(rows, column)
            if !cell.isEmpty { return deck.text(rows.bytes.span.extracting(cell)) }
        }
        joined.removeAll(keepingCapacity: true)
        for column in header.joinedDestination {
            let part = bounds(rows, column)
            if part.isEmpty { continue }
            if !joined.isEmpty { joined.append(UInt8(ascii: " ")) }
            joined.append(contentsOf: rows.bytes[part])
        }
        if !joined.isEmpty { return deck.text(joined.span) }
        if vocabulary.namesByPrefix { return nil }
        if header[.destination] >= 0 {
            fault(
                rows, .destination, "\(header.name(.destination)) is empty", "fill it in, or write 'emptyDestination: prefix' into the vocabulary",
                &deck)
        } else {
            deck.append(
                rows.fault(
                    at: place(rows, header.joinedDestination.first ?? -1), "the destination is empty",
                    "fill it in, or write 'emptyDestination: prefix' into the vocabulary"))
        }
        return .empty
    }
}
