import CallModel
import SeededRandom
import Testing

@testable import Catalogue

/// The reader against a plain one that reads character by character.
struct TableReaderTests {
    private enum Column: Int, TableColumn {
        case a, b

        static let names = ["a", "b"]
        static let requiredCount = 1
    }

    /// What a row came to: its cells, or that it is refused.
    private enum Row: Equatable {
        case cells(a: String, b: String, line: Int)
        case refused
    }

    /// Rows of two cells as RFC 4180 and file-formats.md have them, slowly: after a refusal reading goes on with the next line.
    private static func expected(_ text: String) -> [Row] {
        let all = Array(text.utf8)
        var rows: [Row] = []
        var start = 0
        while start < all.count {
            let line = 1 + all[..<start].count { $0 == UInt8(ascii: "\n") }
            if all[start...].starts(with: "\n".utf8) || all[start...].starts(with: "\r\n".utf8) {
                start += all[start] == UInt8(ascii: "\n") ? 1 : 2
                continue
            }
            var cells: [[UInt8]] = [[]]
            var i = start
            var isRefused = false
            var isOpen = true
            while isOpen, !isRefused {
                let rest = all[i...]
                if rest.first == UInt8(ascii: "\"") {
                    i += 1
                    while true {
                        if i >= all.count {
                            isRefused = true
                            break
                        }
                        if all[i] != UInt8(ascii: "\"") {
                            cells[cells.count - 1].append(all[i])
                            i += 1
                        } else if all[(i + 1)...].first == UInt8(ascii: "\"") {
                            cells[cells.count - 1].append(all[i])
                            i += 2
                        } else {
                            i += 1
                            break
                        }
                    }
                } else {
                    while i < all.count, !",\"\n".utf8.contains(all[i]), !all[i...].starts(with: "\r\n".utf8) {
                        cells[cells.count - 1].append(all[i])
                        i += 1
                    }
                }
                if isRefused { break }
                if i == all.count {
                    isOpen = false
                } else if all[i] == UInt8(ascii: ",") {
                    cells.append([])
                    i += 1
                } else if all[i] == UInt8(ascii: "\n") {
                    i += 1
                    isOpen = false
                } else if all[i...].starts(with: "\r\n".utf8) {
                    i += 2
                    isOpen = false
                } else {
                    isRefused = true
                }
            }
            if isRefused {
                rows.append(.refused)
                start = (all[start...].firstIndex(of: UInt8(ascii: "\n")) ?? all.count - 1) + 1
                continue
            }
            start = i
            if cells.count == 2 {
                rows.append(.cells(a: String(decoding: cells[0], as: UTF8.self), b: String(decoding: cells[1], as: UTF8.self), line: line))
            } else {
                rows.append(.refused)
            }
        }
        return rows
    }

    @Test func `rows are those of a reader that goes character by character`() {
        var random = Random(seed: 21)
        let pieces = ["\"", "\"", "\"\"", ",", ",", "\n", "\n", "\r\n", "\r", "x", "é", "yz", "\",\"", "x,\"", "\"\n"]
        for round in 0..<5000 {
            let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
            let expected = TableReaderTests.expected(text)
            var table = TableReader<Column>(file: "t.csv", bytes: Array(("a,b\n" + text).utf8))
            var rows: [Row] = []
            while table.next() { rows.append(.cells(a: table.text(.a), b: table.text(.b), line: table.line - 1)) }
            #expect(rows == expected.filter { $0 != .refused }, "round \(round): \(text.debugDescription)")
            #expect(table.faults.count == expected.count { $0 == .refused }, "round \(round): \(text.debugDescription)")
        }
    }

    @Test func `line feeds are counted as one by one`() {
        var random = Random(seed: 23)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in [0x0A, 0x0A, 0x0B, 0x8A, 0x00, 0x09, 0xFF].randomElement(using: &random)! as UInt8 }
            let found = bytes.span.lineFeedCount
            #expect(found == bytes.count { $0 == 0x0A })
        }
    }

    @Test func `a quote that is not closed within a mebibyte is not closed`() {
        let long = String(repeating: "x", count: 1 << 20)
        var table = TableReader<Column>(file: "t.csv", bytes: Array("a\n\"\(long)\"\ny\n\"\(long.dropLast(2))\"\n".utf8))
        var cells: [Int] = []
        while table.next() { cells.append(table.text(.a).utf8.count) }
        #expect(cells == [1, long.utf8.count - 2])
        #expect(table.faults.map(\.description) == ["t.csv:2:1: a quote is not closed; close it, or double it if it is part of the cell"])
    }

    @Test func `no change of a byte makes loading trap`() {
        var random = Random(seed: 22)
        let files = SmallCatalogue.files.merging([
            "catalogue.yaml": SmallCatalogue.files["catalogue.yaml"]!
                + "\nbands: { n: { days: Fri-Mon, from: 22:00, until: 06:00 } }\nsharedPools: [[US, PR]]\n",
            "rates.csv": "prefix,destination,rate_per_minute,effective_from,band\n39,\"It\"\"aly\",0.01,2026-10-01T00:00,n\n",
            "users.csv": "user,organization,usage_location,phone_numbers,licences\nada,acme,IT,+39061234;12*,PSTN\n",
        ]) { $1 }
        let names = files.keys.sorted()
        for _ in 0..<2000 {
            var changed = files
            let name = names.randomElement(using: &random)!
            var scalars = Array(files[name]!.unicodeScalars)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                let scalar = Unicode.Scalar(UInt8.random(in: 0...127, using: &random))
                if Bool.random(using: &random) { scalars[place] = scalar } else { scalars.insert(scalar, at: place) }
            }
            changed[name] = String(String.UnicodeScalarView(scalars))
            for fault in SmallCatalogue.faults(of: changed) {
                #expect(fault.wholeMatch(of: /[a-z.-]+:\d+:\d+: .+; .+/) != nil, "\(fault.debugDescription)")
            }
        }
    }
}
