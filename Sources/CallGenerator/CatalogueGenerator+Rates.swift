import GzipStream

/// The rows of the rate decks. All rates are invented.
extension CatalogueGenerator {
    var ratesHeader: StaticString {
        "prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country,effective_from,effective_until,band,in_plans\n"
    }

    /// How a rate begins its count of seconds, and goes on.
    private static let increments: [StaticString] = ["60,60", "60,60", "60,1", "1,1", "30,6"]

    /// Writes the outbound deck: for each country its code, and beneath it some prefixes of one digit more, ten times as many of two more,
    /// and so on, so that long matches have short ones behind them.
    func writeRates(_ folder: String) throws(OutputFault) {
        let weights = CallingCode.all.reduce(0) { $0 + $1.weight }
        var plan: [(country: Int, digits: UInt64)] = []
        plan.reserveCapacity(parameters.prefixes)
        for (index, code) in CallingCode.all.enumerated() {
            // The last country takes what rounding leaves.
            let isLast = index == CallingCode.all.count - 1
            let quota = isLast ? parameters.prefixes - plan.count : max(1, parameters.prefixes * code.weight / weights)
            appendPrefixes(of: code, country: index, quota: quota, to: &plan)
        }
        try write(folder, "rates.csv", rows: plan.count, header: ratesHeader) { row, random, buffer in
            let code = CallingCode.all[plan[row].country]
            let isMobile = random.below(3) == 0
            buffer.append(decimal: plan[row].digits)
            buffer.append(",")
            buffer.append(code.name)
            buffer.append(isMobile ? " mobile," : ",")
            // 0.0010 … 0.3000 for a line, four times as much for a mobile.
            let units = UInt64((10 + random.below(2990)) * (isMobile ? 4 : 1))
            buffer.append(decimal: units / 10_000)
            buffer.append(".")
            buffer.append(decimal: units % 10_000, width: 4)
            buffer.append(random.below(20) == 0 ? ",0.05," : ",0,")
            buffer.append(CatalogueGenerator.increments[random.below(CatalogueGenerator.increments.count)])
            buffer.append(",")
            buffer.append(code.country)
            buffer.append(random.below(50) == 0 ? ",2020-01-01," : ",,")
            buffer.append(random.below(50) == 0 ? "2035-01-01," : ",")
            // A band on a prefix beneath a country's code only: at other hours the shorter prefix applies.
            buffer.append(plan[row].digits != code.digits && random.below(50) == 0 ? "daytime," : ",")
            buffer.append(random.below(100) == 0 ? "no\n" : "yes\n")
        }
    }

    /// Adds so many different prefixes of a country, its code first.
    private func appendPrefixes(of code: CallingCode, country: Int, quota: Int, to plan: inout [(country: Int, digits: UInt64)]) {
        plan.append((country, code.digits))
        var left = quota - 1
        var places = 1
        while left > 0 {
            places *= 10
            let count = min(left, places * 4 / 10)
            for k in 0..<count {
                // The factor has no factor in common with a power of 10, so all are different.
                let subscriberPart = UInt64((k * 7_654_321 + 3) % places)
                plan.append((country, code.digits * UInt64(places) + subscriberPart))
            }
            left -= count
        }
    }

    func writeTollFreeRate(_ index: Int, _ random: inout SeededRandom, _ buffer: inout TextBuffer) {
        let prefix = TollFreePrefix.all[index]
        buffer.append(decimal: prefix.digits)
        buffer.append(",Toll-free ")
        buffer.append(prefix.country)
        buffer.append(",0.0")
        buffer.append(decimal: UInt64(100 + random.below(700)), width: 3)
        buffer.append(",0,60,60,")
        buffer.append(prefix.country)
        buffer.append(",,,,\n")
    }
}
