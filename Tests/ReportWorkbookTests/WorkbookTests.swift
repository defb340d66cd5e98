import Testing

@testable import ReportWorkbook

/// What goes into the sheets of a workbook. The file itself, which takes the trait `XLSX`, is opened by `Tests/Spreadsheet/prove --workbook`.
@Suite struct WorkbookTests {
    private func rows(_ text: String) -> [[String]] {
        var cells = RowCells()
        let bytes = Array(text.utf8)
        var i = 0
        var rows: [[String]] = []
        while i < bytes.count {
            cells.read(bytes.span, at: &i)
            rows.append(
                cells.starts.indices.map { k in
                    String(decoding: cells.bytes[cells.starts[k]..<cells.starts[k] + cells.counts[k]], as: UTF8.self)
                })
            #expect(cells.starts.indices.allSatisfy { cells.bytes[cells.starts[$0] + cells.counts[$0]] == 0 })
        }
        return rows
    }

    static let texts: [(text: String, rows: [[String]])] = [
        ("a,b\n", [["a", "b"]]),
        (",\n", [["", ""]]),
        ("a\nb\n", [["a"], ["b"]]),
        ("\"a,b\",\"say \"\"ah\"\"\"\n", [["a,b", "say \"ah\""]]),
        ("\"two\nlines\",c\nd,e\n", [["two\nlines", "c"], ["d", "e"]]),
        ("\"\",\"\"\"\"\n", [["", "\""]]),
        ("nul\0,x\n", [["nul␀", "x"]]),
    ]

    @Test(arguments: texts)
    func `rows of the plain dialect are taken apart, each cell with a NUL behind it`(text: String, rows expected: [[String]]) {
        #expect(rows(text) == expected)
    }

    static let numbers: [(cell: String, digits: Int?, decimals: Int?)] = [
        ("0", 1, 0), ("0.0000", 5, 4), ("-12.50", 4, 2), ("123456789012345", 15, 0), ("1.2.3", nil, nil), ("1-2", nil, nil), ("", nil, nil),
        ("+4930", nil, nil), ("1e5", nil, nil), ("-", nil, nil),
    ]

    @Test(arguments: numbers)
    func `a number is digits with possibly a sign and a point`(cell: String, digits: Int?, decimals: Int?) {
        var cells = RowCells()
        var i = 0
        cells.read(Array((cell + "\n").utf8).span, at: &i)
        let number = cells.number(0)
        #expect(number?.digits == digits)
        #expect(number?.decimals == decimals)
    }

    static let columns = [
        "UsageId", "Connection Fee", "Charge", "Organization", "Billed Seconds", "Included Seconds", "Charged Seconds", "Uncovered Seconds",
    ]

    @Test func `totals are formulas over an organization's rows on every sheet that has some`() {
        let formulas = WorkbookSums.formulas(row: 3, usage: [("Usage", 10), ("Usage 2", 4), ("Usage 3", 0)], columns: Self.columns).map(\.formula)
        #expect(
            formulas == [
                "=COUNTIFS('Usage'!$I$2:$I$11,$A3)+COUNTIFS('Usage 2'!$I$2:$I$5,$A3)",
                "=SUMIFS('Usage'!$B$2:$B$11,'Usage'!$I$2:$I$11,$A3)+SUMIFS('Usage'!$C$2:$C$11,'Usage'!$I$2:$I$11,$A3)"
                    + "+SUMIFS('Usage 2'!$B$2:$B$5,'Usage 2'!$I$2:$I$5,$A3)+SUMIFS('Usage 2'!$C$2:$C$5,'Usage 2'!$I$2:$I$5,$A3)",
                "=SUMIFS('Usage'!$E$2:$E$11,'Usage'!$I$2:$I$11,$A3)+SUMIFS('Usage 2'!$E$2:$E$5,'Usage 2'!$I$2:$I$5,$A3)",
                "=SUMIFS('Usage'!$F$2:$F$11,'Usage'!$I$2:$I$11,$A3)+SUMIFS('Usage 2'!$F$2:$F$5,'Usage 2'!$I$2:$I$5,$A3)",
                "=SUMIFS('Usage'!$G$2:$G$11,'Usage'!$I$2:$I$11,$A3)+SUMIFS('Usage 2'!$G$2:$G$5,'Usage 2'!$I$2:$I$5,$A3)",
                "=SUMIFS('Usage'!$H$2:$H$11,'Usage'!$I$2:$I$11,$A3)+SUMIFS('Usage 2'!$H$2:$H$5,'Usage 2'!$I$2:$I$5,$A3)",
            ])
    }

    @Test func `the values that stand with the formulas are exact sums`() {
        var sums = WorkbookSums()
        for row in ["a,0.10,0.20,x,60,0,60,0\n", "b,0.00,12345678.12345678,x,30,30,0,0\n", "c,0,5,y,1,0,0,1\n"] {
            var cells = RowCells()
            var i = 0
            cells.read(Array(row.utf8).span, at: &i)
            sums.add(cells, payer: row.contains(",y,") ? 2 : 0, columns: Self.columns)
        }
        #expect((0..<6).map { sums.value(0, $0) } == [2, 12_345_678.42345678, 90, 30, 60, 0])
        #expect((0..<6).map { sums.value(2, $0) } == [1, 5, 1, 0, 0, 1])
        #expect([0, 1, 2, 3].map { sums.calls($0) } == [2, 0, 1, 0])
    }

    @Test func `columns have the letters that a sheet gives them`() {
        #expect([0, 25, 26, 30, 51, 52, 701, 702].map { WorkbookSums.column($0) } == ["A", "Z", "AA", "AE", "AZ", "BA", "ZZ", "AAA"])
    }
}
