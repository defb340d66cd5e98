public import CallModel
public import Catalogue

/// Tells of each call what can be told without any other: class, payer, user, rate and price. The stage `rate`.
///
/// It is pure: the same call gives the same result, whatever came before. What it remembers only makes it fast, so each worker has its own copy, and the
/// copies share the compiled decks.
public struct Rater: Sendable {
    let catalogue: Catalogue
    let organizations: OrganizationIndex
    /// The tariff of each organization.
    let tariffOf: [Int32]
    let outbound: [CompiledDeck]
    let tollFree: [CompiledDeck]
    let roundings: [Rounding]
    let numberingPlan: PrefixTrie
    /// Where the fingerprint of a call begins, for each organization.
    let organizationHashes: [Fingerprint]
    /// A hash of each user's name as it is reported.
    let userHashes: [UInt64]
    var callTypes = CallTypeMemo()
    var localDays: LocalDayMemo

    /// Compiles a catalogue. - Complexity: O(n log n) for n rates.
    public init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        organizations = OrganizationIndex(catalogue.organizations.map(\.key))
        tariffOf = catalogue.organizations.map { Int32($0.tariff) }
        var plan = PrefixTrie()
        for entry in catalogue.numberingPlan { plan[entry.prefix, entry.prefixCount] = Int32(entry.country.ordinal) }
        plan.finish()
        numberingPlan = plan
        roundings = catalogue.tariffs.map(\.rounding)
        outbound = catalogue.tariffs.map { CompiledDeck($0.outbound, rounding: $0.rounding, numberingPlan: plan) }
        tollFree = catalogue.tariffs.map { CompiledDeck($0.tollFree, rounding: $0.rounding, numberingPlan: plan) }
        organizationHashes = catalogue.organizations.map { StableHash.of($0.key) }
        userHashes = catalogue.users.names.map { StableHash.of(catalogue.users.text.span, $0) }
        localDays = LocalDayMemo(catalogue.timeZone)
    }

    /// Rates the calls of a batch: fills `batch.rated`, `batch.days` and `batch.months`.
    public mutating func rate(_ batch: CallBatch) {
        // Taken out of the batch for the time being: what a class holds cannot stay in registers.
        var rated = batch.rated
        batch.rated = []
        rated.reserveCapacity(batch.calls.count)
        let (heldText, heldCalls) = (batch.text, batch.calls)
        let text = heldText.span
        let calls = heldCalls.span
        var lastDay = Int32.min
        var lastMonth = CalendarMonth(ordinal: .min)
        for i in calls.indices {
            var call = RatedCall()
            rate(&call, calls[i], text)
            if call.suspension.reachesDuplicateCheck {
                let day = Int32(truncatingIfNeeded: calls[i].start.day)
                if day != lastDay {
                    lastDay = day
                    if !batch.days.contains(day) { batch.days.append(day) }
                }
                if call.month != lastMonth {
                    lastMonth = call.month
                    if !batch.months.contains(call.month) { batch.months.append(call.month) }
                }
            }
            rated.append(call)
        }
        batch.rated = rated
    }

    /// The checks in the order of rating-rules.md §11.
    private mutating func rate(_ rated: inout RatedCall, _ call: Call, _ text: Span<UInt8>) {
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
        rated.suspension = attribute(&rated, call, type, text)
        if rated.suspension != .none { return }
        localDays.look(at: call.start)
        rated.month = localDays.month
        rated.localDay = localDays.day
        identify(&rated, call, typeHash: known.hash, text)
        if call.durationSeconds > 0, type.callClass != .free { price(&rated, call) }
    }

    /// Makes the fingerprint and the check of what is reported.
    private func identify(_ rated: inout RatedCall, _ call: Call, typeHash: UInt64, _ text: Span<UInt8>) {
        var identity = StableHash(organizationHashes[Int(rated.organization)])
        identity.combine(text, call.usageId)
        identity.combine(UInt64(bitPattern: call.start.epochSeconds))
        rated.fingerprint = identity.finish()
        var content = StableHash()
        content.combine(typeHash ^ UInt64(UInt32(bitPattern: call.durationSeconds)) << 20)
        if rated.user >= 0 { content.combine(userHashes[Int(rated.user)]) }
        combine(&content, call.callerNumber, call.caller, text)
        combine(&content, call.calleeNumber, call.callee, text)
        rated.contentCheck = UInt32(truncatingIfNeeded: content.finish().high)
    }

    /// Takes in a number as it is reported: cleaned, or as it came.
    @inline(__always)
    private func combine(_ content: inout StableHash, _ number: PhoneNumber, _ raw: TextRange, _ text: Span<UInt8>) {
        if number.isNumber {
            content.combine(number.digits << 4 | UInt64(number.maskedCount))
        } else {
            content.combine(text, raw)
        }
    }
}
