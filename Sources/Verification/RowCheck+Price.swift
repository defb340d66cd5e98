internal import CallModel
internal import Catalogue

/// What a call cost, worked out from its number, its start and its duration.
extension RowCheck {
    /// Checks all that the row says of the call's price and of who paid it, and takes the amounts into `found`.
    mutating func price(_ block: borrowing ReportBlock, _ row: Int, _ found: inout UsageRow) throws(RowFault) {
        let tariff = index.catalogue.organizations[found.organization].tariff
        let decimals = prices[tariff].decimals
        found.connectionFee = try amount(block, row, .connectionFee, decimals: decimals)
        found.charge = try amount(block, row, .charge, decimals: decimals)
        let currency = index.currencies[tariff]
        try expect(.currency, currency.span, 0..<currency.count, block, row)
        if found.durationSeconds == 0 { return try expectNothingBilled(block, row, words.unanswered, "a call of 0 seconds is not billed") }
        if found.kind.callClass == .free { return try expectNothingBilled(block, row, words.free, "\(block.text(row, .callType)) is free") }
        let isInbound = found.kind.callClass == .inbound
        guard let callee = found.callee else {
            if isInbound { return try expectNothingBilled(block, row, words.free, "no toll-free number was called") }
            throw RowFault(
                .callee, is: NumberText.masked(block.bytes.span, block.range(row, .callee)), because: "a call that costs needs a number to price")
        }
        let deck = isInbound ? index.tollFree[tariff] : index.outbound[tariff]
        let rate = deck.rate(of: callee, at: found.start)
        if rate < 0 {
            if isInbound { return try expectNothingBilled(block, row, words.free, "no toll-free number was called") }
            throw RowFault(
                .prefix, is: block.text(row, .prefix),
                because: "no rate of \(deck.deck.file) applies to \(NumberText.masked(block.bytes.span, block.range(row, .callee)))")
        }
        try checkRate(block, row, found, callee, deck, deck.deck.rates[rate])
        try checkSeconds(
            block, row, &found, callee, deck.deck.rates[rate], tariff, isMasked: callee.maskedCount > 0 && deck.hasLongerPrefix(than: callee))
    }

    /// That nothing was billed, and nothing priced (rating-rules.md §9).
    private func expectNothingBilled(
        _ block: borrowing ReportBlock, _ row: Int, _ outcome: [UInt8], _ reason: @autoclosure () -> String
    ) throws(RowFault) {
        try expect(.outcome, outcome, block, row, reason())
        for column in RowCheck.amounts where block.amount(row, column) != 0 {
            throw RowFault(column, is: block.text(row, column), because: reason())
        }
        for column in RowCheck.secondsBilled where block.count(row, column) != 0 {
            throw RowFault(column, is: block.text(row, column), because: reason())
        }
        for column in RowCheck.emptyUnlessPriced where !block.range(row, column).isEmpty {
            try expect(column, words.nothing, block, row, reason())
        }
    }

    private static let amounts: [UsageColumn] = [.connectionFee, .charge]
    private static let secondsBilled: [UsageColumn] = [.billedSeconds, .includedSeconds, .chargedSeconds, .uncoveredSeconds]
    private static let emptyUnlessPriced: [UsageColumn] = [
        .domesticOrInternational, .destination, .capability, .includedBy, .rate, .prefix, .note,
    ]

    /// That a cell is a word.
    private func expect(
        _ column: UsageColumn, _ word: [UInt8], _ block: borrowing ReportBlock, _ row: Int, _ reason: @autoclosure () -> String
    ) throws(RowFault) {
        let range = block.range(row, column)
        let bytes = block.bytes.span
        if EqualBytes.areEqual(bytes, range, word.span, 0..<word.count) { return }
        let wanted = word.isEmpty ? "it stays empty" : "that makes " + String(decoding: word, as: UTF8.self)
        throw RowFault(column, is: block.text(row, column), because: "\(reason()): \(wanted)")
    }

    /// The cells that are copied from the rate: prefix, destination, price per minute (§5), and whether that is domestic.
    private mutating func checkRate(
        _ block: borrowing ReportBlock, _ row: Int, _ found: UsageRow, _ callee: NumberText, _ deck: DeckSearch, _ rate: Rate
    ) throws(RowFault) {
        let bytes = block.bytes.span
        let range = block.range(row, .prefix)
        guard range.count == Int(rate.prefixCount), let prefix = DecimalText.count(bytes, range), UInt64(prefix) == rate.prefix else {
            throw RowFault(
                .prefix, is: block.text(row, .prefix),
                because: "the rate that applies is that of \(rate.prefix), line \(rate.line) of \(deck.deck.file)")
        }
        guard let price = DecimalText(bytes, block.range(row, .rate)), price.units == rate.perMinute.units, takesMark(price.mark),
            price.decimals == RowCheck.rateDecimals(price.units)
        else {
            throw RowFault(
                .rate, is: block.text(row, .rate),
                because: "line \(rate.line) of \(deck.deck.file) has "
                    + DecimalText.text(rate.perMinute.units, decimals: RowCheck.rateDecimals(rate.perMinute.units)))
        }
        let text = deck.deck.text
        try expect(.destination, text.span, rate.destination.range, block, row)
        if found.kind.isInbound || found.user < 0 {
            return try expect(.domesticOrInternational, words.nothing, block, row, "the call is no outbound one by a user")
        }
        let location = index.catalogue.users.locations[found.user]
        let destination = index.country(of: callee, rate)
        let isDomestic = index.isDomestic(destination, from: location)
        try expect(
            .domesticOrInternational, isDomestic ? words.domestic : words.international, block, row,
            "the call goes from \(location) to \(destination == .unknown ? "no known country" : destination.description)")
    }

    /// How many decimals a price per minute is written with: two, or as many as it needs.
    static func rateDecimals(_ units: Int64) -> Int {
        var decimals = DecimalText.decimalsMax
        var rest = units
        while decimals > 2, rest % 10 == 0 {
            rest /= 10
            decimals -= 1
        }
        return decimals
    }

    /// Seconds billed for a duration (§6).
    static func billedSeconds(_ duration: Int64, _ rate: Rate) -> Int64 {
        let (first, next) = (Int64(rate.initialIncrementSeconds), Int64(rate.incrementSeconds))
        var billed = first
        if duration > first {
            let steps = (duration - first) / next
            billed += steps * next
            if billed < duration { billed += next }
        }
        return billed
    }

    /// Billed seconds, who covered them, and what was taken for those that credits covered.
    private mutating func checkSeconds(
        _ block: borrowing ReportBlock, _ row: Int, _ found: inout UsageRow, _ callee: NumberText, _ rate: Rate, _ tariff: Int, isMasked: Bool
    ) throws(RowFault) {
        let billed = try seconds(block, row, .billedSeconds)
        let expected = RowCheck.billedSeconds(found.durationSeconds, rate)
        if billed != expected {
            throw RowFault(
                .billedSeconds, is: "\(billed)",
                because: "\(found.durationSeconds) s by increments of \(rate.initialIncrementSeconds) and \(rate.incrementSeconds) s make \(expected)"
            )
        }
        let included = try seconds(block, row, .includedSeconds)
        let charged = try seconds(block, row, .chargedSeconds)
        let uncovered = try seconds(block, row, .uncoveredSeconds)
        if included + charged + uncovered != billed {
            throw RowFault(
                "Included Seconds \(included), Charged Seconds \(charged) and Uncovered Seconds \(uncovered) are \(included + charged + uncovered) "
                    + "together, and Billed Seconds is \(billed)")
        }
        if charged > 0, uncovered > 0 {
            throw RowFault(.uncoveredSeconds, is: "\(uncovered)", because: "credits cover the rest of a call, or nothing of it")
        }
        try expect(
            .outcome, words.outcome(included: included, charged: charged, uncovered: uncovered), block, row,
            "\(included) s are included, \(charged) s charged and \(uncovered) s uncovered")
        found.includedSeconds = included
        let lastPlan = try checkCoverage(block, row, found, callee, rate, overage: charged + uncovered)
        try checkAmounts(block, row, found, rate, tariff, charged: charged, uncovered: uncovered, isMasked: isMasked, lastPlan: lastPlan)
    }

    /// That the plans which included seconds are those of the user, in order, and may cover this call; returns the last of them, or −1.
    private mutating func checkCoverage(
        _ block: borrowing ReportBlock, _ row: Int, _ found: UsageRow, _ callee: NumberText, _ rate: Rate, overage: Int64
    ) throws(RowFault) -> Int {
        let range = block.range(row, .includedBy)
        if range.isEmpty != (found.includedSeconds == 0) {
            throw RowFault(.includedBy, is: block.text(row, .includedBy), because: "\(found.includedSeconds) s are included")
        }
        if !found.kind.callClass.needsUser || found.user < 0 || !rate.inPlans {
            if range.isEmpty { return -1 }
            throw RowFault(
                .includedBy, is: block.text(row, .includedBy),
                because: found.kind.callClass.needsUser ? "plans do not cover calls to this rate" : "plans do not cover calls of this type")
        }
        let coverage = coverages.coverage(index, user: found.user, found.kind.callClass, index.country(of: callee, rate))
        if overage > 0, coverage.isUnlimited {
            throw RowFault(
                .includedSeconds, is: "\(found.includedSeconds)", because: "an unlimited allowance covers all of this call")
        }
        if range.isEmpty { return -1 }
        if let last = lastPlan(block.bytes.span, range, coverage.plans) { return last }
        let keys = coverage.plans.map { index.plans[$0] }
        throw RowFault(
            .includedBy, is: block.text(row, .includedBy),
            because: keys.isEmpty
                ? "none of the user's plans may cover this call" : "the user's plans that may cover this call are \(keys.joined(separator: ", "))")
    }

    /// The last of the plans that a cell names, which are some of `plans` in their order, `+` between; `nil` if it names others.
    private func lastPlan(_ bytes: Span<UInt8>, _ range: Range<Int>, _ plans: [Int]) -> Int? {
        var next = range.lowerBound
        var last: Int?
        for plan in plans {
            let end = next + index.plans.byteCount(plan)
            if end > range.upperBound || !index.plans.isText(plan, bytes, next..<end) { continue }
            if end == range.upperBound { return plan }
            if bytes[end] != UInt8(ascii: "+") { continue }
            next = end + 1
            last = plan
        }
        return next == range.upperBound + 1 ? last : nil
    }

    /// Fee and charge (§8), the plan that paid, and the note.
    private mutating func checkAmounts(
        _ block: borrowing ReportBlock, _ row: Int, _ found: UsageRow, _ rate: Rate, _ tariff: Int, charged: Int64, uncovered: Int64, isMasked: Bool,
        lastPlan: Int
    ) throws(RowFault) {
        let overage = charged + uncovered
        let price = prices[tariff]
        let charge = overage == 0 ? 0 : price.charge(perMinute: rate.perMinute.units, seconds: overage)
        let fee = overage == 0 || found.includedSeconds > 0 ? 0 : price.fee(rate.connectionFee.units)
        let needsPlan = found.kind.callClass.needsUser
        let creditsPlan = found.user < 0 ? nil : index.creditsPlan(ofUser: found.user)
        var refusal = 0
        if uncovered > 0 {
            if charge == 0, fee == 0 {
                throw RowFault(.uncoveredSeconds, is: "\(uncovered)", because: "they cost nothing, which is charged at 0")
            }
            refusal = needsPlan && creditsPlan == nil ? 1 : 2
            if found.connectionFee != 0 || found.charge != 0 {
                let column = found.charge != 0 ? UsageColumn.charge : .connectionFee
                throw RowFault(column, is: block.text(row, column), because: "nothing is taken for seconds that are not covered")
            }
        } else {
            if found.connectionFee != fee {
                throw RowFault(.connectionFee, is: block.text(row, .connectionFee), because: feeReason(found, rate, fee, overage, price))
            }
            if found.charge != charge {
                throw RowFault(
                    .charge, is: block.text(row, .charge),
                    because: overage == 0
                        ? "no second is charged"
                        : "\(overage) s at \(block.text(row, .rate)) a minute make \(DecimalText.text(charge, decimals: price.decimals))")
            }
            if charge + fee > 0, needsPlan, creditsPlan == nil {
                throw RowFault(.chargedSeconds, is: "\(charged)", because: "the user has no plan with credits")
            }
        }
        try expect(.note, words.notes[isMasked ? 1 : 0][refusal], block, row, noteReason(isMasked, refusal))
        if found.charge + found.connectionFee > 0 {
            try expect(.capability, creditsPlan.map { index.planKeys[$0] } ?? words.creditsWithoutPlan, block, row, "credits paid")
        } else if lastPlan >= 0 {
            try expect(.capability, index.planKeys[lastPlan], block, row, "that plan gave the last included second")
        } else {
            try expect(.capability, words.nothing, block, row, "no plan paid")
        }
    }

    private func feeReason(_ found: UsageRow, _ rate: Rate, _ fee: Int64, _ overage: Int64, _ price: ExactPrice) -> String {
        if overage == 0 { return "no second is charged" }
        if found.includedSeconds > 0 { return "there is no fee where seconds are included" }
        return "the rate's fee is \(DecimalText.text(fee, decimals: price.decimals))"
    }

    private func noteReason(_ isMasked: Bool, _ refusal: Int) -> String {
        let masked = isMasked ? ["masked digits may decide the rate"] : []
        let refused = [[], ["the user has no plan with credits"], ["there was no credit for the uncovered seconds"]][refusal]
        let facts = masked + refused
        return facts.isEmpty ? "nothing is to be noted" : facts.joined(separator: ", ")
    }
}
