public import CallModel

/// Whose a number is: users' and service numbers together.
public struct NumberIndex: Sendable {
    /// An open-addressed table; its size is a power of two.
    @usableFromInline var entries: [Entry]
    /// How many numbers there are.
    public private(set) var count = 0

    /// An empty index with room for `count` numbers.
    public init(minimumCapacity count: Int = 0) {
        var size = 16
        while size < count + count / 2 { size *= 2 }
        entries = Array(repeating: Entry(), count: size)
    }

    /// A number and its owner, side by side, so that a look-up reads one cache line.
    @frozen @usableFromInline
    struct Entry: Sendable, BitwiseCopyable {
        /// ``NumberIndex/key(_:)``; 0 is empty.
        @usableFromInline var key: UInt64 = 0
        /// A user, or −1 less a service number; ``NumberIndex/nobody`` where it is empty.
        @usableFromInline var owner = NumberIndex.nobody

        @usableFromInline
        init() {}
    }

    /// Who owns a number.
    @frozen
    public enum Owner: Hashable, Sendable {
        /// An index into ``Catalogue/users``.
        case user(Int)
        /// An index into ``Catalogue/serviceNumbers``.
        case service(Int)
    }

    /// Visible digits and the count of masked ones tell a number, for 15 digits take 50 bits and the count 4.
    @inlinable
    static func key(_ number: PhoneNumber) -> UInt64 { number.digits << 4 | UInt64(number.maskedCount) }

    /// The owner of a number, or `nil`. - Complexity: O(1) on average.
    @inlinable
    public func owner(of number: PhoneNumber) -> Owner? {
        let owner = Int(ownerNumber(of: number))
        if owner == Int(NumberIndex.nobody) { return nil }
        return owner >= 0 ? .user(owner) : .service(-1 - owner)
    }

    /// The owner of a number as one: a user, −1 less a service number, or ``nobody``. - Complexity: O(1) on average.
    @inlinable
    public func ownerNumber(of number: PhoneNumber) -> Int32 {
        // What is no number has the key of an empty entry.
        let key = NumberIndex.key(number)
        let mask = entries.count - 1
        var i = NumberIndex.slot(key) & mask
        while entries[i].key != key, entries[i].key != 0 { i = (i + 1) & mask }
        return entries[i].owner
    }

    /// The same if the first place that is looked at tells; else 1 for `isElsewhere`, and ``ownerNumber(of:)`` has to be asked.
    ///
    /// Without a branch: whether a number has an owner nobody can foresee.
    @inlinable @inline(__always)
    public func firstOwnerNumber(of number: PhoneNumber) -> (owner: Int32, isElsewhere: UInt8) {
        let key = NumberIndex.key(number)
        let entry = entries[NumberIndex.slot(key) & (entries.count &- 1)]
        return (entry.owner, (entry.key != 0).bit & (entry.key != key).bit)
    }

    /// The owner of a number that nobody has.
    @inlinable public static var nobody: Int32 { .min }

    /// Asks for what a look-up reads.
    @inlinable @inline(__always)
    public func prefetch(_ number: PhoneNumber) { entries.prefetch(NumberIndex.slot(NumberIndex.key(number)) & (entries.count - 1)) }

    /// Records an owner; `false` if the number has one already.
    ///
    /// - Precondition: The number is one, and there is room for it.
    public mutating func insert(_ number: PhoneNumber, _ owner: Owner) -> Bool {
        let key = NumberIndex.key(number)
        let mask = entries.count - 1
        var i = NumberIndex.slot(key) & mask
        while entries[i].key != 0 {
            if entries[i].key == key { return false }
            i = (i + 1) & mask
        }
        entries[i].key = key
        count += 1
        switch owner {
        case .user(let user): entries[i].owner = Int32(user)
        case .service(let service): entries[i].owner = Int32(-1 - service)
        }
        return true
    }

    /// Records an owner as ``insert(_:_:)`` does, and makes room first where there is none. - Complexity: O(1) on average.
    mutating func insertGrowing(_ number: PhoneNumber, _ owner: Owner) -> Bool {
        if (count + 1) * 2 > entries.count {
            var larger = NumberIndex(minimumCapacity: entries.count)
            let mask = larger.entries.count - 1
            for entry in entries where entry.key != 0 {
                var i = NumberIndex.slot(entry.key) & mask
                while larger.entries[i].key != 0 { i = (i + 1) & mask }
                larger.entries[i] = entry
            }
            larger.count = count
            self = larger
        }
        return insert(number, owner)
    }

    /// Where a key's search begins, before the table's mask.
    @inlinable
    static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) }
}
