import CrashPoints
import Foundation
import Subprocess
import Testing

/// A run is killed at every point before and after something that lasts, and run again.
@Suite struct CrashPointTests {
    /// A place at which a run can be killed: the point, and which time it is reached.
    struct Kill: Hashable, Sendable {
        var step: Int
        var point: String
        var time: Int
        /// Whether the later runs follow, too; else what is left after the repeated one is compared with what was left at that time.
        var isFollowed: Bool
    }

    /// The undisturbed sequence: every point that each step reaches, and what is left after each.
    private func undisturbed(_ scenario: CrashScenario) async throws -> (kills: [Kill], states: [[String: [String]]]) {
        try scenario.begin("undisturbed")
        var kills: [Kill] = []
        var states: [[String: [String]]] = []
        var known: Set<String> = []
        for (i, step) in CrashScenario.steps.enumerated() {
            try scenario.copy("undisturbed", to: "before-\(i)")
            let log = scenario.base + "/log-\(i)"
            let end = try await scenario.run(i, in: "undisturbed", environment: ["SCATTO_CRASH_LOG": log])
            #expect(end.status == step.status, "\(end.errors)")
            var times: [String: Int] = [:]
            for point in String(decoding: try Data(contentsOf: URL(filePath: log)), as: UTF8.self).split(separator: "\n").map(String.init) {
                times[point, default: 0] += 1
                let time = times[point] ?? 1
                // Each time in the second step, which does most, and in the one that fails; elsewhere the first.
                if time > 1, ![1, 2].contains(i) { continue }
                let isNew = known.insert(point).inserted
                kills.append(Kill(step: i, point: point, time: time, isFollowed: isNew && known.count % 4 == 0))
            }
            states.append(try scenario.state(of: "undisturbed"))
        }
        return (kills, states)
    }

    /// Kills one run, repeats it, goes on; says what is not as it would have been.
    private func differences(_ kill: Kill, _ number: Int, _ scenario: CrashScenario, _ states: [[String: [String]]]) async throws -> [String] {
        let course = "kill-\(number)"
        try scenario.copy("before-\(kill.step)", to: course)
        let killed = try await scenario.run(kill.step, in: course, environment: ["SCATTO_CRASH_POINT": "\(kill.point):\(kill.time)"])
        if killed != CrashScenario.End(status: -SIGKILL, errors: "") { return ["it was not killed, but ended with \(killed)"] }
        let last = kill.isFollowed ? CrashScenario.steps.count - 1 : kill.step
        for step in kill.step...last {
            let end = try await scenario.run(step, in: course)
            if end.status != CrashScenario.steps[step].status { return ["step \(step + 1) ended with \(end) then"] }
        }
        var state = try scenario.state(of: course)
        // The output folder that a killed run created stays, empty, when the repeated one fails: it is not the one that created it.
        let folder = CrashScenario.steps[last].output + "/"
        if CrashScenario.steps[last].status == 3, states[last][folder] == nil, state[folder] == [] { state[folder] = nil }
        let differences = CrashScenario.differences(states[last], state)
        try scenario.remove(course)
        return differences
    }

    @Test func `killed at any point and run again, a run leaves what it leaves undisturbed`() async throws {
        let scenario = try await CrashScenario()
        let (kills, states) = try await undisturbed(scenario)
        let book = try #require(states.last?["book"])
        #expect(book.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == (1...book.count).map { "CHARGED cedar/\($0)" })
        #expect(book.count == 4)
        // The step that fails has paid before.
        #expect(try #require(states[2]["book"]).count == #require(states[1]["book"]).count + 1)
        // Two at a time: a run mostly waits for the disk.
        let different = try await withThrowingTaskGroup(of: [String].self) { group in
            var different: [String] = []
            for (number, kill) in kills.enumerated() {
                if number >= 2 { different += try await group.next() ?? [] }
                group.addTask {
                    try await differences(kill, number, scenario, states).map { "step \(kill.step + 1), \(kill.point) \(kill.time): \($0)" }
                }
            }
            for try await rest in group { different += rest }
            return different
        }
        for line in different { Issue.record("\(line)") }
        let points = Set(kills.map(\.point))
        print("Crash points: \(points.count) points, \(kills.count) kills in \(CrashScenario.steps.count) runs, \(different.count) differences")
        #expect(points == Set(CrashPoint.allCases.map(\.rawValue)))
    }
}
