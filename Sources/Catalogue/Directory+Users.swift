internal import CallModel

/// Columns of users.csv.
enum UserColumn: Int, TableColumn {
    case user, organization, usageLocation, displayName, objectId, phoneNumbers, licences

    static let names = ["user", "organization", "usage_location", "display_name", "object_id", "phone_numbers", "licences"]
    static let requiredCount = 3
}

extension Directory {
    /// Reads users.csv, after organizations.csv. The file's bytes become the users' texts.
    mutating func readUsers(_ file: String, _ bytes: consuming [UInt8], _ known: Known) -> [CatalogueFault] {
        var table = TableReader<UserColumn>(file: file, bytes: bytes)
        let rowCountMax = table.rowCountMax
        users.reserveCapacity(rowCountMax)
        userLines.reserveCapacity(rowCountMax)
        numbers = NumberIndex(minimumCapacity: rowCountMax)
        var planSets = PlanSetIndex(plans: known.plans, planKeys: known.planKeys)
        while table.next() {
            let user = users.count
            var isNew = table.require(.user)
            if isNew, let first = users.insertName(table.range(of: .user), in: table.rows.bytes) {
                isNew = false
                table.fault(
                    .user, "the user '\(table.text(.user).excerpt)' is listed twice, first on line \(userLines[first])",
                    "remove one of the two rows")
            }
            let organization = organization(.organization, &table)
            let location = table.read(.usageLocation) { Country($0) }
            if table.require(.usageLocation), location == nil {
                table.unreadable(.usageLocation, "write the country's two capital letters, as ISO 3166-1 has them")
            }
            let planSet = planSets.planSet(&table)
            if !isNew { continue }
            userLines.append(Int32(truncatingIfNeeded: table.line))
            users.append(
                organization: organization, location: location ?? .unknown, displayName: table.range(of: .displayName),
                objectId: table.range(of: .objectId), planSet: planSet)
            readNumbers(of: user, &table)
        }
        users.planSets = planSets.planSets
        let (text, faults) = table.finish()
        users.text = text
        return faults
    }

    /// Takes the numbers of the row.
    private mutating func readNumbers(of user: Int, _ table: inout TableReader<UserColumn>) {
        var refused: [(offset: Int, number: PhoneNumber, text: String)] = []
        table.read(.phoneNumbers) { cell in
            cell.forEachListItem { item in
                let number = PhoneNumber(cleaning: cell.extracting(item))
                if number.isNumber, numbers.insertGrowing(number, .user(user)) { return }
                refused.append((item.lowerBound, number, String(decoding: cell.extracting(item))))
            }
        }
        for (offset, number, text) in refused {
            if let owner = numbers.owner(of: number) {
                table.fault(
                    .phoneNumbers, offset: offset, listedTwice(number, owner, usersFile: table.file, serviceNumbersFile: ""), NumberIndex.remedy)
            } else {
                table.fault(.phoneNumbers, offset: offset, "'\(text.maskedNumber)' is no number", PhoneNumber.remedy)
            }
        }
    }
}

/// The sets of plans that licences give, each once.
///
/// Licences are read once for each distinct text of the cell, so that a million users with the same ones are cheap.
struct PlanSetIndex {
    private let plans: [Plan]
    private let planKeys: KeyIndex
    /// Cells without faults.
    private var cells = KeyIndex()
    private var planSetOfCell: [Int32] = []
    private var known: [UserTable.PlanSet: Int32] = [:]
    /// The sets so far.
    private(set) var planSets: [UserTable.PlanSet] = []

    /// An index of sets of these plans.
    init(plans: [Plan], planKeys: KeyIndex) {
        self.plans = plans
        self.planKeys = planKeys
    }

    /// The set of the row's licences; plans that are not there are faults.
    mutating func planSet(_ table: inout TableReader<UserColumn>) -> Int32 {
        if let cell = table.read(.licences, { cells.index(of: $0) }) { return planSetOfCell[cell] }
        var held: Set<Int> = []
        var unknown: [(offset: Int, key: String)] = []
        table.read(.licences) { cell in
            cell.forEachListItem { item in
                if let plan = planKeys.index(of: cell.extracting(item)) {
                    held.insert(plan)
                    held.formUnion(plans[plan].includes)
                } else {
                    unknown.append((item.lowerBound, String(decoding: cell.extracting(item))))
                }
            }
        }
        let inOrder = held.sorted()
        let set = UserTable.PlanSet(plans: inOrder, creditsPlan: inOrder.first { plans[$0].grantsCredits } ?? -1)
        let index = known[set] ?? Int32(planSets.count)
        if index == planSets.count {
            known[set] = index
            planSets.append(set)
        }
        for (offset, key) in unknown {
            table.fault(.licences, offset: offset, "there is no plan '\(key.excerpt)'", "write a plan of catalogue.yaml, or add this one to it")
        }
        if unknown.isEmpty {
            table.read(.licences) { _ = cells.intern($0) }
            planSetOfCell.append(index)
        }
        return index
    }
}
