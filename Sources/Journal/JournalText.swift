internal import CallModel

/// Texts of the ledger as hledger reads them back: nothing of what stands in a key or a reference has a meaning there.
///
/// Letters, digits and marks of any script stay, and so do `-`, `_`, `.`, `@`, `&`, `+` and single blanks between such signs. Everything else stands as
/// the bytes of its UTF-8, each `%` and two hexadecimal digits, as in RFC 3986 §2.1; `%` itself too, so that different texts stay different.
enum JournalText {
    /// A part of an account's name, which `:` would divide, two blanks end, `;` follow as a comment, and brackets make virtual.
    static func account(_ text: String) -> String { encoded(text, besides: []) }

    /// A transaction's code, which stands in parentheses.
    static func code(_ text: String) -> String { encoded(text, besides: []) }

    /// A tag's value, which ends at a comma or the line's end; in brackets stand dates.
    static func value(_ text: String) -> String { encoded(text, besides: [":", "/", "#"]) }

    private static func encoded(_ text: String, besides: Set<Unicode.Scalar>) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        for (i, scalar) in scalars.enumerated() {
            let isSingleBlank = scalar == " " && i > 0 && i + 1 < scalars.count && scalars[i - 1] != " " && scalars[i + 1] != " "
            if isSingleBlank || isPlain(scalar) || besides.contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    let digits = String(byte, radix: 16, uppercase: true)
                    result += "%" + (digits.count < 2 ? "0" : "") + digits
                }
            }
        }
        return result
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "@", "&", "+": true
            default: false
            }
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .decimalNumber: true
        default: false
        }
    }

    /// A local day as `2026-10-01`.
    static func date(_ day: Int) -> String {
        String(Instant(CivilDate(daysSinceEpoch: day), secondOfDay: 0).description.prefix(10))
    }
}
