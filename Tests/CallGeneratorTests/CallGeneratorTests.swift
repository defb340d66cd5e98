import CallModel
import Catalogue
import GzipStream
import Testing

@testable import CallGenerator

@Suite struct `Generated calls` {
    @Test func `The same seed gives the same bytes, whatever the number of workers`() async throws {
        let catalogue = try smallCatalogue()
        let scratch = try Scratch()
        var parameters = CallGenerator.Parameters(seed: 7, count: 3 * CallGenerator.recordsPerPiece + 17)
        parameters.duplicateShare = 0.01
        parameters.faultyShares = [.malformed: 0.01, .unknownUser: 0.01]
        let generator = try CallGenerator(catalogue: catalogue, parameters: parameters)
        let expected = generatedText(generator)
        for workers in [1, 2, 7] {
            let zipped = try await generator.write(to: try OutputFile(path: scratch.path("\(workers).csv.gz")), workers: workers)
            let plain = try await generator.write(to: try OutputFile(path: scratch.path("\(workers).csv")), compression: .none, workers: workers)
            #expect(try scratch.text("\(workers).csv") == expected)
            #expect(try scratch.bytes("\(workers).csv.gz") == scratch.bytes("1.csv.gz"))
            #expect(plain == .init(records: parameters.count, bytes: expected.utf8.count, fileBytes: expected.utf8.count))
            #expect(zipped.bytes == plain.bytes)
            #expect(zipped.fileBytes == (try scratch.bytes("1.csv.gz").count))
        }
        let source = try ByteSource(path: scratch.path("2.csv.gz"))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: expected.utf8.count + 1, alignment: 16)
        defer { unsafe buffer.deallocate() }
        let count = try unsafe source.read(into: buffer)
        #expect(unsafe String(decoding: buffer[..<count], as: UTF8.self) == expected)
        parameters.seed = 8
        #expect(generatedText(try CallGenerator(catalogue: catalogue, parameters: parameters)) != expected)
    }

    @Test func `Every record can be settled, if none is to be faulty: own numbers, users and organizations agree with the catalogue`() throws {
        let catalogue = try smallCatalogue()
        let records = generatedRecords(try CallGenerator(catalogue: catalogue, parameters: .init(seed: 3, count: 20_000)))
        #expect(records.count == 20_000)
        var usageIds: Set<Substring> = []
        var previous: Substring = ""
        for record in records {
            #expect(record.fields.count == 12)
            usageIds.insert(record.usageId)
            #expect(previous <= record.start)
            previous = record.start
            let known = CallType(lowercased: Array(record.callType.utf8).span)
            let type = try #require(known)
            let own = type.hasOwnNumber ? PhoneNumber(cleaning: Array((type.isInbound ? record.callee : record.caller).utf8).span) : .none
            var organizations: Set<Int> = []
            var user = record.user.isEmpty ? -1 : catalogue.users.index(of: Array(record.user.utf8).span)
            #expect(record.user.isEmpty || user >= 0)
            switch catalogue.numbers.owner(of: own) {
            case .user(let owner):
                if user < 0 { user = owner }
                organizations.insert(Int(catalogue.users.organizations[owner]))
            case .service(let service): organizations.insert(catalogue.serviceNumbers[service].organization)
            case nil: break
            }
            if user >= 0 { organizations.insert(Int(catalogue.users.organizations[user])) }
            if !record.organization.isEmpty {
                organizations.insert(try #require(catalogue.organizations.firstIndex { $0.key == record.organization }))
            }
            #expect(organizations.count == 1, "\(record.fields)")
            if type.callClass.needsUser { #expect(user >= 0, "\(record.fields)") }
            let duration = try #require(record.duration)
            if !type.isInbound && type.callClass != .free && duration > 0 {
                #expect(catalogue.tariffs[0].outbound.matches(record.callee), "\(record.callee)")
                #expect((11...16).contains(record.callee.count))
            }
        }
        #expect(usageIds.count == 20_000)
    }

    @Test func `The mix is lifelike`() throws {
        let catalogue = try smallCatalogue()
        let text = generatedText(try CallGenerator(catalogue: catalogue, parameters: .init(seed: 4, count: 20_000)))
        let records = text.split(separator: "\n").dropFirst().map(Record.init)
        func share(_ holds: (Record) -> Bool) -> Double { Double(records.count(where: holds)) / Double(records.count) }
        #expect((0.58...0.62).contains(share { $0.callType == "user_out" }))
        #expect((0.11...0.13).contains(share { $0.duration == 0 }))
        #expect((0.60...0.85).contains(share { $0.start.dropFirst(11) >= "08" && $0.start.dropFirst(11) < "17" }))
        #expect((0.005...0.05).contains(share { $0.callee.hasPrefix("+1800") || $0.callee.hasPrefix("+1833") }))
        let domestic = records.filter { $0.callType == "user_out" && $0.caller.hasPrefix("+39") }
        #expect((0.7...0.9).contains(Double(domestic.count { $0.callee.hasPrefix("+39") }) / Double(domestic.count)))
        let longestPrefixes = Dictionary(grouping: records.filter { $0.callType == "user_out" }) { record in
            catalogue.tariffs[0].outbound.rates.filter { record.callee.dropFirst().hasPrefix(String($0.prefix)) }.map(\.prefix).max() ?? 0
        }
        #expect(longestPrefixes.count > 300)
        let callsByPrefix = longestPrefixes.values.map(\.count).sorted(by: >)
        #expect(callsByPrefix.prefix(longestPrefixes.count / 8).reduce(0, +) * 3 > 12_000)
        for kind in CallKind.allCases {
            let expected = Double(kind.perMille) / 1000
            #expect((expected * 0.5...expected * 1.6).contains(share { $0.callType == "\(kind.callType)" }), "\(kind)")
        }
        let mean = Double(records.compactMap(\.duration).reduce(0, +)) / share { $0.duration != 0 } / 20_000
        #expect((225...255).contains(mean))
        #expect((115...145).contains(text.utf8.count / 20_000))
        for record in records where !record.end.isEmpty { #expect(record.end >= record.start) }
    }

    @Test func `Shares of duplicates and of every kind of faulty record are kept`() throws {
        let catalogue = try smallCatalogue()
        var parameters = CallGenerator.Parameters(seed: 9, count: 20_000)
        parameters.duplicateShare = 0.05
        for reason in SuspensionReason.allCases where reason != .none { parameters.faultyShares[reason] = 0.02 }
        let records = generatedRecords(try CallGenerator(catalogue: catalogue, parameters: parameters))
        func share(_ holds: (Record) -> Bool) -> Double { Double(records.count(where: holds)) / 20_000 }
        let expected = 0.016...0.024
        #expect(expected.contains(share { $0.usageId.isEmpty }))
        #expect(expected.contains(share { $0.callType == "fax_out" }))
        #expect(expected.contains(share { $0.fields.count > 6 && $0.user.hasPrefix("nobody-") }))
        #expect(expected.contains(share { $0.fields.count > 7 && $0.organization.hasPrefix("nobody-") }))
        #expect(expected.contains(share { $0.callee == "sip:reception" }))
        #expect(
            expected.contains(
                share {
                    !catalogue.tariffs[0].outbound.matches($0.callee) && $0.callee.wholeMatch(of: /\+[0-9]{11}/) != nil && $0.callType == "user_out"
                }))
        #expect(
            expected.contains(share { $0.fields.count != 12 || $0.duration == nil || $0.start.hasPrefix("2026-13") || $0.caller.contains("\"") }))
        let mismatches = share { record in
            record.fields.count == 12 && record.user.contains("@org-0.") && record.organization == "org-1"
                || record.fields.count == 12 && record.user.contains("@org-1.") && record.organization == "org-0"
        }
        #expect(expected.contains(mismatches))
        var seen: [Substring: Record] = [:]
        var (same, different) = (0, 0)
        for record in records where !record.usageId.isEmpty {
            guard let first = seen.updateValue(record, forKey: record.usageId) else { continue }
            #expect(first.start == record.start)
            if first.duration == record.duration { same += 1 } else { different += 1 }
        }
        #expect((350...650).contains(same))
        #expect((350...650).contains(different))
    }

    @Test func `Quoted, every field stands in quotes and nothing else changes`() throws {
        let catalogue = try smallCatalogue()
        var parameters = CallGenerator.Parameters(seed: 10, count: 3000)
        let plain = generatedText(try CallGenerator(catalogue: catalogue, parameters: parameters))
        parameters.isQuoted = true
        let quoted = generatedText(try CallGenerator(catalogue: catalogue, parameters: parameters))
        #expect(quoted.split(separator: "\n").allSatisfy { $0.hasPrefix("\"") && $0.hasSuffix("\"") })
        #expect(quoted.replacing("\"", with: "") == plain)
    }

    @Test func `No records are a header`() throws {
        let generator = try CallGenerator(catalogue: try smallCatalogue(), parameters: .init(seed: 1, count: 0))
        #expect(
            generatedText(generator)
                == "usage_id,call_type,start_time,duration_seconds,caller,callee,user,organization,end_time,call_id,conference_id,number_type\n")
    }

    @Test func `Over days, weekends are quiet, and days are local`() throws {
        var parameters = CallGenerator.Parameters(seed: 11, count: 14_000)
        // A Thursday to a Wednesday.
        parameters.dayCount = 7
        let records = generatedRecords(try CallGenerator(catalogue: try smallCatalogue(), parameters: parameters))
        let byDay = Dictionary(grouping: records) { $0.start.prefix(10) }.mapValues(\.count)
        #expect(byDay.count == 7)
        #expect(try #require(byDay["2026-10-03"]) * 4 < (try #require(byDay["2026-10-02"])))
        #expect(records.first?.start.hasPrefix("2026-10-01T0") == true)
    }

    /// What is asked for, and what is said.
    static let refusals: [(@Sendable (inout CallGenerator.Parameters) -> Void, String)] = [
        ({ $0.count = -1 }, "the count must be 0 or more; choose another value"),
        ({ $0.dayCount = 0 }, "the number of days must be 1 to 3660; choose another value"),
        (
            { $0.firstDay = CivilDate(year: 2026, month: 2, day: 30) },
            "the first day must be a day from 1970 on, and the last one before 3000; choose another value"
        ),
        (
            { $0.firstDay = CivilDate(year: 2999, month: 12, day: 31) },
            "the first day must be a day from 1970 on, and the last one before 3000; choose another value"
        ),
        ({ $0.duplicateShare = 0.6 }, "the share of duplicates must be 0 to 0.5; choose another value"),
        ({ $0.faultyShares = [.noRate: -0.1] }, "the share of no_rate must be 0 to 1; choose another value"),
        ({ $0.faultyShares = [.noRate: 0.5, .malformed: 0.5] }, "the sum of all shares must be at most 0.9; choose another value"),
        ({ $0.duplicateShare = .nan }, "the share of duplicates must be 0 to 0.5; choose another value"),
    ]

    @Test(arguments: refusals.indices)
    func `A parameter out of bounds is named`(index: Int) throws {
        var parameters = CallGenerator.Parameters(seed: 1, count: 10)
        Self.refusals[index].0(&parameters)
        let catalogue = try smallCatalogue()
        let fault = #expect(throws: GeneratorFault.self) { try CallGenerator(catalogue: catalogue, parameters: parameters) }
        #expect(fault?.description == Self.refusals[index].1)
    }

    @Test func `A catalogue that nobody can call with is refused`() throws {
        var files = [
            "catalogue.yaml": """
            tariffs:
              only: { currency: EUR, outbound: rates.csv }
            plans:
              PAYG: { credits: yes }
            """,
            "organizations.csv": "organization\na\n",
            "users.csv": "user,organization,usage_location,phone_numbers\n",
            "rates.csv": "prefix,destination,rate_per_minute,effective_until\n39,Italy,0.1,2020-01-01\n",
        ]
        var parameters = CallGenerator.Parameters(seed: 1, count: 10)
        func fault() throws -> String? {
            let catalogue = try Catalogue.load(files: files)
            return #expect(throws: GeneratorFault.self) { try CallGenerator(catalogue: catalogue, parameters: parameters) }?.description
        }
        #expect(try fault() == "the catalogue has no users, and nobody can call; add a row to its users file")
        files["users.csv"]? += "ann@a.example,a,IT,+390655501\n"
        #expect(
            try fault() == "the outbound deck of tariff only has no rate for a call on the first day; choose another day or complete the deck")
        files["rates.csv"] = "prefix,destination,rate_per_minute\n" + (1...9).map { "\($0),Anywhere,0.1\n" }.joined()
        parameters.faultyShares = [.noRate: 0.1]
        #expect(try fault() == "no no_rate record can be made: the decks have a rate for every number; leave this reason out")
        parameters.faultyShares = [.organizationMismatch: 0.1]
        #expect(try fault() == "no organization_mismatch record can be made: the catalogue has only one organization; leave this reason out")
    }

    @Test func `Names and keys with commas and quotes are written as CSV asks`() throws {
        let catalogue = try Catalogue.load(files: [
            "catalogue.yaml": """
            tariffs:
              only: { currency: EUR, outbound: rates.csv }
            plans:
              PAYG: { credits: yes }
            """,
            "organizations.csv": "organization\n\"Bolts, Nuts\"\n",
            "users.csv": "user,organization,usage_location\n\"the \"\"boss\"\"\",\"Bolts, Nuts\",IT\n",
            "rates.csv": "prefix,destination,rate_per_minute\n39,Italy,0.1\n",
        ])
        let text = generatedText(try CallGenerator(catalogue: catalogue, parameters: .init(seed: 1, count: 500)))
        #expect(text.contains(",\"the \"\"boss\"\"\","))
        #expect(text.contains(",\"Bolts, Nuts\","))
        #expect(!text.contains(",the \""))
    }
}

extension RateDeck {
    /// Whether a prefix of the deck is the beginning of a number: by looking at every rate.
    func matches(_ number: Substring) -> Bool {
        let digits = number.drop { $0 == "+" }
        return rates.contains { digits.hasPrefix(String($0.prefix)) }
    }
}
