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
    /// For the block at hand, and for the one behind it.
    private var scratch = Array(repeating: Scratch(), count: Rater.blockCount)
    private var nextScratch = Array(repeating: Scratch(), count: Rater.blockCount)

    /// Compiles a catalogue. - Complexity: O(n log n) for n rates.
    ///
    /// - Parameter destinations: The catalogue's, by which ``CallModel/RatedCall/destinationName`` is to be understood; its own, if nobody asks for it.
    public init(_ catalogue: Catalogue, _ destinations: DestinationNames? = nil) {
        tables = RatingTables(catalogue, destinations ?? DestinationNames(catalogue))
        localDays = LocalDayMemo(catalogue.timeZone)
    }

    /// Calls that are rated side by side, step by step, so that what one step reads for them is fetched at the same time.
    /// One bit for each in a word.
    static let blockCount = 64

    /// Rates the calls of a batch: fills `batch.rated`, `batch.days` and `batch.months`.
    public mutating func rate(_ batch: CallBatch) {
        // Taken out of the batch for the time being: what a class holds cannot stay in registers.
        var rated = batch.rated
        batch.rated = []
        let (heldText, heldCalls) = (batch.text, batch.calls)
        rated.append(contentsOf: repeatElement(RatedCall(), count: heldCalls.count))
        rateBlocks(heldCalls.span, heldText.span, &rated)
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

    /// The checks in the order of rating-rules.md §11, each step for all calls of a block. A step asks for what a later one reads, and between the two
    /// stands work that needs no memory: the next block is classified before this one is attributed, and hashes are made while the search goes on.
    private mutating func rateBlocks(_ calls: Span<Call>, _ text: Span<UInt8>, _ rated: inout [RatedCall]) {
        // Taken out for the time being, as batches are.
        var (scratch, next) = (scratch, nextScratch)
        (self.scratch, nextScratch) = ([], [])
        var block = 0..<min(Rater.blockCount, calls.count)
        classify(block, calls, text, &rated, &next)
        while !block.isEmpty {
            swap(&scratch, &next)
            tables.findOwners(block, calls, text, &scratch)
            let behind = block.upperBound..<min(block.upperBound + Rater.blockCount, calls.count)
            classify(behind, calls, text, &rated, &next)
            let (priced, searched) = attribute(block, calls, text, &rated, &scratch)
            tables.prefetchHeads(searched, scratch.span)
            date(block, calls, &rated)
            tables.prefetchIntervals(searched, scratch.span)
            identify(block, calls, text, &rated)
            tables.searchPrefixes(searched, &scratch)
            check(block, calls, text, &rated, scratch.span)
            tables.price(priced, searched: searched, block, calls, &rated, scratch.span)
            block = behind
        }
        (self.scratch, nextScratch) = (scratch, next)
    }

    private mutating func classify(
        _ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ ratedCalls: inout [RatedCall], _ scratches: inout [Scratch]
    ) {
        var rated = ratedCalls.mutableSpan
        var scratch = scratches.mutableSpan
        for i in block { classify(&rated[i], calls[i], &scratch[i - block.lowerBound], text, tables) }
    }

    /// Tells whose calls they are; returns those that have to be priced, and those of them whose number has to be searched, one bit each.
    private mutating func attribute(
        _ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ ratedCalls: inout [RatedCall], _ scratches: inout [Scratch]
    ) -> (priced: UInt64, searched: UInt64) {
        var rated = ratedCalls.mutableSpan
        var scratch = scratches.mutableSpan
        tables.findNamed(block, calls, text, &scratch)
        var (priced, searched): (UInt64, UInt64) = (0, 0)
        for i in block where rated[i].suspension == .none {
            let k = i - block.lowerBound
            priced |= UInt64(attribute(&rated[i], calls[i], &scratch[k])) &<< UInt64(k)
            searched |= UInt64((scratch[k].place != 0).bit) &<< UInt64(k)
        }
        return (priced, searched)
    }

    /// Tells whose call it is; returns 1 if it has to be priced, else 0.
    @inline(__always)
    private func attribute(_ rated: inout RatedCall, _ call: borrowing Call, _ scratch: inout Scratch) -> UInt8 {
        let suspension = tables.attribute(&rated, scratch)
        rated.suspension = suspension
        if suspension != .none { return 0 }
        scratch.tariff = tables.tariffOf[Int(rated.organization)]
        // Which calls are priced, and which searched, nobody can foresee.
        let isPriced = (call.durationSeconds != 0).bit & (rated.callClass != .free).bit
        scratch.place = PrefixIntervals.place(call.calleeNumber.kept(if: isPriced & ~rated.isInbound.bit != 0))
        return isPriced
    }

    /// Makes the fingerprints.
    private func identify(_ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ ratedCalls: inout [RatedCall]) {
        var rated = ratedCalls.mutableSpan
        for i in block where rated[i].suspension == .none { rated[i].fingerprint = tables.fingerprint(calls[i], rated[i].organization, text) }
    }

    /// Makes the checks of what is reported.
    private func check(
        _ block: Range<Int>, _ calls: Span<Call>, _ text: Span<UInt8>, _ ratedCalls: inout [RatedCall], _ scratch: Span<Scratch>
    ) {
        var rated = ratedCalls.mutableSpan
        for i in block where rated[i].suspension == .none {
            rated[i].contentCheck = tables.contentCheck(calls[i], rated[i].user, typeHash: scratch[i - block.lowerBound].typeHash, text)
        }
    }

    /// Finds local days and months.
    private mutating func date(_ block: Range<Int>, _ calls: Span<Call>, _ ratedCalls: inout [RatedCall]) {
        var rated = ratedCalls.mutableSpan
        for i in block where rated[i].suspension == .none {
            localDays.look(at: calls[i].start)
            rated[i].month = localDays.month
            rated[i].localDay = localDays.day
        }
    }

    /// What the steps for a call hand on, one to the next.
    struct Scratch: Sendable {
        /// The called number as fifteen digits, 0 if there is nothing to search; the tariff, and what the search found in its outbound deck.
        var place: UInt64 = 0
        var tariff: Int32 = 0
        var found: Int32 = -1
        var hasUserField = false
        /// The user whom the user field names, at first most likely, then for certain: or −1, or ``RatingTables/unknown``.
        var candidate: Int32 = -1
        /// The organization that the organization field names: or −1, or ``RatingTables/unknown``.
        var organization: Int32 = -1
        var typeHash: UInt64 = 0
        /// The organization's own number, and whose it is (`NumberIndex.ownerNumber(of:)`).
        var ownNumber = PhoneNumber.none
        var owner = NumberIndex.nobody
    }

    /// The record is well-formed, has a usage id, and a known call type.
    @inline(__always)
    private mutating func classify(
        _ rated: inout RatedCall, _ call: borrowing Call, _ scratch: inout Scratch, _ text: Span<UInt8>, _ tables: RatingTables
    ) {
        scratch = Scratch()
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
        rated.hasLowercaseType = known.isLowercase
        scratch.typeHash = known.hash
        let end = type.isInbound ? call.calleeNumber : call.callerNumber
        scratch.ownNumber = end.kept(if: type.hasOwnNumber)
        tables.catalogue.numbers.prefetch(scratch.ownNumber)
        scratch.hasUserField = !call.user.isEmpty
    }
}
