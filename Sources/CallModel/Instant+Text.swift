extension CivilDate {
    /// Reads `YYYY-MM-DD`; `nil` if there is no such day, or its year is outside ``years``.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { decimalDigit($0) != nil } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), CivilDate.years.contains(year)
        else { return nil }
        self.init(checking: year, month, day)
    }
}

extension Instant {
    /// Reads `YYYY-MM-DD`, or that with `THH:MM:SSZ`: UTC; `nil` if it is neither.
    public init?(_ text: String) {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard let date = CivilDate(String(parts[0])) else { return nil }
        if parts.count == 1 {
            self.init(date, secondOfDay: 0)
            return
        }
        guard parts.count == 2, parts[1].utf8.count == 9, parts[1].last == "Z" else { return nil }
        let time = parts[1].dropLast().split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3, time.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { decimalDigit($0) != nil } }),
            let hour = Int(time[0]), let minute = Int(time[1]), let second = Int(time[2]), hour < 24, minute < 60, second < 60
        else { return nil }
        self.init(date, secondOfDay: hour * 3600 + minute * 60 + second)
    }
}
