/// How the spreadsheet of a country reads CSV: by which characters it tells cells and decimals apart.
///
/// The separators are those that Windows sets for the locale, which Excel follows when it opens a file. Whoever has changed
/// theirs chooses a locale with the same separators.
public struct ReportLocale: Sendable, Hashable, CustomStringConvertible {
    /// The name, as `it-IT`.
    public let name: String
    /// Between cells: `,` or `;`.
    public let listSeparator: UInt8
    /// Between units and decimals: `.` or `,`; never ``listSeparator``.
    public let decimalSeparator: UInt8

    /// `en-US`: comma and point.
    public static let unitedStates = ReportLocale(name: "en-US", listSeparator: UInt8(ascii: ","), decimalSeparator: UInt8(ascii: "."))

    /// The locale of that name, in any case, with `-` or `_`; a language alone stands for its first locale in ``all``.
    ///
    /// - Throws: ``UnknownReportLocale`` if it is not in ``all``.
    public init(named name: String) throws(UnknownReportLocale) {
        let wanted = ReportLocale.folded(name)
        let found = ReportLocale.all.first { ReportLocale.folded($0.name) == wanted } ?? ReportLocale.all.first { $0.language == wanted }
        guard let found else { throw UnknownReportLocale(name: name) }
        self = found
    }

    init(name: String, listSeparator: UInt8, decimalSeparator: UInt8) {
        self.name = name
        self.listSeparator = listSeparator
        self.decimalSeparator = decimalSeparator
    }

    /// The name.
    public var description: String { name }
    /// The part of the name before the `-`, in lower case.
    var language: String { String(name.prefix { $0 != "-" }) }

    /// A name as it is compared: ASCII in lower case, with `-`.
    static func folded(_ name: String) -> String { name.lowercased().replacing("_", with: "-") }
}

extension ReportLocale {
    /// All locales, the main one of each language before its others.
    public static let all: [ReportLocale] =
        locales(
            listSeparator: ",", decimalSeparator: ".",
            """
            en-US en-GB en-AU en-CA en-HK en-IE en-IN en-MT en-NZ en-PH en-SG cy-GB ga-IE mt-MT \
            he-IL hi-IN ja-JP ko-KR ms-MY th-TH zh-CN zh-HK zh-SG zh-TW
            """)
        + locales(
            listSeparator: ";", decimalSeparator: ",",
            """
            it-IT de-DE de-AT de-LU fr-FR fr-BE fr-CA fr-CH fr-LU es-ES es-AR es-BO es-CL es-CO es-CR es-EC es-PY es-UY es-VE \
            pt-BR pt-PT nl-NL nl-BE en-ZA af-ZA be-BY bg-BG bs-BA ca-ES cs-CZ da-DK el-GR et-EE eu-ES fi-FI gl-ES hr-HR hu-HU id-ID \
            is-IS kk-KZ lt-LT lv-LV mk-MK nb-NO nn-NO pl-PL ro-RO ru-RU sk-SK sl-SI sq-AL sr-RS sv-SE sv-FI tr-TR uk-UA vi-VN
            """)
        + locales(listSeparator: ",", decimalSeparator: ".", "es-MX es-DO es-GT es-HN es-NI es-PA es-PR es-SV es-US")
        + locales(listSeparator: ";", decimalSeparator: ".", "de-CH de-LI it-CH ar-SA ar-AE ar-EG es-PE")

    private static func locales(listSeparator: Unicode.Scalar, decimalSeparator: Unicode.Scalar, _ names: String) -> [ReportLocale] {
        names.split(separator: " ").map {
            ReportLocale(name: String($0), listSeparator: UInt8(ascii: listSeparator), decimalSeparator: UInt8(ascii: decimalSeparator))
        }
    }
}

/// A locale that is not in the table.
public struct UnknownReportLocale: Error, Hashable, Sendable, CustomStringConvertible {
    /// As it was asked for.
    public let name: String

    /// What is wrong, and which locales are near.
    public var description: String { "unknown locale “\(name)”; use one such as \(near.map(\.name).joined(separator: ", "))" }

    /// Up to four locales of the same language, or of the same country, or else well-known ones.
    var near: [ReportLocale] {
        let parts = ReportLocale.folded(name).split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let language = parts.first ?? ""
        let region = parts.count > 1 ? parts[parts.count - 1].uppercased() : name.uppercased()
        let alike = ReportLocale.all.filter { $0.language == language } + ReportLocale.all.filter { $0.name.hasSuffix("-" + region) }
        let known = ReportLocale.all.filter { ["en-US", "it-IT", "de-CH"].contains($0.name) }
        return Array((alike.isEmpty ? known : alike).prefix(4))
    }
}
