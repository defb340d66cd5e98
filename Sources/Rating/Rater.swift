public import CallModel
public import Catalogue

/// Tells of each call what can be told without any other: class, payer, user, rate and price. The stage `rate`.
///
/// It is pure: the same call gives the same result, whatever came before. What it remembers only makes it fast, so each worker has its own copy, and the
/// copies share the compiled catalogue.
public struct Rater: Sendable {
    private let tables: RatingTables
    private var callTypes = CallTypeMemo()
    private var localDays: LocalDayMemo
    private var scratch = Array(repeating: Scratch(), count: Rater.blockCount)
    /// Takes part in nothing; it keeps reads that only fetch from being dropped.
    private var touched: UInt64 = 0

    /// Compiles a catalogue. - Complexity: O(n log n) for n rates.
    public init(_ catalogue: Catalogue) {
        tables = RatingTables(catalogue)
        localDays = LocalDayMemo(catalogue.timeZone)
    }

    /// Calls that are rated side by side, step by step, so that what one step reads for them is fetched at the same time.
    static let blockCount = 32

    /// Rates the calls of a batch: fills `batch.rated`, `batch.days` and `batch.months`.
    public mutating func rate(_ batch: CallBatch) {
        // Taken out of the batch for the time being: what a class holds cannot stay in registers.
        var rated = batch.rated
        batch.rated = []
        let (heldText, heldCalls) = (batch.text, batch.calls)
        rated.append(contentsOf: repeatElement(RatedCall(), count: heldCalls.count))
        var begin = 0
        while begin < heldCalls.count {
            let end = min(begin + Rater.blockCount, heldCalls.count)
            rate(begin..<end, heldCalls.span, heldText.span, &rated)
            begin = end
        }
        var lastDay = Int32.min
        var lastMonth = CalendarMonth(ordinal: .min)
        for i in heldCalls.indices where rated[i].suspension.reachesDuplicateCheck {
            let day = Int32(truncatingIfNeeded: heldCalls[i].start.day)
            if day != lastDay {
                lastDay = day
                if !batch.days.contains(day) { batch.days.append(day) }
            }
            if rated[i].month != lastMonth {
                lastMonth = rated[i].month
                if !batch.months.contains(lastMonth) { batch.months.append(lastMonth) }
            }
        }
        batch.rated = rated
    }

    /// Finds the intervals of the called numbers, each step for all calls of a block: the table of first digits, the search, the rate.
    private mutating func search(_ block: Range<Int>, _ calls: Span<Call>, _ rated: [RatedCall], _ tables: RatingTables) -> UInt64 {
        var touched: UInt64 = 0
        for i in block {
            let k = i - block.lowerBound
            let organization = rated[i].organization
            let number = calls[i].calleeNumber
            scratch[k].place = 0
            if organization < 0 { continue }
            if !number.isNumber { continue }
            scratch[k].tariff = tables.tariffOf[Int(organization)]
            scratch[k].place = PrefixIntervals.place(number)
            scratch[k].found = Int32(bitPattern: tables.outboundSearch[Int(scratch[k].tariff)].first(scratch[k].place))
        }
        for k in 0..<block.count where scratch[k].place != 0 {
            touched &+= UInt64(UInt32(bitPattern: tables.outboundSearch[Int(scratch[k].tariff)].touch(UInt32(bitPattern: scratch[k].found))))
        }
        for k in 0..<block.count where scratch[k].place != 0 {
            scratch[k].found = tables.outboundSearch[Int(scratch[k].tariff)].value(scratch[k].place)
        }
        for k in 0..<block.count where scratch[k].place != 0 {
            if scratch[k].found >= 0 { touched &+= UInt64(tables.outboundRates[Int(scratch[k].tariff)][Int(scratch[k].found)].prefixCount) }
        }
        return touched
    }

    /// The checks in the order of rating-rules.md §11, each step for all calls of a block.
    private mutating func rate(_ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ rated: inout [RatedCall]) {
        let tables = tables
        var touched: UInt64 = 0
        for i in block { classify(&rated[i], calls[i], i - block.lowerBound, text) }
        // Loops that only read: so short that the reads of many calls are under way at once.
        for k in 0..<block.count { touched &+= tables.catalogue.users.touch(scratch[k].userHash) }
        for k in 0..<block.count { touched &+= tables.catalogue.users.touchName(scratch[k].userHash) }
        for k in 0..<block.count { touched &+= tables.catalogue.users.touchText(scratch[k].userHash) }
        for k in 0..<block.count { touched &+= tables.catalogue.numbers.touch(scratch[k].ownNumber) }
        for i in block where rated[i].suspension == .none {
            let k = i - block.lowerBound
            rated[i].suspension = tables.attribute(&rated[i], calls[i], scratch[k], text)
        }
        touched &+= search(block, calls, rated, tables)
        for i in block where rated[i].suspension == .none {
            localDays.look(at: calls[i].start)
            rated[i].month = localDays.month
            rated[i].localDay = localDays.day
            tables.identify(&rated[i], calls[i], typeHash: scratch[i - block.lowerBound].typeHash, text)
        }
        for i in block where rated[i].suspension == .none && rated[i].callClass != .free {
            if calls[i].durationSeconds > 0 { tables.price(&rated[i], calls[i], found: scratch[i - block.lowerBound].found) }
        }
        self.touched = touched
    }

    /// What the steps for a call hand on, one to the next.
    struct Scratch: Sendable {
        var hasOwnNumber = false
        var ownNumber = PhoneNumber.none
        /// The called number as fifteen digits, 0 if there is nothing to search; the tariff, and what the search found in its outbound deck.
        var place: UInt64 = 0
        var tariff: Int32 = 0
        var found: Int32 = -1
        var userHash: UInt64 = 0
        var typeHash: UInt64 = 0
    }

    /// The record is well-formed, has a usage id, and a known call type.
    @inline(__always)
    private mutating func classify(_ rated: inout RatedCall, _ call: borrowing Call, _ slot: Int, _ text: Span<UInt8>) {
        if call.fault != .none {
            rated.suspension = .malformed
            return
        }
        if call.usageId.isEmpty {
            rated.suspension = .noUsageId
            return
        }
        let known = callTypes.type(text, call.callType)
        guard let type = known.type else {
            rated.suspension = .unknownCallType
            return
        }
        rated.callClass = type.callClass
        rated.isInbound = type.isInbound
        scratch[slot].hasOwnNumber = type.hasOwnNumber
        scratch[slot].ownNumber = type.isInbound ? call.calleeNumber : call.callerNumber
        scratch[slot].typeHash = known.hash
        if !call.user.isEmpty { scratch[slot].userHash = UserTable.hash(text.extracting(call.user.range)) }
    }
}
