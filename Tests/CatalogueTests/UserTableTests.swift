import CallModel
import SeededRandom
import Testing

@testable import Catalogue

/// Users by name, numbers by owner, plans by licence.
struct UserTableTests {
    private static let header = "user,organization,usage_location,display_name,object_id,phone_numbers,licences\n"

    private static func table(_ rows: String, yaml: String = SmallCatalogue.files["catalogue.yaml"]!) throws -> Catalogue {
        try SmallCatalogue.load(["catalogue.yaml": yaml, "users.csv": header + rows])
    }

    private static func index(_ catalogue: Catalogue, _ name: String) -> Int {
        let bytes = Array(name.utf8)
        return catalogue.users.index(of: bytes.span)
    }

    @Test func `a user is found by name, ASCII letters without regard to case`() throws {
        let catalogue = try UserTableTests.table("Ada@Acme.example,acme,IT,\"Ada \"\"L\"\"\",id-1,,\nZoë,acme,US,,,,\n")
        #expect(UserTableTests.index(catalogue, "aDA@aCME.EXAMPLE") == 0)
        #expect(UserTableTests.index(catalogue, "ZOë") == 1)
        #expect(UserTableTests.index(catalogue, "ZOË") == -1)
        #expect(UserTableTests.index(catalogue, "Ada@Acme.example ") == -1)
        #expect(UserTableTests.index(catalogue, "") == -1)
        let users = catalogue.users
        #expect(users.name(0) == "Ada@Acme.example")
        #expect(String(decoding: users.text[users.displayNames[0].range], as: UTF8.self) == "Ada \"L\"")
        #expect(String(decoding: users.text[users.objectIds[0].range], as: UTF8.self) == "id-1")
        #expect(users.displayNames[1].isEmpty)
        #expect(users.locations == [Country("IT"), Country("US")])
        #expect(users.organizations == [0, 0])
    }

    @Test func `every user is found in any case, and nobody else`() throws {
        var random = Random(seed: 7)
        let alphabet = Array("abcXYZ@._-09[`{é")
        var names: Set<String> = []
        var rows = ""
        while names.count < 3000 {
            let name = String((0..<Int.random(in: 1...20, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
            if names.insert(name.asciiLowercased).inserted { rows += name + ",acme,IT,,,,\n" }
        }
        let catalogue = try UserTableTests.table(rows)
        #expect(catalogue.users.count == 3000)
        for user in 0..<catalogue.users.count {
            let name = catalogue.users.name(user)
            let other = String(
                name.map {
                    !$0.isASCII || Bool.random(using: &random) ? $0 : Character(Bool.random(using: &random) ? $0.uppercased() : $0.lowercased())
                })
            #expect(UserTableTests.index(catalogue, other) == user, "\(name)")
            let stranger = name + "!"
            #expect(UserTableTests.index(catalogue, stranger) == -1)
        }
    }

    @Test func `hashes and comparisons agree with bytes one by one`() {
        var random = Random(seed: 8)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...20, using: &random)
            let a = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var b = a.map { Bool.random(using: &random) && ($0 | 0x20) &- 0x61 < 26 ? $0 ^ 0x20 : $0 }
            #expect(UserTableTests.areEqualIgnoringCase(a, b))
            #expect(UserTableTests.areEqual(a, b) == (a == b))
            #expect(UserTableTests.hash(a, ignoringCase: true) == UserTableTests.hash(b, ignoringCase: true))
            #expect(UserTableTests.hash(a, ignoringCase: false) == UserTableTests.hash(b, ignoringCase: false) || a != b)
            if count > 0 {
                b[Int.random(in: 0..<count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                let expected = a.map { CallModel.asciiLowercased($0) } == b.map { CallModel.asciiLowercased($0) }
                #expect(UserTableTests.areEqualIgnoringCase(a, b) == expected, "\(a) \(b)")
                #expect(UserTableTests.areEqual(a, b) == (a == b))
            }
        }
    }

    private static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool { TextHash.areEqual(a.span, b.span) }
    private static func areEqualIgnoringCase(_ a: [UInt8], _ b: [UInt8]) -> Bool { TextHash.areEqualIgnoringCase(a.span, b.span) }
    private static func hash(_ text: [UInt8], ignoringCase: Bool) -> UInt64 { ignoringCase ? UserTable.hash(text.span) : TextHash.hash(text.span) }

    @Test func `numbers belong to users and service numbers`() throws {
        let files = [
            "users.csv": UserTableTests.header + "ada,acme,IT,,,+39 06 1234;tel:+39061235;12*,\nbob,acme,IT,,,,\n",
            "service-numbers.csv": "number,organization,name,number_type\n+1 800 555 0100,acme,Help,TollFree\n",
        ]
        let catalogue = try SmallCatalogue.load(files)
        func owner(_ text: String) -> NumberIndex.Owner? {
            let bytes = Array(text.utf8)
            return catalogue.numbers.owner(of: PhoneNumber(cleaning: bytes.span))
        }
        #expect(owner("39061234") == .user(0))
        #expect(owner("+39061235") == .user(0))
        #expect(owner("12*") == .user(0))
        #expect(owner("12") == nil)
        #expect(owner("12**") == nil)
        #expect(owner("anonymous") == nil)
        #expect(owner("tel:18005550100") == .service(0))
        #expect(catalogue.numbers.count == 4)
        #expect(catalogue.serviceNumbers.map(\.name) == ["Help"])
        #expect(catalogue.serviceNumbers.map(\.numberType) == ["TollFree"])
    }

    @Test func `a number index grows, and keeps every owner`() {
        var index = NumberIndex()
        for i in 1...5000 {
            let number = PhoneNumber(digits: UInt64(i) * 977, digitCount: 7, maskedCount: UInt8(i % 3))
            let isNew = index.insertGrowing(number, i % 2 == 0 ? .user(i) : .service(i))
            let isNewAgain = index.insertGrowing(number, .user(0))
            #expect(isNew && !isNewAgain)
        }
        for i in 1...5000 {
            let number = PhoneNumber(digits: UInt64(i) * 977, digitCount: 7, maskedCount: UInt8(i % 3))
            #expect(index.owner(of: number) == (i % 2 == 0 ? .user(i) : .service(i)))
        }
    }

    private static let plans = """
        tariffs: { t: { currency: EUR, outbound: rates.csv } }
        plans:
          CREDITS2: { credits: YES }
          BASE: { }
          SUITE: { includes: [BUNDLE] }
          BUNDLE: { includes: [BASE, CREDITS] }
          CREDITS: { credits: yes }
        """

    @Test(arguments: [
        ("", [], -1),
        (" ; ;", [], -1),
        ("BASE", [1], -1),
        ("CREDITS;BASE;CREDITS", [1, 4], 4),
        ("CREDITS ; CREDITS2", [0, 4], 0),
        ("SUITE", [1, 2, 3, 4], 4),
        ("SUITE;CREDITS2", [0, 1, 2, 3, 4], 0),
    ]) func `licences give plans in the catalogue's order, inclusions resolved`(_ licences: String, _ plans: [Int], _ creditsPlan: Int) throws {
        let catalogue = try UserTableTests.table("ada,acme,IT,,,,\(licences)\n", yaml: UserTableTests.plans)
        let set = catalogue.users.planSets[Int(catalogue.users.planSetOf[0])]
        #expect(set.plans == plans)
        #expect(set.creditsPlan == creditsPlan)
    }

    @Test func `users with the same plans share one set, however it is written`() throws {
        let catalogue = try UserTableTests.table(
            "a,acme,IT,,,,SUITE\nb,acme,IT,,,,BASE\nc,acme,IT,,,,BUNDLE;SUITE\nd,acme,IT,,,, BASE\ne,acme,IT,,,,SUITE\n", yaml: UserTableTests.plans)
        #expect(catalogue.users.planSetOf == [0, 1, 0, 1, 0])
        #expect(catalogue.users.planSets.count == 2)
    }
}
