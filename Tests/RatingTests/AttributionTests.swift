import CallModel
import Catalogue
import Rating
import Testing

/// rating-rules.md §2 and §3, and the order of the checks in §11.
struct AttributionTests {
    static let classes = [
        CallCase(
            "user_out is calling", SampleCall("user_out", from: "+3906111", to: "+4940"), "calling acme ada Germany DE 60 s 0.0300 + 0.0000 in plans"),
        CallCase("in any case", SampleCall("USER_Out", from: "+3906111", to: "+4940"), "calling acme ada Germany DE 60 s 0.0300 + 0.0000 in plans"),
        CallCase(
            "user_out_conf is calling", SampleCall("user_out_conf", from: "+3906111", to: "+4940"),
            "calling acme ada Germany DE 60 s 0.0300 + 0.0000 in plans"),
        CallCase(
            "user_out_transfer is calling", SampleCall("user_out_transfer", user: "ada@acme.example", to: "+4940"),
            "calling acme ada Germany DE 60 s 0.0300 + 0.0000 in plans"),
        CallCase(
            "user_out_forwarding is calling", SampleCall("user_out_forwarding", user: "ada@acme.example", to: "+4940"),
            "calling acme ada Germany DE 60 s 0.0300 + 0.0000 in plans"),
        CallCase(
            "user_out_forward is calling", SampleCall("user_out_forward", user: "ada@acme.example", to: "+4940"),
            "calling acme ada Germany DE 60 s 0.0300 + 0.0000 in plans"),
        CallCase(
            "conf_out is conferencing", SampleCall("conf_out", user: "ada@acme.example", to: "+4940"),
            "conferencing acme ada Germany DE 60 s 0.0300 + 0.0000 in plans"),
        CallCase(
            "ucap_out needs no user and draws on no plan", SampleCall("ucap_out", organization: "acme", to: "+4940"),
            "voiceApplication acme - Germany DE 60 s 0.0300 + 0.0000"),
        CallCase(
            "ucap_out of a user draws on no plan either", SampleCall("ucap_out", from: "+3906111", to: "+4940"),
            "voiceApplication acme ada Germany DE 60 s 0.0300 + 0.0000"),
        CallCase("user_in is free", SampleCall("user_in", from: "+4940", to: "+3906111"), "inbound acme ada"),
        CallCase("conf_in is free", SampleCall("conf_in", organization: "acme", to: "+3902"), "inbound acme -"),
        CallCase("ucap_in is free", SampleCall("ucap_in", organization: "acme", to: "+3902"), "inbound acme -"),
        CallCase("unassigned_in is free", SampleCall("unassigned_in", organization: "acme", to: "+3902"), "inbound acme -"),
        CallCase(
            "each inbound type is toll-free where the deck says so", SampleCall("ucap_in", to: "+800333"),
            "inbound acme - (hotline) Toll-free - 60 s 0.0400 + 0.0000"),
        CallCase(
            "toll-free of a user draws on no plan", SampleCall("user_in", user: "carl@acme.example", to: "+800999"),
            "inbound acme carl Toll-free - 60 s 0.0400 + 0.0000"),
        CallCase("inbound to no number is free", SampleCall("user_in", user: "ada@acme.example", to: "anonymous"), "inbound acme ada"),
        CallCase("without a toll-free deck inbound is free", SampleCall("user_in", user: "bob@globex.example", to: "+800999"), "inbound globex bob"),
        CallCase("dr_in is free, and its own number is the callee", SampleCall("dr_in", from: "+1", to: "+3906111"), "free acme ada"),
        CallCase("dr_out is free, and its own number is the caller", SampleCall("dr_out", from: "+3906111", to: "+1"), "free acme ada"),
        CallCase("dr_ alone is free", SampleCall("dr_", from: "+3906111"), "free acme ada"),
        CallCase("emergency_out is free, whatever stands before", SampleCall("user_emergency_out", from: "+3906111", to: "112"), "free acme ada"),
        CallCase("emergency_out alone is free", SampleCall("emergency_out", from: "+3906111", to: "anonymous"), "free acme ada"),
        CallCase("_in within a free type makes it inbound", SampleCall("dr_inbound_x", from: "+4930222", to: "+3906111"), "free acme ada"),
        CallCase("another type is unknown", SampleCall("fax_out", from: "+3906111", to: "+4940"), "suspended unknown_call_type"),
        CallCase("a longer name is another type", SampleCall("user_out_", from: "+3906111", to: "+4940"), "suspended unknown_call_type"),
        CallCase("no type is unknown", SampleCall("", from: "+3906111", to: "+4940"), "suspended unknown_call_type"),
        CallCase(
            "a type of more than 24 characters is known too", SampleCall("a_very_long_name_of_emergency_out", from: "+3906111"), "free acme ada"),
        CallCase(
            "or unknown", SampleCall("a_very_long_name_of_no_known_type", from: "+3906111"), "suspended unknown_call_type"),
    ]

    @Test("§2: the call type decides the class", arguments: classes)
    func classOfCall(_ row: CallCase) throws {
        let catalogue = try SampleCatalogue.load()
        var rater = Rater(catalogue)
        #expect(verdict(rated(row.call, &rater), catalogue) == row.expected)
    }

    static let owners = [
        CallCase("the user field names the user", SampleCall("dr_out", user: "carl@acme.example"), "free acme carl"),
        CallCase("ASCII letters without regard to case", SampleCall("dr_out", user: "Carl@ACME.example"), "free acme carl"),
        CallCase("nobody of that name", SampleCall("dr_out", user: "dora@acme.example"), "suspended unknown_user"),
        CallCase(
            "the user comes before the organization", SampleCall("dr_out", user: "dora@acme.example", organization: "none"), "suspended unknown_user"),
        CallCase("the organization field names the organization", SampleCall("dr_out", organization: "globex"), "free globex -"),
        CallCase("keys are compared byte by byte", SampleCall("dr_out", organization: "Globex"), "suspended unknown_organization"),
        CallCase("none of that key", SampleCall("dr_out", organization: "none"), "suspended unknown_organization"),
        CallCase(
            "an unknown organization, though the user is known", SampleCall("dr_out", user: "ada@acme.example", organization: "none"),
            "suspended unknown_organization"),
        CallCase("the caller's number names the user", SampleCall("dr_out", from: "tel:+39-06-111"), "free acme ada"),
        CallCase("of an inbound call the callee's does", SampleCall("dr_in", from: "+4930222", to: "+3906111"), "free acme ada"),
        CallCase("the user field comes before the number", SampleCall("dr_out", user: "carl@acme.example", from: "+3906111"), "free acme carl"),
        CallCase("a service number names the organization alone", SampleCall("dr_in", to: "+4930444"), "free globex - (desk)"),
        CallCase(
            "a user called on a service number", SampleCall("dr_in", user: "bob@globex.example", to: "+4930444"), "free globex bob (desk)"),
        CallCase("a number of nobody tells nothing", SampleCall("dr_out", from: "+4999", to: "+3906111"), "suspended unknown_user"),
        CallCase("nothing tells no organization", SampleCall("dr_out"), "suspended unknown_user"),
        CallCase(
            "a forwarded call has no own number", SampleCall("user_out_forwarding", from: "+3906111", to: "+4940"), "suspended unknown_user"),
        CallCase(
            "nor has one of the other name", SampleCall("user_out_forward", from: "+3906111", to: "+4940"), "suspended unknown_user"),
        CallCase("nor has a transferred call", SampleCall("user_out_transfer", from: "+3906111", to: "+4940"), "suspended unknown_user"),
        CallCase(
            "so an outside party of another organization is no mismatch",
            SampleCall("user_out_transfer", user: "ada@acme.example", from: "+4930222", to: "+4940"),
            "calling acme ada Germany DE 60 s 0.0300 + 0.0000 in plans"),
        CallCase(
            "user and organization differ", SampleCall("dr_out", user: "ada@acme.example", organization: "globex"), "suspended organization_mismatch"),
        CallCase("user and own number differ", SampleCall("dr_out", user: "ada@acme.example", from: "+4930222"), "suspended organization_mismatch"),
        CallCase("user and service number differ", SampleCall("dr_in", user: "ada@acme.example", to: "+4930444"), "suspended organization_mismatch"),
        CallCase(
            "organization and own number differ", SampleCall("dr_out", organization: "acme", from: "+4930222"), "suspended organization_mismatch"),
        CallCase("a number of nobody is no mismatch", SampleCall("dr_out", user: "ada@acme.example", from: "+4999"), "free acme ada"),
        CallCase("all three agree", SampleCall("dr_out", user: "carl@acme.example", organization: "acme", from: "+3906111"), "free acme carl"),
        CallCase("calling needs a user", SampleCall("user_out", organization: "acme", to: "+4940"), "suspended unknown_user"),
        CallCase("a service number is none", SampleCall("conf_out", from: "+4930444", to: "+4940"), "suspended unknown_user"),
        CallCase(
            "a mismatch comes before the missing user", SampleCall("conf_out", organization: "acme", from: "+4930444", to: "+4940"),
            "suspended organization_mismatch"),
    ]

    @Test("§3: whose call it is", arguments: owners)
    func ownerOfCall(_ row: CallCase) throws {
        let catalogue = try SampleCatalogue.load()
        var rater = Rater(catalogue)
        #expect(verdict(rated(row.call, &rater), catalogue) == row.expected)
    }

    /// Each call has all the faults that come after the first as well, as far as they can be had together.
    static let order = [
        CallCase("malformed first", SampleCall("fax", user: "nobody", id: "", fault: .duration), "suspended malformed"),
        CallCase("then the usage id", SampleCall("fax", user: "nobody", to: "x", id: ""), "suspended no_usage_id"),
        CallCase("then the call type", SampleCall("fax", user: "nobody", organization: "none", to: "x"), "suspended unknown_call_type"),
        CallCase("then the user", SampleCall("user_out", user: "nobody", organization: "none", to: "x"), "suspended unknown_user"),
        CallCase("then the organization", SampleCall("user_out", organization: "none", to: "x"), "suspended unknown_organization"),
        CallCase(
            "then the mismatch", SampleCall("user_out", organization: "acme", from: "+4930222", to: "x"), "suspended organization_mismatch"),
        CallCase("then the user that is needed", SampleCall("user_out", organization: "acme", to: "x"), "suspended unknown_user"),
        CallCase("duration 0 comes before the number", SampleCall("user_out", from: "+3906111", to: "x", seconds: 0), "calling acme ada"),
        CallCase("and before the rate", SampleCall("user_out", from: "+3906111", to: "+7", seconds: 0), "calling acme ada"),
        CallCase("the class free comes before the number", SampleCall("dr_out", from: "+3906111", to: "x"), "free acme ada"),
        CallCase("the number comes before the rate", SampleCall("user_out", from: "+3906111", to: "x"), "suspended bad_number"),
        CallCase("then the rate", SampleCall("user_out", from: "+3906111", to: "+7"), "suspended no_rate"),
        CallCase("a number that begins with 0 is none", SampleCall("user_out", from: "+3906111", to: "003902"), "suspended bad_number"),
        CallCase("nor is one of 16 digits", SampleCall("user_out", from: "+3906111", to: "3901234567890123"), "suspended bad_number"),
        CallCase("the caller need be no number", SampleCall("user_out", user: "ada@acme.example", from: "anonymous", to: "+7"), "suspended no_rate"),
    ]

    @Test("§11: the first check that decides names the reason", arguments: order)
    func orderOfChecks(_ row: CallCase) throws {
        let catalogue = try SampleCatalogue.load()
        var rater = Rater(catalogue)
        #expect(verdict(rated(row.call, &rater), catalogue) == row.expected)
    }

    /// `é` in one character, and in two that look the same and that a comparison of strings holds for equal.
    @Test("Organizations that differ in normalization alone are two")
    func keysByteByByte() throws {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        #expect(composed == decomposed)
        let catalogue = try SampleCatalogue.load([
            "organizations.csv": "organization\n\(composed)\n\(decomposed)", "users.csv": "user,organization,usage_location",
            "service-numbers.csv": "number,organization",
        ])
        var rater = Rater(catalogue)
        let first = rated(SampleCall("dr_out", organization: composed), &rater)
        let second = rated(SampleCall("dr_out", organization: decomposed), &rater)
        #expect((first.organization, second.organization) == (0, 1))
        #expect(first.fingerprint != second.fingerprint)
    }

    @Test("A batch names its days and months once, those of suspended records not")
    func daysAndMonths() throws {
        let catalogue = try SampleCatalogue.load()
        var rater = Rater(catalogue)
        let calls = batch([
            SampleCall(from: "+3906111", to: "+4940", at: "2026-09-30T23:59:59Z"),
            SampleCall(from: "+3906111", to: "+4940", at: "2026-10-01T00:00:00Z"),
            SampleCall(from: "+3906111", to: "+7", at: "2026-11-01T00:00:00Z"), SampleCall(from: "+3906111", to: "+4940", at: "2026-09-30T00:00:00Z"),
            SampleCall("fax", from: "+3906111", to: "+4940", at: "2027-01-01T00:00:00Z"),
        ])
        rater.rate(calls)
        #expect(calls.months.map(\.description) == ["2026-09", "2026-10", "2026-11"])
        #expect(calls.days == [20726, 20727, 20758])
    }
}
