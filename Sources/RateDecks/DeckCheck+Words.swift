internal import CallModel
internal import Catalogue

/// Findings in words.
extension DeckCheck {
    /// What was found, with line and column.
    func inWords(_ findings: [Finding]) -> [CatalogueFault] {
        let fields = findings.map { RowField(line: Int(rates[Int($0.rate)].line), name: DeckCheck.field($0)) }
        let columns = opened.columns(Set(fields))
        return zip(findings, fields).map { finding, field in
            let (message, remedy) = words(finding)
            return CatalogueFault(file: opened.file, line: field.line, column: columns[field] ?? 1, message: message, remedy: remedy)
        }
    }

    /// The column at which a finding is told.
    private static func field(_ finding: Finding) -> String {
        switch finding.kind {
        case .overlap, .gap: "effective_from"
        case .price: "rate_per_minute"
        case .country: "country"
        default: "prefix"
        }
    }

    private func words(_ finding: Finding) -> (message: String, remedy: String) {
        let rate = rates[Int(finding.rate)]
        let prefix = rate.prefixText
        let other = finding.other < 0 ? rate : rates[Int(finding.other)]
        switch (finding.kind, finding.reason) {
        case (.repeated, _):
            let isSame = other.perMinute == rate.perMinute
            return (
                "\(prefix) stands on line \(other.line) too, for the same time, with \(isSame ? "the same" : "another") price",
                "remove one of the two"
            )
        case (.overlap, _):
            let end = rate.effectiveFrom > other.effectiveFrom ? "let line \(other.line) end then" : "let one end before the other begins"
            return (
                "\(prefix) has two rates from \(DeckCheck.text(rate.effectiveFrom)) on, this one and line \(other.line)'s; \(winner(rate, other)) is taken",
                end
            )
        case (.gap, _):
            let between = "from \(DeckCheck.text(other.effectiveUntil)), when line \(other.line) ends, until \(DeckCheck.text(rate.effectiveFrom))"
            return ("\(prefix) has no rate \(between)", "let the one begin when the other ends")
        case (.unreachable, .leadingZero):
            return ("\(prefix) can price no call: no number begins with 0", "write the country code in front, or remove the row")
        case (.unreachable, .tooLong):
            return ("\(prefix) can price no call: no number has more than 15 digits", "shorten it, or remove the row")
        case (.unreachable, .hidden):
            return (
                "\(prefix) can price no call by this row: line \(other.line) holds at the same times and is taken first",
                "remove the row, or change its dates"
            )
        case (.unreachable, _):
            return (
                "\(prefix) can price no call: whatever digit follows, a longer prefix holds", "remove the row, unless \(prefix) itself can be called"
            )
        case (.price, let reason):
            let much =
                reason == .dear ? "more than \(options.factor) times that of the dearest" : "less than 1/\(options.factor) of that of the cheapest"
            return (
                "\(prefix) costs \(rate.perMinute.rateText), \(much) of its neighbours (\(other.prefixText), line \(other.line): \(other.perMinute.rateText))",
                "check the price; --factor sets how much is too much"
            )
        case (.country, _):
            let country = CountryText.country(of: rate, plan)
            return (
                "\(prefix) is of \(rate.country), and the numbering plan says \(country)",
                "mend the country or the prefix, or leave the country empty"
            )
        default:
            return (finding.kind.name, "look at the row")
        }
    }

    private func winner(_ rate: Rate, _ other: Rate) -> String {
        if rate.effectiveFrom != other.effectiveFrom { return "this one" }
        return rate.line < other.line ? "this one" : "that one"
    }

    /// A moment in words.
    static func text(_ moment: Instant) -> String {
        switch moment {
        case .distantPast: "the beginning"
        case .distantFuture: "the end of time"
        default: moment.description
        }
    }
}

/// Countries of prefixes in words.
private enum CountryText {
    /// The plan's country of a rate's prefix, or all there are under it.
    static func country(of rate: Rate, _ plan: [NumberingPlanEntry]) -> String {
        var countries = Set(plan.filter { $0.begins(with: rate) }.map(\.country))
        let shorter = plan.filter {
            $0.prefixCount <= rate.prefixCount && rate.prefix / PrefixGroups.powers[Int(rate.prefixCount - $0.prefixCount)] == $0.prefix
        }
        if let longest = shorter.max(by: { $0.prefixCount < $1.prefixCount }) { countries.insert(longest.country) }
        return countries.sorted().map(\.description).joined(separator: " or ")
    }
}
