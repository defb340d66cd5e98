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
    /// All texts.
    public internal(set) var text: [UInt8] = []
    /// Users by name: an open-addressed table of user indices + 1, 0 where empty; its size is a power of two.
    var slots: [UInt32] = []

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
        let mask = slots.count - 1
        let slots = slots.span
        let text = text.span
        var i = Int(truncatingIfNeeded: UserTable.hash(name)) & mask
        while slots[i] != 0 {
            let user = Int(slots[i]) - 1
            let range = names[user]
            if Int(range.count) == name.count {
                var k = 0
                let base = Int(range.offset)
                while k < name.count, asciiLowercased(text[base + k]) == asciiLowercased(name[k]) { k += 1 }
                if k == name.count { return user }
            }
            i = (i + 1) & mask
        }
        return -1
    }

    /// A hash of a name in which the case of ASCII letters does not count.
    static func hash(_ name: Span<UInt8>) -> UInt64 { 0 }
}
