import Testing
import UsageReport

struct ReportStyleTests {
    @Test(arguments: [
        ("en-US", ",", "."), ("en-GB", ",", "."), ("it-IT", ";", ","), ("de-DE", ";", ","), ("fr-FR", ";", ","), ("de-CH", ";", "."),
        ("es-MX", ",", "."),
        ("pt-BR", ";", ","), ("nl-NL", ";", ","), ("ja-JP", ",", "."),
    ])
    func `locales have the separators of their Excel`(_ name: String, _ list: String, _ decimal: String) throws {
        let style = ReportStyle.excel(try ReportLocale(named: name))
        #expect(String(UnicodeScalar(style.listSeparator)) == list)
        #expect(String(UnicodeScalar(style.decimalSeparator)) == decimal)
        #expect(style.dialect == .excel)
        #expect(style.rowsPerFileMax == 1_048_575)
    }

    @Test(arguments: [
        ("IT-it", "it-IT"), ("it_IT", "it-IT"), ("it", "it-IT"), ("EN", "en-US"), ("de", "de-DE"), ("de_ch", "de-CH"), ("pt", "pt-BR"),
        ("es", "es-ES"),
        ("zh", "zh-CN"), ("ar", "ar-SA"),
    ])
    func `names are read in any case, with either mark, or as a language alone`(_ name: String, _ found: String) throws {
        #expect(try ReportLocale(named: name).name == found)
    }

    @Test(arguments: [
        ("it-FR", "unknown locale “it-FR”; use one such as it-IT, it-CH, fr-FR"),
        ("fr-XX", "unknown locale “fr-XX”; use one such as fr-FR, fr-BE, fr-CA, fr-CH"),
        ("xx", "unknown locale “xx”; use one such as en-US, it-IT, de-CH"),
        ("", "unknown locale “”; use one such as en-US, it-IT, de-CH"),
        ("US", "unknown locale “US”; use one such as en-US, es-US"),
        ("it-IT-x", "unknown locale “it-IT-x”; use one such as it-IT, it-CH"),
    ])
    func `an unknown locale names those that are near`(_ name: String, _ message: String) {
        #expect { try ReportLocale(named: name) } throws: { "\($0)" == message }
    }

    @Test
    func `no locale has one character for both`() {
        #expect(ReportLocale.all.count >= 80)
        #expect(Set(ReportLocale.all.map(\.name)).count == ReportLocale.all.count)
        for locale in ReportLocale.all {
            #expect(locale.listSeparator != locale.decimalSeparator)
            #expect([UInt8(ascii: ","), UInt8(ascii: ";")].contains(locale.listSeparator))
            #expect([UInt8(ascii: ","), UInt8(ascii: ".")].contains(locale.decimalSeparator))
            #expect((try? ReportLocale(named: locale.name)) == locale)
        }
    }

    @Test
    func `files begin with their columns`() {
        func header(_ file: ReportFile, _ style: ReportStyle) -> String { String(decoding: file.header(style), as: UTF8.self) }
        #expect(
            header(.usage, .plain) == """
                UsageId,Call ID,Conference ID,User Location,AAD ObjectId,UPN,User Display Name,Caller ID,Call Type,Number Type,Domestic/International,\
                Destination Dialed,Destination Number,Start Time,End Time,Duration Seconds,Connection Fee,Charge,Currency,Capability,Organization,\
                Outcome,Billed Seconds,Included Seconds,Charged Seconds,Uncovered Seconds,Included By,Rate Per Minute,Matched Prefix,Rate Note

                """)
        #expect(ReportFile.usage.columns.count == 30)
        #expect(header(.duplicates, .plain) == "Source,Line,Organization,UsageId,Same\n")
        #expect(header(.suspense, .excel()) == "\u{FEFF}Source,Line,Byte Offset,Reason,Detail,Record\r\n")
        #expect(header(.notices, excel("it-IT")) == "\u{FEFF}Organization;Kind;At;Amount;Balance;Detail\r\n")
        #expect(ReportFile.allCases.map(\.name) == ["pstn-usage.csv", "duplicates.csv", "suspense.csv", "notices.csv"])
        #expect(ReportStyle.plain.rowsPerFileMax == nil)
    }
}
