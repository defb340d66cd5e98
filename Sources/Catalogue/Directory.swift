internal import CallModel

/// What the files of the directory say: who pays, who calls, which numbers are whose, what was paid.
struct Directory: Sendable {
    /// Organizations in the order of their file.
    var organizations: [Organization] = []
    /// Their keys.
    var organizationKeys = KeyIndex()
    /// Whether any organization could be read, so that a key that is not there is an error.
    var knowsOrganizations = false
    /// Users.
    var users = UserTable()
    /// The physical lines of the users' rows.
    var userLines: [Int32] = []
    /// Service numbers.
    var serviceNumbers: [ServiceNumber] = []
    /// The physical lines of the service numbers' rows.
    var serviceNumberLines: [Int32] = []
    /// Numbers of users and service numbers together.
    var numbers = NumberIndex()
    /// Fundings in the order of their file.
    var fundings: [Funding] = []

    /// What is read.
    struct Files: Sendable {
        /// A file that could be read; `nil` for one that could not, or is not there.
        typealias File = (name: String, bytes: [UInt8])
        /// organizations.csv
        var organizations: File?
        /// users.csv
        var users: File?
        /// service-numbers.csv
        var serviceNumbers: File?
        /// fundings.csv
        var fundings: File?
    }

    /// What its rows may name.
    struct Known: Sendable {
        /// The time zone of local times.
        var timeZone: CalendarZone
        /// Keys of tariffs.
        var tariffs: KeyIndex
        /// Decimals of tariffs.
        var decimals: [Int]
        /// Plans.
        var plans: [Plan]
        /// Keys of plans.
        var planKeys: KeyIndex

        /// The decimals of a tariff; the most there can be for one that is not there, which is a fault already.
        func decimals(ofTariff tariff: Int) -> Int { decimals.indices.contains(tariff) ? decimals[tariff] : Money.decimalsMax }
    }

    /// Reads the files in the order in which one names rows of another.
    static func read(_ files: consuming Files, _ known: Known) -> (directory: Directory, faults: [CatalogueFault]) {
        var directory = Directory()
        var faults: [CatalogueFault] = []
        if let file = files.organizations.take() { faults += directory.readOrganizations(file.name, file.bytes, known) }
        let usersFile = files.users.take()
        let usersName = usersFile?.name ?? ""
        if let usersFile { faults += directory.readUsers(usersFile.name, usersFile.bytes, known) }
        if let file = files.serviceNumbers.take() { faults += directory.readServiceNumbers(file.name, file.bytes, usersFile: usersName) }
        if let file = files.fundings.take() { faults += directory.readFundings(file.name, file.bytes, known) }
        return (directory, faults)
    }

    /// The organization that a row names; −1, and a fault, if it names none.
    func organization<Column>(_ column: Column, _ table: inout TableReader<Column>) -> Int {
        guard table.require(column) else { return -1 }
        if let organization = table.read(column, { organizationKeys.index(of: $0) }) { return organization }
        if knowsOrganizations {
            table.fault(
                column, "there is no organization '\(table.text(column).excerpt)'", "write one of the organizations' file, or add this one to it")
        }
        return -1
    }
}
