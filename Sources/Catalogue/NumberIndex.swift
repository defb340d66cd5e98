public import CallModel

/// Whose a number is: users' and service numbers together.
public struct NumberIndex: Sendable {
    /// An open-addressed table; its size is a power of two. `key` 0 is empty.
    @usableFromInline var keys: [UInt64]
    @usableFromInline var owners: [Int32]
    /// How many numbers there are.
    public private(set) var count = 0

    /// An empty index with room for `count` numbers.
    public init(minimumCapacity count: Int = 0) {
        var size = 16
        while size < count * 2 { size *= 2 }
        keys = Array(repeating: 0, count: size)
        owners = Array(repeating: 0, count: size)
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
        if !number.isNumber { return nil }
        let key = NumberIndex.key(number)
        let mask = keys.count - 1
        var i = NumberIndex.slot(key) & mask
        while keys[i] != 0 {
            if keys[i] == key {
                let owner = Int(owners[i])
                return owner >= 0 ? .user(owner) : .service(-1 - owner)
            }
            i = (i + 1) & mask
        }
        return nil
    }

    /// Brings what a look-up will read first into the cache; the result means nothing, but must be used.
    @inlinable
    public func touch(_ number: PhoneNumber) -> UInt64 { keys[NumberIndex.slot(NumberIndex.key(number)) & (keys.count - 1)] }

    /// Records an owner; `false` if the number has one already.
    ///
    /// - Precondition: The number is one, and there is room for it.
    public mutating func insert(_ number: PhoneNumber, _ owner: Owner) -> Bool {
        let key = NumberIndex.key(number)
        let mask = keys.count - 1
        var i = NumberIndex.slot(key) & mask
        while keys[i] != 0 {
            if keys[i] == key { return false }
            i = (i + 1) & mask
        }
        keys[i] = key
        count += 1
        switch owner {
        case .user(let user): owners[i] = Int32(user)
        case .service(let service): owners[i] = Int32(-1 - service)
        }
        return true
    }

    /// Records an owner as ``insert(_:_:)`` does, and makes room first where there is none. - Complexity: O(1) on average.
    mutating func insertGrowing(_ number: PhoneNumber, _ owner: Owner) -> Bool {
        if (count + 1) * 2 > keys.count {
            var larger = NumberIndex(minimumCapacity: keys.count)
            let mask = larger.keys.count - 1
            for (key, owner) in zip(keys, owners) where key != 0 {
                var i = NumberIndex.slot(key) & mask
                while larger.keys[i] != 0 { i = (i + 1) & mask }
                larger.keys[i] = key
                larger.owners[i] = owner
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
