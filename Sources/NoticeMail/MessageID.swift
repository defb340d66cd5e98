/// By which a message is known however often it is delivered (RFC 5322 §3.6.4): `left@right`, without the angle brackets.
public struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// The identifier.
    public let description: String

    /// With more, the header field could not stand on one line (RFC 5322 §2.1.1).
    private static let byteCountMax = 250

    /// The identifier; `nil` if it is none, or longer than 250 bytes.
    public init?(_ text: String) {
        let halves = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        let atoms = halves.flatMap { $0.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) }
        guard halves.count == 2, text.utf8.count <= MessageID.byteCountMax,
            atoms.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") } })
        else { return nil }
        description = text
    }
}
