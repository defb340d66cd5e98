public import CallModel

extension NumberIndex {
    /// Shows every number and its owner once, in no order that means anything. - Complexity: O(numbers).
    public func forEach(_ body: (PhoneNumber, Owner) -> Void) {
        for entry in entries where entry.key != 0 {
            let digits = entry.key >> 4
            var digitCount: UInt8 = 1
            var rest = digits
            while rest >= 10 {
                rest /= 10
                digitCount += 1
            }
            let number = PhoneNumber(digits: digits, digitCount: digitCount, maskedCount: UInt8(entry.key & 15))
            body(number, entry.owner >= 0 ? .user(Int(entry.owner)) : .service(-1 - Int(entry.owner)))
        }
    }
}
