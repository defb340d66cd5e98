import CallModel
import Catalogue
import Settlement
import Testing

/// Sums beyond what an amount can hold end the run with a message, and never trap.
struct SettlementFaultTests {
    /// Amounts as high as a catalogue may name, and calls of a year at the highest price.
    private static func scenario(_ change: (inout Scenario) -> Void) -> Scenario {
        Scenario("extreme") {
            $0.users = ["ada,acme,IT,CREDITS"]
            change(&$0)
        }
    }

    private static func settler(_ scenario: Scenario) throws -> (Settler, Catalogue) {
        var files = scenario.files
        files["rates.csv"] = "prefix,destination,rate_per_minute,connection_fee\n1,dearest,10000,10000"
        let catalogue = try Catalogue.load(files: files)
        return (Settler(catalogue, accounts: [scenario.accountBefore]), catalogue)
    }

    private static func settle(_ count: Int, _ settler: inout Settler, _ catalogue: Catalogue) -> CallBatch {
        var batches = SampleBatch(catalogue)
        let batch = batches.batch((0..<count).map { _ in SampleCall(seconds: 31_622_399, rate: "dearest") })
        settler.duplicates.open(batch.days[0])
        settler.open(batch.months[0], [])
        while let request = settler.settle(batch) { settler.answer(request, approval: request.approval(reference: "r"), in: batch) }
        return batch
    }

    @Test("Fundings that lift a balance too far are named, and none after them is applied")
    func fundings() throws {
        var (settler, _) = try SettlementFaultTests.settler(
            SettlementFaultTests.scenario { $0.fundings = (1...12).map { "f-\($0),acme,10000000000,2026-10-01" } })
        settler.applyFundings(except: [])
        #expect(
            settler.fault?.description
                == "organization acme: with funding f-10 the balance is more than 92233720368.54775807 EUR, the most there can be; "
                + "take the row out of the fundings")
        #expect(settler.fault?.sum == .funding(reference: "f-10", line: 11))
        #expect(settler.finish().totals[0].balance == Money(units: 9_000_000_000_000_000_000))
    }

    @Test("So are those on top of what there was; up to the limit nothing is wrong")
    func fundingsOnTop() throws {
        let nine = SettlementFaultTests.scenario {
            $0.balance = "10000000000"
            $0.fundings = (1...8).map { "f-\($0),acme,10000000000,2026-10-01" }
        }
        var (settler, catalogue) = try SettlementFaultTests.settler(nine)
        settler.applyFundings(except: [])
        #expect(settler.fault == nil)
        let batch = SettlementFaultTests.settle(1, &settler, catalogue)
        #expect(settler.fault == nil)
        #expect(batch.settled[0].outcome == .charged)
    }

    @Test("Charges that fundings pay stay below the limit; recharges may come to too much")
    func recharges() throws {
        var (settler, catalogue) = try SettlementFaultTests.settler(
            SettlementFaultTests.scenario { $0.fundings = (1...9).map { "f-\($0),acme,10000000000,2026-10-01" } })
        settler.applyFundings(except: [])
        // 5,270,409,833.3333 each, and the fee: the 17 that the fundings pay come to less than the limit.
        _ = SettlementFaultTests.settle(17, &settler, catalogue)
        #expect(settler.fault == nil)
        let (paid, owed) = (settler.finish().totals[0].charged, settler.finish().totals[0].balance)
        #expect(paid + owed == Money(units: 9_000_000_000_000_000_000))

        (settler, catalogue) = try SettlementFaultTests.settler(
            SettlementFaultTests.scenario { $0.organizations = ["acme,10000000000,5270409833.34,,agreement:1"] })
        _ = SettlementFaultTests.settle(40, &settler, catalogue)
        #expect(settler.fault?.sum == .recharges)
        #expect(
            settler.fault?.description
                == "organization acme: the recharges come to more than 92233720368.54775807 EUR, the most there can be; set a monthly_limit")
    }

    @Test("Charges beyond the limit are a fault of their own")
    func chargesAlone() throws {
        // Fundings pay the most of it, so that the charges reach the limit before the recharges do.
        var (settler, catalogue) = try SettlementFaultTests.settler(
            SettlementFaultTests.scenario {
                $0.balance = "10000000000"
                $0.organizations = ["acme,1,6000000000,,command"]
                $0.fundings = (1...4).map { "f-\($0),acme,10000000000,2026-10-01" }
            })
        settler.applyFundings(except: [])
        _ = SettlementFaultTests.settle(40, &settler, catalogue)
        #expect(
            settler.fault?.description
                == "organization acme: the charges of this run come to more than 92233720368.54775807 EUR, the most there can be; "
                + "rate fewer inputs at a time")
    }

    @Test("Credits that expire beyond the limit")
    func expiries() throws {
        var (settler, catalogue) = try SettlementFaultTests.settler(
            SettlementFaultTests.scenario {
                $0.organizations = ["acme,10000000000,10000000000,,agreement:1"]
                $0.fundings = (1...9).map { "f-\($0),acme,10000000000,2025-01-01" }
            })
        settler.applyFundings(except: [])
        var batches = SampleBatch(catalogue)
        let batch = batches.batch(["2026-02-01", "2027-03-01"].map { SampleCall(rate: "dearest", at: $0) })
        for day in batch.days { settler.duplicates.open(day) }
        for month in batch.months { settler.open(month, []) }
        #expect(settler.settle(batch) == nil)
        #expect(
            settler.fault?.description
                == "organization acme: the credits that expire in this run come to more than 92233720368.54775807 EUR, the most there can be; "
                + "rate fewer inputs at a time")
    }
}
