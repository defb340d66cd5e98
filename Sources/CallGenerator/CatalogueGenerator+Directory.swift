/// The rows of the directory: organizations, users, service numbers and fundings.
extension CatalogueGenerator {
    var organizationsHeader: StaticString { "organization,name,tariff,notify,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment\n" }
    var usersHeader: StaticString { "user,organization,usage_location,display_name,object_id,phone_numbers,licences\n" }
    var serviceNumbersHeader: StaticString { "number,organization,name,number_type\n" }
    var fundingsHeader: StaticString { "reference,organization,amount,date,payment\n" }

    private static let givenNames: [StaticString] = [
        "Ada", "Bruno", "Carla", "Dario", "Elena", "Fritz", "Greta", "Hugo", "Ines", "Jonas", "Karin", "Luca", "Maria", "Nils", "Olga", "Paolo",
    ]
    private static let familyNames: [StaticString] = [
        "Alberti", "Brandt", "Castel", "Dubois", "Evans", "Ferrari", "Garcia", "Hansen", "Iversen", "Jansen", "Keller", "Lombardi", "Moreau",
        "Novak", "Olsen", "Price",
    ]
    private static let licences: [StaticString] = [
        "MCOPSTN1", "MCOPSTN1;MCOPSTNPP", "MCOPSTN2;MCOPSTNPP", "MCOPSTN2", "MCOPSTN2;MCOMEETADD;MCOPSTNPP", "ENTERPRISEPREMIUM;MCOPSTN1;MCOPSTNPP",
        "ENTERPRISEPREMIUM;MCOMEETADD_DIALOUT_US;MCOPSTNPP", "MCOPSTNPP", "ENTERPRISEPREMIUM", "",
    ]

    func writeOrganization(_ index: Int, _ random: inout SeededRandom, _ buffer: inout TextBuffer) {
        appendKey(index, to: &buffer)
        buffer.append(",\"Organization ")
        buffer.append(decimal: UInt64(index))
        buffer.append(", Inc.\",standard,telephony@org-")
        buffer.append(decimal: UInt64(index))
        // Three of four buy credits by themselves.
        if random.below(4) > 0 {
            buffer.append(".example,50,200,,agreement:EA-")
            buffer.append(decimal: UInt64(10_000 + index))
            buffer.append("\n")
        } else {
            buffer.append(".example,,,,\n")
        }
    }

    func writeUser(_ index: Int, _ random: inout SeededRandom, _ buffer: inout TextBuffer) {
        let organization = organization(ofUser: index, &random)
        let given = CatalogueGenerator.givenNames[random.below(CatalogueGenerator.givenNames.count)]
        let family = CatalogueGenerator.familyNames[random.below(CatalogueGenerator.familyNames.count)]
        let home = CallingCode.homes[CallingCode.homeByWeight[random.below(CallingCode.homeByWeight.count)]]
        buffer.append(given)
        buffer.append(UInt8(ascii: "."))
        buffer.append(family)
        buffer.append(decimal: UInt64(index))
        buffer.append("@org-")
        buffer.append(decimal: UInt64(organization))
        buffer.append(".example,")
        appendKey(organization, to: &buffer)
        buffer.append(",")
        buffer.append(home.country)
        buffer.append(",")
        buffer.append(given)
        buffer.append(" ")
        buffer.append(family)
        buffer.append(",")
        appendObjectId(random.next(), random.next(), to: &buffer)
        buffer.append(",")
        // One in fifty has no number.
        if random.below(50) > 0 { appendNumber(home, leading: "5", index: index, to: &buffer) }
        buffer.append(",")
        buffer.append(CatalogueGenerator.licences[random.below(CatalogueGenerator.licences.count)])
        buffer.append("\n")
    }

    /// Every organization has one user at least, if there are enough; the rest is spread unevenly.
    private func organization(ofUser index: Int, _ random: inout SeededRandom) -> Int {
        let drawn = min(random.below(parameters.organizations), random.below(parameters.organizations))
        return index < parameters.organizations ? index : drawn
    }

    /// Three for each organization: one for conferences, one for an application, one that is toll-free.
    func writeServiceNumber(_ index: Int, _ random: inout SeededRandom, _ buffer: inout TextBuffer) {
        let (organization, kind) = (index / 3, index % 3)
        if kind == 2 {
            let prefix = TollFreePrefix.all[organization % TollFreePrefix.all.count]
            buffer.append("+")
            buffer.append(decimal: prefix.digits)
            buffer.append(decimal: UInt64(organization), width: 7)
        } else {
            let home = CallingCode.homes[CallingCode.homeByWeight[random.below(CallingCode.homeByWeight.count)]]
            appendNumber(home, leading: "7", index: index, to: &buffer)
        }
        buffer.append(",")
        appendKey(organization, to: &buffer)
        buffer.append(kind == 0 ? ",Conference bridge,Service\n" : kind == 1 ? ",Main menu,Service\n" : ",Customer care,TollFree\n")
    }

    func writeFunding(_ index: Int, _ random: inout SeededRandom, _ buffer: inout TextBuffer) {
        buffer.append("F-")
        buffer.append(decimal: UInt64(index))
        buffer.append(",")
        appendKey(index, to: &buffer)
        buffer.append(",")
        buffer.append(decimal: UInt64(100 * (1 + random.below(1000))))
        buffer.append(",2026-09-01,agreement:EA-")
        buffer.append(decimal: UInt64(10_000 + index))
        buffer.append("\n")
    }

    private func appendKey(_ organization: Int, to buffer: inout TextBuffer) {
        buffer.append("org-")
        buffer.append(decimal: UInt64(organization))
    }

    /// A number that no other index has: code, a digit that tells users from services, and the index in an order that chance has made.
    private func appendNumber(_ home: CallingCode, leading: StaticString, index: Int, to buffer: inout TextBuffer) {
        buffer.append("+")
        buffer.append(decimal: home.digits)
        if home.digits == 1 { buffer.append("5") }
        buffer.append(leading)
        // The factor has no factor in common with 10⁸, so this is one to one.
        buffer.append(decimal: (UInt64(index) * 76_543_217 + 12_345_678) % 100_000_000, width: 8)
    }

    private func appendObjectId(_ high: UInt64, _ low: UInt64, to buffer: inout TextBuffer) {
        buffer.append(hexadecimal: high >> 32, digitCount: 8)
        buffer.append("-")
        buffer.append(hexadecimal: high >> 16, digitCount: 4)
        buffer.append("-4")
        buffer.append(hexadecimal: high, digitCount: 3)
        buffer.append("-a")
        buffer.append(hexadecimal: low >> 48, digitCount: 3)
        buffer.append("-")
        buffer.append(hexadecimal: low, digitCount: 12)
    }
}
