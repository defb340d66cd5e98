/// An e-mail address that may stand in a header and among the arguments of a program just as it is: atoms with dots between, `@`, and a domain
/// (RFC 5321 §4.1.2, `Dot-string@Domain`).
///
/// What else an address may be is refused: quoted local parts and address literals, letters beyond ASCII (RFC 6531, which few programs take), signs by
/// which mail was once routed or piped into programs (`!`, `%`, `|`, `` ` ``), and a beginning that looks like an option or a file.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address, as it was given.
    public let description: String

    /// The longest address (RFC 5321 §4.5.3.1.3, without its brackets), and the longest local part (§4.5.3.1.1).
    private static let byteCountMax = 254
    private static let localByteCountMax = 64
    /// The longest part of a domain (RFC 1035 §2.3.4).
    private static let labelByteCountMax = 63

    /// The address; `nil` if it is none.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= MailAddress.byteCountMax, let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let (local, domain) = (bytes[..<at], bytes[(at + 1)...])
        guard let first = local.first, local.count <= MailAddress.localByteCountMax, first != UInt8(ascii: "-"), first != UInt8(ascii: "/") else {
            return nil
        }
        let atoms = local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard atoms.allSatisfy({ !$0.isEmpty && $0.allSatisfy(MailAddress.isLocal) }), labels.allSatisfy(MailAddress.isLabel) else { return nil }
        description = text
    }

    private static func isLocal(_ byte: UInt8) -> Bool { byte.isASCIILetterOrDigit || "#$&'*+-/=?^_{}~".utf8.contains(byte) }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...labelByteCountMax).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { $0.isASCIILetterOrDigit || $0 == hyphen }
    }
}

extension UInt8 {
    /// Whether it is `0` … `9`, `A` … `Z` or `a` … `z`.
    var isASCIILetterOrDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}
