import Catalogue
import SeededRandom
import Testing

@testable import RateDecks

/// A deck that is written in the layout of a vocabulary and imported is the deck.
@Suite struct RoundTripTests {
    struct Row {
        var prefix: String
        var destination: String
        /// In units of 10⁻⁸.
        var rate: Int
        var fee: Int
        var initial: Int
        var increment: Int
        /// Days since 1970, or none.
        var from: Int?
    }

    /// Digits with `decimals` decimals, by hand.
    private static func decimal(_ units: Int, sign: String = ".") -> String {
        let digits = String(units)
        let padded = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
        return padded.dropLast(8) + sign + padded.suffix(8)
    }

    private static func native(_ units: Int) -> String {
        var text = decimal(units)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    private static func quoted(_ text: String) -> String {
        text.contains { ",;\"\n".contains($0) }
            ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : text
    }

    private static func rows(_ random: inout Random) -> [Row] {
        var prefixes: Set<String> = []
        let names = ["Germany", "UK, mobile", "Saint \"B\"", "Réunion", "A;B", "x"]
        var rows: [Row] = []
        for _ in 0..<Int.random(in: 1..<40, using: &random) {
            let prefix = String(Int.random(in: 1..<10_000_000, using: &random))
            if !prefixes.insert(prefix).inserted { continue }
            rows.append(
                Row(
                    prefix: prefix, destination: names.randomElement(using: &random)!, rate: Int.random(in: 0..<1_000_000_000, using: &random),
                    fee: Bool.random(using: &random) ? 0 : Int.random(in: 0..<100_000_000, using: &random),
                    initial: Int.random(in: 1...86_400, using: &random), increment: Int.random(in: 1...86_400, using: &random),
                    from: Bool.random(using: &random) ? nil : Int.random(in: 0..<30_000, using: &random)))
        }
        return rows
    }

    private static func expected(_ rows: [Row], date: (Int) -> String) -> String {
        rows.map { row in
            "\(row.prefix),\(row.destination.contains { ",\"\n".contains($0) } ? quoted(row.destination) : row.destination),"
                + "\(native(row.rate)),\(native(row.fee)),\(row.initial),\(row.increment),,\(row.from.map(date) ?? ""),,,yes\n"
        }.joined()
    }

    @Test(arguments: 0..<200) func `import of what was exported is the deck`(seed: Int) throws {
        var random = Random(seed: UInt64(seed))
        let rows = Self.rows(&random)
        func date(_ day: Int) -> String { String(CivilDateText.text(day)) }
        let undated = rows.map { row in
            var row = row
            row.from = nil
            return row
        }
        let end = Bool.random(using: &random) ? "\r\n" : "\n"
        func text(_ lines: [String]) -> String { lines.map { $0 + end }.joined() }
        func d(_ units: Int) -> String { Self.decimal(units) }

        let astpp = text(
            ["Code,Destination,Connection Cost (USD),Grace Time,Cost / Min (USD),Initial Increment,Increment,Status"]
                + rows.map { "\($0.prefix),\(Self.quoted($0.destination)),\(d($0.fee)),0,\(d($0.rate)),\($0.initial),\($0.increment),Active" })
        #expect(try DeckText.rows(DeckText.imported(astpp, as: "astpp")) == Self.expected(undated, date: date))

        let a2billing = text(
            ["dialprefix;destination;rateinitial;initblock;billingblock;connectcharge;startdate;stopdate"]
                + rows.map {
                    "00\($0.prefix);\(Self.quoted($0.destination));\(d($0.rate));\($0.initial);\($0.increment);\(d($0.fee));"
                        + "\($0.from.map { date($0) + " 00:00:00" } ?? "0");0"
                })
        #expect(try DeckText.rows(DeckText.imported(a2billing, as: "a2billing")) == Self.expected(rows, date: date))

        let kazoo = text(
            ["rate_cost,prefix,description,rate_minimum,rate_increment,rate_surcharge"]
                + rows.map { "\(d($0.rate)),+\($0.prefix),\(Self.quoted($0.destination)),\($0.initial),\($0.increment),\(d($0.fee))" })
        #expect(try DeckText.rows(DeckText.imported(kazoo, as: "kazoo")) == Self.expected(undated, date: date))

        let didww = text(
            ["Category\tCountry\tPrefix\tRate\tConnection fee\tInitial increment\tRecurring increment\tReject calls"]
                + rows.map {
                    "International\t\(Self.quoted($0.destination))\t\($0.prefix)\t\(d($0.rate))\t\(d($0.fee))\t\($0.initial)\t\($0.increment)\tfalse"
                })
        #expect(try DeckText.rows(DeckText.imported(didww, as: "didww")) == Self.expected(undated, date: date))

        let tcxc = text(
            ["Country,Description,Prefix,Effective from,Rate Id,Forbidden,Discontinued,Price 1,Price N,Interval 1,Interval N"]
                + rows.map {
                    ",\(Self.quoted($0.destination)),\($0.prefix),\($0.from.map { date($0) + " 00:00:00" } ?? "ASAP"),,0,0,\(d($0.rate)),\(d($0.rate)),"
                        + "\($0.initial),\($0.increment)"
                })
        let free = rows.map { row in
            var row = row
            row.fee = 0
            return row
        }
        #expect(try DeckText.rows(DeckText.imported(tcxc, as: "tcxc")) == Self.expected(free) { date($0) + "T00:00:00Z" })

        let native = DeckText.header + Self.expected(rows, date: date)
        #expect(try DeckText.written(DeckText.imported(native, as: "native")) == native)
        let commas = text(
            ["prefix;destination;rate_per_minute;connection_fee;initial_increment;increment;effective_from"]
                + rows.map {
                    "\($0.prefix);\(Self.quoted($0.destination));\(Self.decimal($0.rate, sign: ","));\(Self.decimal($0.fee, sign: ","));"
                        + "\($0.initial);\($0.increment);\($0.from.map(date) ?? "")"
                })
        #expect(try DeckText.rows(DeckText.imported(commas, as: "native")) == Self.expected(rows, date: date))
    }
}

/// Days as text, without the code that is tested.
enum CivilDateText {
    static func text(_ days: Int) -> String {
        var (year, left) = (1970, days)
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        while left >= (isLeap(year) ? 366 : 365) {
            left -= isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 0
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        while left >= lengths[month] {
            left -= lengths[month]
            month += 1
        }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month + 1))-\(two(left + 1))"
    }
}
