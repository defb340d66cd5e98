import Foundation
import Testing

/// A ledger that was cut short, or of which a byte has changed, is found out; or the byte does not matter, and the run is as it would have been.
@Suite(.serialized) struct LedgerDamageTests {
    /// The step that is run on the damaged ledger, after those before it.
    private static let step = 3

    /// A course up to the step, and what is left when it is run undisturbed.
    private func prepared() async throws -> (CrashScenario, state: [String: [String]]) {
        let scenario = try await CrashScenario()
        try scenario.begin("before")
        for step in 0..<Self.step { _ = try await scenario.run(step, in: "before") }
        try scenario.copy("before", to: "undisturbed")
        #expect(try await scenario.run(Self.step, in: "undisturbed").status == 0)
        return (scenario, try scenario.state(of: "undisturbed"))
    }

    private func ledger(_ scenario: CrashScenario, _ course: String) -> URL { URL(filePath: "\(scenario.base)/\(course)/ledger.sqlite") }

    /// Runs `trial` for each element, two at a time; the answers are in no order.
    private func forEach<Element: Sendable, Answer: Sendable>(
        _ elements: [Element], _ trial: @escaping @Sendable (Int, Element) async throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            var answers: [Answer] = []
            for (number, element) in elements.enumerated() {
                if number >= 2, let answer = try await group.next() { answers.append(answer) }
                group.addTask { try await trial(number, element) }
            }
            for try await answer in group { answers.append(answer) }
            return answers
        }
    }

    @Test func `a ledger that was cut short is left as it is`() async throws {
        let (scenario, _) = try await prepared()
        let whole = try Data(contentsOf: ledger(scenario, "before"))
        var lengths = [0, 1, 15, 16, 50, 99, 100, 101, 4096, whole.count - 1]
        for page in 1..<(whole.count / 16_384) { lengths += [16_384 * page, 16_384 * page + 7_000] }
        let wrong = try await forEach(lengths) { number, length in
            let course = "cut-\(number)"
            try scenario.copy("before", to: course)
            let cut = whole.prefix(length)
            try cut.write(to: ledger(scenario, course))
            let before = try files(scenario, course)
            let end = try await scenario.run(Self.step, in: course)
            let isUnchanged = try files(scenario, course) == before
            let isOneLine = end.errors.hasPrefix("scatto: ledger.sqlite: this ") && end.errors.split(separator: "\n").count == 1
            return end.status == 4 && isUnchanged && isOneLine ? "" : "cut to \(length) of \(whole.count) bytes: \(end)"
        }
        for line in wrong where line != "" { Issue.record("\(line)") }
    }

    /// Every file below a course.
    private func files(_ scenario: CrashScenario, _ course: String) throws -> [String: Data] {
        let folder = scenario.base + "/" + course
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            files[name] = FileManager.default.contents(atPath: folder + "/" + name)
        }
        return files
    }

    @Test func `a byte that has changed is found out, or does not matter`() async throws {
        let (scenario, state) = try await prepared()
        let whole = try Data(contentsOf: ledger(scenario, "before"))
        var random = SeededRandom(state: 11)
        // The head of the file, the head of each page, its checksum, and anything.
        var places = Array(0..<100)
        for page in 0..<(whole.count / 16_384) {
            places += [16_384 * page, 16_384 * page + 3, 16_384 * (page + 1) - 1, 16_384 * page + random.below(16_384)]
        }
        places += (0..<60).map { _ in random.below(whole.count) }
        let flips = places.map { ($0, UInt8(1 + random.below(255))) }
        let ends = try await forEach(flips) { number, flip in
            let course = "flip-\(number)"
            try scenario.copy("before", to: course)
            var bytes = whole
            bytes[flip.0] ^= flip.1
            try bytes.write(to: ledger(scenario, course))
            let end = try await scenario.run(Self.step, in: course)
            defer { try? scenario.remove(course) }
            if end.status == 4 {
                let isUnchanged = try Data(contentsOf: ledger(scenario, course)) == bytes
                let isOneLine = end.errors.hasPrefix("scatto: ledger.sqlite: this ") && end.errors.split(separator: "\n").count == 1
                return isUnchanged && isOneLine ? "found" : "byte \(flip.0) ^ \(flip.1): \(end), changed \(!isUnchanged)"
            }
            // Put right, the ledger must hold what it would hold: the run has not read the byte, nor written what depends on it.
            var after = try Data(contentsOf: ledger(scenario, course))
            after[flip.0] ^= flip.1
            try after.write(to: ledger(scenario, course))
            let differences = CrashScenario.differences(state, try scenario.state(of: course))
            return end.status == 0 && differences.isEmpty ? "of no account" : "byte \(flip.0) ^ \(flip.1): \(end.status): \(differences)"
        }
        let (found, ofNoAccount) = (ends.count { $0 == "found" }, ends.count { $0 == "of no account" })
        for line in ends where line != "found" && line != "of no account" { Issue.record("\(line)") }
        print("Changed bytes: \(ends.count), found out \(found), of no account \(ofNoAccount)")
        #expect(found > ends.count / 2)
    }
}

/// SplitMix64: the same numbers on every machine.
struct SeededRandom {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(limit))
    }
}
