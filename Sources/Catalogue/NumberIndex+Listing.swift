public import CallModel

extension NumberIndex {
    /// Shows every number and its owner once, in no order that means anything. - Complexity: O(numbers).
    public func forEach(_ body: (PhoneNumber, Owner) -> Void) {
        for (key, owner) in zip(keys, owners) where key != 0 {
            let digits = key >> 4
            var digitCount: UInt8 = 1
            var rest = digits
            while rest >= 10 {
                rest /= 10
                digitCount += 1
            }
            let number = PhoneNumber(digits: digits, digitCount: digitCount, maskedCount: UInt8(key & 15))
            body(number, owner >= 0 ? .user(Int(owner)) : .service(-1 - Int(owner)))
        }
    }
}
