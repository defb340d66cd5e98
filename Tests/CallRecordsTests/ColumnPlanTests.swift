import CallRecords
import SeededRandom
import Testing

/// Columns are found by name, in any order, without regard to case (file-formats.md).
struct ColumnPlanTests {
    static let native = [
        "usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee", "user", "organization", "end_time", "call_id", "conference_id",
        "number_type",
    ]
    static let teams = [
        "UsageId", "Call Type", "Start Time", "Duration Seconds", "Caller ID", "Destination Number", "UPN", "Organization", "End Time", "Call ID",
        "Conference ID", "Number Type",
    ]

    @Test func `both names of every field are known`() throws {
        for names in [ColumnPlanTests.native, ColumnPlanTests.teams] {
            let plan = try ColumnPlan(header: names)
            #expect(RecordField.allCases.map { plan.column(of: $0) } == Array(0..<12))
            #expect(plan.columnCount == 12)
        }
        #expect(RecordField.allCases.map(\.name) == ColumnPlanTests.native)
        #expect(RecordField.allCases.map(\.alternativeName) == ColumnPlanTests.teams)
    }

    @Test func `six fields are required`() {
        #expect(RecordField.allCases.filter(\.isRequired) == [.usageId, .callType, .startTime, .durationSeconds, .caller, .callee])
    }

    @Test func `any order, any case, either name, and unknown columns`() throws {
        var random = Random(seed: 1)
        for _ in 0..<200 {
            let fields = RecordField.allCases.filter { $0.isRequired || Bool.random(using: &random) }
            var columns: [(name: String, field: RecordField?)] = fields.map {
                let name = Bool.random(using: &random) ? $0.name : $0.alternativeName
                return (name.map { Bool.random(using: &random) ? $0.uppercased() : $0.lowercased() }.joined(), $0)
            }
            for unknown in ["", "Charge", "usage id", "usage_id ", " caller", "Call", "callee2", "", "Charge", "USER_ID", "uſer"]
            where Bool.random(using: &random) {
                columns.append((unknown, nil))
            }
            columns.shuffle(using: &random)
            let plan = try ColumnPlan(header: columns.map(\.name))
            #expect(plan.columnCount == columns.count)
            for field in RecordField.allCases { #expect(plan.column(of: field) == columns.firstIndex { $0.field == field } ?? -1) }
        }
    }

    @Test func `a Teams export is read as it is`() throws {
        let header = [
            "UsageId", "Call ID", "Conference ID", "User Location", "AAD ObjectId", "UPN", "User Display Name", "Caller ID", "Call Type",
            "Number Type",
            "Domestic/International", "Destination Dialed", "Destination Number", "Start Time", "End Time", "Duration Seconds", "Connection Fee",
            "Charge", "Currency", "Capability",
        ]
        let plan = try ColumnPlan(header: header)
        #expect(RecordField.allCases.map { plan.column(of: $0) } == [0, 8, 13, 15, 7, 12, 5, -1, 14, 1, 2, 9])
    }

    static func message(_ header: [String]) -> String? {
        do throws(HeaderFault) {
            _ = try ColumnPlan(header: header)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: RecordField.allCases.filter(\.isRequired)) func `a missing column is named`(_ field: RecordField) {
        let header = ColumnPlanTests.native.filter { $0 != field.name }
        #expect(
            ColumnPlanTests.message(header)
                == "the header has no column \(field.name) (or “\(field.alternativeName)”); add it, or give a file that has it")
    }

    @Test func `all missing columns are named at once`() {
        #expect(
            ColumnPlanTests.message(["usage_id", "CALLER ID", "start_time", "call type"])
                == "the header has no columns duration_seconds (or “Duration Seconds”), callee (or “Destination Number”); add them, "
                + "or give a file that has them")
        #expect(
            ColumnPlanTests.message([""])
                == "the header has no columns usage_id (or “UsageId”), call_type (or “Call Type”), start_time (or “Start Time”), "
                + "duration_seconds (or “Duration Seconds”), caller (or “Caller ID”), callee (or “Destination Number”); add them, "
                + "or give a file that has them")
    }

    @Test(arguments: [
        ("caller", "caller", "caller"), ("Caller ID", "caller", "caller"), ("CALLER", "caller id", "caller"), ("user", "UPN", "user"),
        ("organization", "Organization", "organization"), ("End Time", "END_TIME", "end_time"),
    ]) func `two columns for one field are named`(_ first: String, _ second: String, _ field: String) {
        let rest = ColumnPlanTests.native.filter { $0 != field }
        #expect(
            ColumnPlanTests.message([first] + rest + [second])
                == "the header has two columns for \(field): “\(first)” and “\(second)”; remove or rename one")
    }

    @Test func `a header that is no record is told what to check`() {
        #expect(HeaderFault.malformed.description == "the header is not a CSV record of UTF-8 text within 1 MiB; check its quotes and its encoding")
    }
}
