public import CallModel

/// The users of all organizations: columns, and texts in one arena, so that a million of them load in a second.
public struct UserTable: Sendable {
    /// Names (UPN) as written, a range of ``text``.
    public internal(set) var names: [TextRange] = []
    /// Display names, a range of ``text``.
    public internal(set) var displayNames: [TextRange] = []
    /// Object ids, a range of ``text``.
    public internal(set) var objectIds: [TextRange] = []
    /// Indices into ``Catalogue/organizations``.
    public internal(set) var organizations: [Int32] = []
    /// Usage locations.
    public internal(set) var locations: [Country] = []
    /// Indices into ``planSets``.
    public internal(set) var planSetOf: [Int32] = []
    /// The distinct sets of plans that users hold.
    public internal(set) var planSets: [PlanSet] = []
    /// All texts: the bytes of users.csv, quotes undoubled, so that a million names need not be copied.
    public internal(set) var text: [UInt8] = []
    /// Users by name: an open-addressed table, 0 where empty; its size is a power of two. The lower half is the user's index + 1, the upper
    /// half that of the name's hash, so that other names are told apart without a look at the text.
    @usableFromInline var slots: [UInt64] = []

    /// Plans that a user holds, inclusions resolved.
    public struct PlanSet: Sendable, Hashable {
        /// Indices into ``Catalogue/plans``, ascending: the order of use.
        public var plans: [Int]
        /// The first plan with `credits: yes`, or −1.
        public var creditsPlan: Int
    }

    /// How many users there are.
    public var count: Int { names.count }

    /// The name of a user, as written.
    public func name(_ user: Int) -> String { String(decoding: text[names[user].range], as: UTF8.self) }

    /// The user of that name, ASCII letters without regard to case; −1 if there is none. Blanks around it are the caller's business.
    ///
    /// - Complexity: O(length of the name), on average.
    public func index(of name: Span<UInt8>) -> Int {
        if slots.isEmpty { return -1 }
        return Int(slots[slot(of: name, hash: UserTable.hash(name), in: text)] & 0xFFFF_FFFF) - 1
    }

    /// Whether a user has that name, so that ``index(of:)`` would find this one.
    ///
    /// - Parameter known: The user's among ``names``.
    /// - Complexity: O(length of the name).
    public func isName(_ name: Span<UInt8>, at known: TextRange) -> Bool { TextHash.areEqualIgnoringCase(text.span.extracting(known.range), name) }

    /// A hash of a name in which the case of ASCII letters does not count.
    public static func hash(_ name: Span<UInt8>) -> UInt64 { TextHash.hashIgnoringCase(name) }

    /// Asks for what a look-up reads first.
    @inlinable @inline(__always)
    public func prefetchSlot(_ hash: UInt64) { slots.prefetch(Int(truncatingIfNeeded: hash) & (slots.count - 1)) }

    /// The first user whose name has the upper half of a hash, nearly always the one that a look-up finds; −1 if there is none.
    @inlinable @inline(__always)
    public func candidate(_ hash: UInt64) -> Int {
        if slots.isEmpty { return -1 }
        let mask = slots.count - 1
        var i = Int(truncatingIfNeeded: hash) & mask
        while slots[i] != 0, (slots[i] ^ hash) >> 32 != 0 { i = (i + 1) & mask }
        return Int(slots[i] & 0xFFFF_FFFF) - 1
    }

    /// Asks for the text of a name.
    ///
    /// - Parameter known: One of ``names``.
    @inlinable @inline(__always)
    public func prefetchText(_ known: TextRange) {
        text.prefetch(Int(known.offset))
        text.prefetch(Int(known.offset) &+ Int(known.count))
    }

    /// The slot that holds a user of that name, or the empty one in which it belongs.
    private func slot(of name: Span<UInt8>, hash: UInt64, in text: [UInt8]) -> Int {
        let mask = slots.count - 1
        let slots = slots.span
        let names = names.span
        let text = text.span
        var i = Int(truncatingIfNeeded: hash) & mask
        while slots[i] != 0 {
            if (slots[i] ^ hash) >> 32 == 0 {
                let range = names[Int(slots[i] & 0xFFFF_FFFF) - 1]
                if TextHash.areEqualIgnoringCase(text.extracting(range.range), name) { break }
            }
            i = (i + 1) & mask
        }
        return i
    }
}

extension UserTable {
    /// Makes room for users, of which no more may be inserted.
    mutating func reserveCapacity(_ count: Int) {
        names.reserveCapacity(count)
        displayNames.reserveCapacity(count)
        objectIds.reserveCapacity(count)
        organizations.reserveCapacity(count)
        locations.reserveCapacity(count)
        planSetOf.reserveCapacity(count)
        var size = 16
        while size < count + count / 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
    }

    /// Adds a user by name, which stands at a range of what will be ``text``; the earlier user of that name, if there is one.
    ///
    /// - Precondition: There is room, see ``reserveCapacity(_:)``.
    mutating func insertName(_ range: Range<Int>, in text: [UInt8]) -> Int? {
        let name = text.span.extracting(range)
        let hash = UserTable.hash(name)
        let slot = slot(of: name, hash: hash, in: text)
        if slots[slot] != 0 { return Int(slots[slot] & 0xFFFF_FFFF) - 1 }
        names.append(TextRange(offset: range.lowerBound, count: range.count))
        slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(names.count)
        return nil
    }

    /// Adds what else is known of the user whose name was inserted last.
    mutating func append(organization: Int, location: Country, displayName: Range<Int>, objectId: Range<Int>, planSet: Int32) {
        organizations.append(Int32(organization))
        locations.append(location)
        displayNames.append(TextRange(offset: displayName.lowerBound, count: displayName.count))
        objectIds.append(TextRange(offset: objectId.lowerBound, count: objectId.count))
        planSetOf.append(planSet)
    }
}
