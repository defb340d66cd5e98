internal import CallModel
internal import Catalogue

/// Checks rows of the usage report against the catalogue, one by one: first whose call it is, then what it cost.
struct RowCheck: Sendable {
    let index: CatalogueIndex
    let prices: [ExactPrice]
    /// Call types that were met, with what they mean and the hash of their names.
    private var types = TextTable()
    private var kinds: [(kind: CallKind, hash: UInt64)] = []
    private var times: ReportTime
    /// What stands before the decimals, once an amount has told.
    private(set) var decimalMark: UInt8?
    var coverages = CoverageTable()
    /// Words by which outcomes are reported.
    let words = CellWords()

    /// The longest duration that a record may have (file-formats.md, "Call detail records").
    private static let durationMax: Int64 = 31_536_000
    /// Cells that are empty without a user.
    private static let ofUser: [UsageColumn] = [.userLocation, .objectId, .displayName]

    init(_ index: CatalogueIndex, style: ReportStyleFound) {
        self.index = index
        prices = index.catalogue.tariffs.map { ExactPrice($0.rounding) }
        times = ReportTime(isExcel: style.isExcel)
        decimalMark = style.separator == UInt8(ascii: ",") ? UInt8(ascii: ".") : nil
    }

    /// Whose call a row is: the cells by which the ledger knows it, and what the catalogue says of its user.
    mutating func identity(_ block: borrowing ReportBlock, _ row: Int) throws(RowFault) -> UsageRow {
        let bytes = block.bytes.span
        if block.range(row, .usageId).isEmpty { throw RowFault(.usageId, is: "", because: "every settled call has one") }
        let organization = index.organizations.index(of: bytes, block.range(row, .organization))
        if organization < 0 {
            throw RowFault(.organization, is: block.text(row, .organization), because: "the catalogue has no such organization")
        }
        let user = try user(block, row, organization)
        let type = try type(block, row)
        if type.kind.callClass.needsUser, user < 0 {
            throw RowFault(.user, is: "", because: "a call of type \(block.text(row, .callType)) needs a user")
        }
        let caller = try number(block, row, .caller)
        let callee = try number(block, row, .callee)
        guard let start = times.read(bytes, block.range(row, .start)) else {
            throw RowFault(.start, is: block.text(row, .start), because: "that is no time as a run writes it")
        }
        if times.read(bytes, block.range(row, .end)) == nil {
            throw RowFault(.end, is: block.text(row, .end), because: "that is no time as a run writes it")
        }
        guard let duration = block.count(row, .duration), duration <= RowCheck.durationMax else {
            throw RowFault(.duration, is: block.text(row, .duration), because: "that is no duration of 0 to \(RowCheck.durationMax) seconds")
        }
        let found = UsageRow(
            organization: organization, user: user, kind: type.kind, typeHash: type.hash, caller: caller, callee: callee, start: start,
            durationSeconds: duration)
        try checkOwnNumber(found, block, row)
        return found
    }

    /// The user whom the row names, whose other cells have to be those of the catalogue; −1 if it names none.
    private func user(_ block: borrowing ReportBlock, _ row: Int, _ organization: Int) throws(RowFault) -> Int {
        let bytes = block.bytes.span
        if block.range(row, .user).isEmpty {
            for column in RowCheck.ofUser where !block.range(row, column).isEmpty {
                throw RowFault(column, is: block.text(row, column), because: "the row names no user")
            }
            return -1
        }
        let user = index.users.index(of: bytes, block.range(row, .user))
        if user < 0 { throw RowFault(.user, is: block.text(row, .user), because: "the catalogue has no user written so") }
        let own = Int(index.catalogue.users.organizations[user])
        if own != organization {
            throw RowFault(
                .organization, is: block.text(row, .organization), because: "\(block.text(row, .user)) is of \(index.organizations[own])")
        }
        let text = index.catalogue.users.text
        try expect(.objectId, text.span, index.catalogue.users.objectIds[user].range, block, row)
        try expect(.displayName, text.span, index.catalogue.users.displayNames[user].range, block, row)
        let location = index.catalogue.users.locations[user]
        if let letters = location.letters {
            let range = block.range(row, .userLocation)
            if range.count != 2 || bytes[range.lowerBound] != letters.0 || bytes[range.lowerBound + 1] != letters.1 {
                throw RowFault(
                    .userLocation, is: block.text(row, .userLocation), because: "the catalogue has \(location) for this user")
            }
        }
        return user
    }

    /// That a cell is the catalogue's text.
    func expect(_ column: UsageColumn, _ text: Span<UInt8>, _ expected: Range<Int>, _ block: borrowing ReportBlock, _ row: Int) throws(RowFault) {
        let range = block.range(row, column)
        let bytes = block.bytes.span
        if EqualBytes.areEqual(bytes, range, text, expected) { return }
        let wanted = expected.isEmpty ? "nothing" : String(decoding: expected.map { text[$0] }, as: UTF8.self)
        throw RowFault(column, is: block.text(row, column), because: "the catalogue has \(wanted)")
    }

    /// What the call type means.
    private mutating func type(_ block: borrowing ReportBlock, _ row: Int) throws(RowFault) -> (kind: CallKind, hash: UInt64) {
        let range = block.range(row, .callType)
        let known = types.index(of: block.bytes.span, range)
        if known >= 0 { return kinds[known] }
        let name = block.text(row, .callType)
        guard let kind = CallKind(name) else { throw RowFault(.callType, is: name, because: "that is no call type, in lower case") }
        types.append(block.bytes.span, range)
        kinds.append((kind, StoredHash.of(block.bytes.span, range).high))
        return kinds[kinds.count - 1]
    }

    /// The number in a cell; `nil` if what was read is none and stands there as it came.
    private func number(_ block: borrowing ReportBlock, _ row: Int, _ column: UsageColumn) throws(RowFault) -> NumberText? {
        let bytes = block.bytes.span
        let range = block.range(row, column)
        if let number = NumberText(bytes, range) { return number }
        var hasDigit = false
        for i in range where bytes[i] &- UInt8(ascii: "0") <= 9 { hasDigit = true }
        if hasDigit, NumberText.wouldBeNumber(bytes, range) {
            throw RowFault(column, is: NumberText.masked(bytes, range), because: "a number is reported as + and digits")
        }
        return nil
    }

    /// That the organization's own number, where it is known, is of that organization, and names its user where the row names none (§3).
    private func checkOwnNumber(_ found: UsageRow, _ block: borrowing ReportBlock, _ row: Int) throws(RowFault) {
        guard found.kind.hasOwnNumber, let own = found.kind.isInbound ? found.callee : found.caller, let owner = index.owner(of: own) else { return }
        let column = found.kind.isInbound ? UsageColumn.callee : .caller
        let organization: Int
        switch owner {
        case .user(let user):
            organization = Int(index.catalogue.users.organizations[user])
            if found.user < 0 { throw RowFault(.user, is: "", because: "\(column.name) is the number of \(index.users[user])") }
        case .service(let service): organization = index.catalogue.serviceNumbers[service].organization
        }
        if organization != found.organization {
            throw RowFault(
                .organization, is: index.organizations[found.organization],
                because: "\(column.name) is a number of \(index.organizations[organization])")
        }
    }

    /// An amount with exactly the tariff's decimals, in units of 10⁻⁸.
    mutating func amount(_ block: borrowing ReportBlock, _ row: Int, _ column: UsageColumn, decimals: Int) throws(RowFault) -> Int64 {
        guard let found = DecimalText(block.bytes.span, block.range(row, column)), found.decimals == decimals, takesMark(found.mark) else {
            throw RowFault(column, is: block.text(row, column), because: "that is no amount with \(decimals) decimals")
        }
        return found.units
    }

    /// Says what stands before the decimals, if that is known.
    mutating func expectMark(_ mark: UInt8?) { decimalMark = mark ?? decimalMark }

    /// Whether amounts have that mark, as the first that had one; 0 is none.
    mutating func takesMark(_ mark: UInt8) -> Bool {
        if mark == 0 { return true }
        if decimalMark == nil { decimalMark = mark }
        return decimalMark == mark
    }

    /// A number of seconds.
    func seconds(_ block: borrowing ReportBlock, _ row: Int, _ column: UsageColumn) throws(RowFault) -> Int64 {
        guard let found = block.count(row, column) else {
            throw RowFault(column, is: block.text(row, column), because: "that is no number of seconds")
        }
        return found
    }
}
