import CallModel
import Catalogue
import Rating
import Testing

/// What rating hands on to the report and to counting, so that they need not look for it: reach, the destination's name, the plan that grants credits.
struct ReportedTests {
    /// Reach, destination and plan; `-` is none.
    static let calls = [
        CallCase("a user's call within the location", SampleCall(user: "ada@acme.example", to: "+39055"), "Domestic, Italy, -"),
        CallCase("and beyond it", SampleCall(user: "ada@acme.example", to: "+493012"), "International, Berlin, -"),
        CallCase("a user who has credits", SampleCall(user: "bob@globex.example", to: "+39055"), "International, Italy, CREDITS"),
        CallCase("a call without a user", SampleCall("ucap_out", organization: "acme", to: "+39055"), "-, Italy, -"),
        CallCase("an inbound call to a toll-free number", SampleCall("ucap_in", to: "+800333"), "-, Toll-free, -"),
        CallCase("an inbound call to a user", SampleCall("user_in", user: "bob@globex.example", to: "+4930222"), "-, -, CREDITS"),
        CallCase("a call that was not answered", SampleCall(user: "ada@acme.example", to: "+39055", seconds: 0), "-, -, -"),
        CallCase("a free call", SampleCall("dr_out", user: "bob@globex.example", to: "+39055"), "-, -, CREDITS"),
        CallCase("a call without a rate", SampleCall(user: "bob@globex.example", to: "+4930"), "-, -, CREDITS"),
    ]

    @Test(arguments: calls)
    func `what the report says of a call's user and rate`(_ row: CallCase) throws {
        let catalogue = try SampleCatalogue.load()
        var rater = Rater(catalogue)
        let found = rated(row.call, &rater)
        let destination = DestinationNames(catalogue).names[Int(found.destinationName)]
        let plan = found.creditsPlan == RatedCall.noPlan ? "" : catalogue.plans[Int(found.creditsPlan)].key
        let words = ["\(found.reach.name)", destination, plan].map { $0.isEmpty ? "-" : $0 }
        #expect(words.joined(separator: ", ") == row.expected)
    }

    @Test func `a name is one destination in all decks`() throws {
        let names = DestinationNames(try SampleCatalogue.load())
        #expect(names.names == ["", "Italy", "Italy mobile", "North America", "Germany", "Berlin", "Toll-free"])
        // The second tariff has a deck of one rate, and the toll-free deck of nobody.
        #expect(names.ofOutbound == [[1, 2, 3, 4, 5], [1]])
        #expect(names.ofTollFree == [[6], []])
    }
}
