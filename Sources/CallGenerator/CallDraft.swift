import CallModel

/// A call before it is written: small and without references, so that it can be kept and written again.
struct CallDraft {
    /// Who calls.
    enum Caller {
        case number(UInt64)
        /// A number of which the last three digits are masked.
        case masked(UInt64)
        case anonymous
    }

    /// Its place among all records, from 0: the usage id follows from it.
    var sequence: UInt64
    var kind = CallKind.userOut
    var startSeconds: Int64
    var durationSeconds: Int32 = 0
    var caller = Caller.anonymous
    var callee: UInt64 = 0
    /// The user that the record names, or −1.
    var user: Int32 = -1
    /// The organization that the record names, or −1.
    var organization: Int32 = -1
    var hasEnd = false
    var hasCallId = false
    /// What is made wrong with it.
    var flaw = SuspensionReason.none
    /// Of which ids and details are made.
    var noise: UInt64 = 0
}

/// Draws calls one after another: the same seed, stream and population give the same calls.
struct CallDrawing {
    private let population: CallPopulation
    private let durations: CallDurations
    private(set) var random: SeededRandom

    init(population: CallPopulation, durations: CallDurations, seed: UInt64, stream: UInt64) {
        self.population = population
        self.durations = durations
        random = SeededRandom(seed: seed, stream: stream)
    }

    /// A number from 0 to below 2³², for shares.
    mutating func dice() -> UInt32 { UInt32(truncatingIfNeeded: random.next() >> 32) }

    /// A number from 0 to below `bound`.
    mutating func below(_ bound: Int) -> Int { random.below(bound) }

    /// The next call, with what is wrong about it, if anything is to be.
    mutating func call(sequence: UInt64, startSeconds: Int64, flaw: SuspensionReason) -> CallDraft {
        var draft = CallDraft(sequence: sequence, startSeconds: startSeconds, flaw: flaw)
        draft.kind = flaw == .none ? CallKind.byPerMille[random.below(1000)] : .userOut
        draft.durationSeconds = durations.draw(&random)
        draft.noise = random.next()
        draft.hasEnd = random.happens(perMille: 250)
        draft.hasCallId = random.happens(perMille: 600)
        // Half of the calls are made by a fifth of the users.
        let count = population.people.count
        let user = random.happens(perMille: 500) ? random.below(count) : random.below((count + 4) / 5) * 5
        place(&draft, user: user)
        if flaw != .none { spoil(&draft, user: user) }
        return draft
    }

    /// Fills in numbers, user and organization.
    private mutating func place(_ draft: inout CallDraft, user: Int) {
        let person = population.people[user]
        let services = population.payers[Int(person.organization)].services
        let service = draft.kind.usesService && !services.isEmpty ? population.serviceNumbers[services.lowerBound + random.below(services.count)] : 0
        let own = service != 0 ? service : person.number
        if draft.kind.isInbound {
            draft.callee = own
            draft.caller = outsideCaller(person)
        } else {
            draft.callee = draft.kind == .emergency ? 112 : number(to: destination(person))
            if draft.kind == .forwarded || draft.kind == .transferred {
                draft.caller = outsideCaller(person)
            } else {
                draft.caller = own == 0 ? .anonymous : .number(own)
            }
        }
        let tellsOwn = own != 0 && draft.kind != .forwarded && draft.kind != .transferred
        // A service number tells no user, and a class that needs one must have it.
        let mustNameUser = draft.kind.namesUser || (!tellsOwn && !draft.kind.hasNoUser) || (draft.kind == .userOutConf && own != person.number)
        if !draft.kind.hasNoUser && (mustNameUser || random.happens(perMille: 600)) { draft.user = Int32(user) }
        if (draft.user < 0 && !tellsOwn) || random.happens(perMille: 200) { draft.organization = person.organization }
    }

    /// Makes a call into a record that cannot be settled, for that one reason.
    private mutating func spoil(_ draft: inout CallDraft, user: Int) {
        let person = population.people[user]
        draft.user = Int32(user)
        draft.organization = -1
        draft.durationSeconds = max(1, draft.durationSeconds)
        switch draft.flaw {
        case .organizationMismatch:
            let others = population.payers.count - 1
            draft.organization = (person.organization + 1 + Int32(random.below(others))) % Int32(others + 1)
        case .noRate:
            draft.callee = population.unratedPrefix * 10_000_000 + UInt64(random.below(10_000_000))
        default:
            break
        }
    }

    /// A party outside the organization: mostly of the user's country, seldom masked or unknown.
    private mutating func outsideCaller(_ person: CallPopulation.Person) -> CallDraft.Caller {
        let dice = random.below(1000)
        if dice < 5 { return .anonymous }
        let outside = number(to: destination(person))
        return dice < 15 ? .masked(outside) : .number(outside)
    }

    /// Where a call of that user goes: three of four times to the user's own country, else mostly to few destinations.
    private mutating func destination(_ person: CallPopulation.Person) -> (digits: UInt64, count: UInt8) {
        let destinations = population.destinations[population.payers[Int(person.organization)].tariff]
        let home = destinations.groups[Int(person.location.ordinal)]
        if !home.isEmpty, random.happens(perMille: 750) { return destinations.prefixes[home.lowerBound + favoured(home.count)] }
        return destinations.prefixes[Int(destinations.byFavour[favoured(destinations.byFavour.count)])]
    }

    /// A place among so many: the front eighth comes up every second time.
    private mutating func favoured(_ count: Int) -> Int {
        let share = UInt64(random.below(1 << 20))
        return Int((((share * share * share) >> 40) * UInt64(count)) >> 20)
    }

    /// A number of 10 to 13 digits that begins with a prefix, or of four digits more than a long prefix has.
    private mutating func number(to prefix: (digits: UInt64, count: UInt8)) -> UInt64 {
        let length = max(10 + (prefix.digits &* 0x9E37_79B9_7F4A_7C15) >> 62, UInt64(prefix.count) + 4)
        let scale = CallPopulation.power(UInt8(length) - prefix.count)
        return prefix.digits * scale + UInt64(random.below(Int(scale)))
    }
}
