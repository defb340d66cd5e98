import Testing

@testable import UsageReport

/// What Excel would change or run when it opens a CSV file is written as a formula; the rest stays as it is.
struct ExcelTextTests {
    static let staying = [
        "", " ", "Anna Müller", "Zoë \"Z\" 0", "O’Brien 2", "anna@contoso.example", "User0@org0.example", "0f3c2a10-77aa-4b1e-9d55-0c6a1be2f001",
        "user_out", "Subscriber", "TollFree", "call-1", "conf 1", "org-2", "id-7", "MCOPSTN1", "MCOPSTN1+MCOPSTN2", "Dest 41, special",
        "1", "0", "42", "12345678901", "Toll-free 800", "anonymous", "recharge-1", "cdr-2026-10-01.csv", "no_credit", "masked", "Germany, mobile “A”",
        "March", "Domenica", "Vera", "Falstaff", "true story", "3f2", "12ab34", "Россия", "محمد", "日本", "?", "...", "a", "AM", "USD", "/",
    ]

    static let changed = [
        // Run.
        "=1+1", "=cmd|' /C calc'!A0", "+49301234", "-", "-1", "@SUM(A1)", "\t=1", "\r=1", "\tx", "\n+1", " =1", "\u{A0}=1", "＝1", "＋1",
        // Read as numbers: leading zeros, long ones, exponents, signs, blanks, separators, percents, fractions, brackets.
        "007", "00", "123456789012", "49301234567890", "1E5", "1e5", "12E3", "1.5", "1,5", "1.234,56", "10%", "(5)", "3/4", "1 1/2", " 12", "12 ",
        "1'000", "１２",
        // Dates and times.
        "1-2", "2026-10-01", "1.2.26", "12:30", "12:30 PM", "5 p", "12h30", "MAR1", "1-Dec", "Dec-12", "mag 5", "5 mai", "5. März", "3 févr. 2026",
        "déc. 2026", "1 août", "12 ene", "7 out 2026", "3 mrt", "3 maart", "1dec26", "Mittwoch, 3. Juni 2026", "Di 3", "10月5日", "5 мая",
        "2026-10-01T08:15:30Z", "00000000-0000-0000-0000-000000000000", "11-100",
        // Amounts.
        "$5", "€5", "5 €", "£ 5", "5 kr", "CHF 5", "EUR 1,50", "R5", "Kč 3", "5zł",
        // Truth values and errors.
        "TRUE", "false", " True ", "VERO", "FALSO", "WAHR", "FALSCH", "VRAI", "FAUX", "VERDADERO", "VERDADEIRO", "WAAR", "ONWAAR", "epätosi",
        "EPÄTOSI",
        "ИСТИНА", "#N/A", "#NV", "#REF!", "#DIV/0!", "'1",
    ]

    @Test(arguments: staying)
    func `text that Excel leaves alone stays`(_ text: String) {
        #expect(staysAsIs(text))
        #expect(cell(text, .excel()) == cell(text, .plain))
    }

    @Test(arguments: changed)
    func `text that Excel would change becomes a formula`(_ text: String) {
        #expect(!staysAsIs(text))
        #expect(cell(text, .excel()) == "\"=\"\"" + text.replacing("\"", with: "\"\"\"\"") + "\"\"\"")
    }

    @Test
    func `a letter between digits makes text unless it is an exponent or parts a time`() {
        for letter in "abcdefghijklmnopqrstuvwxyz" { #expect(staysAsIs("1\(letter)2") == !"eht".contains(letter)) }
    }

    @Test
    func `a literal has 255 characters at most`() {
        #expect(cell("=" + String(repeating: "a", count: 254), .excel()) == "\"=\"\"=" + String(repeating: "a", count: 254) + "\"\"\"")
        #expect(cell("=" + String(repeating: "a", count: 255), .excel()) == "\"=\"\"=" + String(repeating: "a", count: 254) + "\"\"&\"\"a\"\"\"")
        // A character outside the basic plane counts twice and is not cut.
        #expect(cell("=" + String(repeating: "a", count: 253) + "😀", .excel()).contains("\"\"&\"\"😀"))
    }

    @Test
    func `a text too long for a formula gets an apostrophe`() {
        for length in 8_000...8_200 {
            let text = "=" + String(repeating: "a", count: length)
            let field = CSVReader.records(cell(text, .excel()), separator: ",")[0][0]
            #expect(CSVReader.shownByExcel(field) == text)
            // 8,095 characters in 32 pieces: the formula has at most 1 + 8,095 + 3 × 32 = 8,192.
            #expect(field.hasPrefix("=") == (length + 1 <= 8_095))
        }
        #expect(cell("=" + String(repeating: "a", count: 9_000), .excel()) == "\"'=" + String(repeating: "a", count: 9_000) + "\"")
    }
}

/// The text as one cell.
func cell(_ text: String, _ style: ReportStyle) -> String {
    var writer = RowWriter()
    writer.putText(text, CellMarks(style))
    return writer.withBytes { UsageReportTests.text($0) }
}

/// Whether Excel leaves the text alone.
func staysAsIs(_ text: String) -> Bool {
    let bytes = Array(text.utf8) + [UInt8](repeating: UInt8(ascii: "7"), count: RowWriter.slack)
    return ExcelText.staysAsIs(bytes.span, at: 0, count: text.utf8.count)
}
