internal import CallModel

/// Columns of service-numbers.csv.
enum ServiceNumberColumn: Int, TableColumn {
    case number, organization, name, numberType

    static let names = ["number", "organization", "name", "number_type"]
    static let requiredCount = 2
}

extension Directory {
    /// Reads service-numbers.csv, after users.csv.
    mutating func readServiceNumbers(_ file: String, _ bytes: consuming [UInt8], usersFile: String) -> [CatalogueFault] {
        var table = TableReader<ServiceNumberColumn>(file: file, bytes: bytes)
        while table.next() {
            let organization = organization(.organization, &table)
            guard table.require(.number) else { continue }
            let number = table.read(.number) { PhoneNumber(cleaning: $0) }
            if !number.isNumber {
                table.fault(.number, "'\(table.text(.number).maskedNumber)' is no number", PhoneNumber.remedy)
                continue
            }
            if let owner = numbers.owner(of: number) {
                table.fault(.number, listedTwice(number, owner, usersFile: usersFile, serviceNumbersFile: file), NumberIndex.remedy)
                continue
            }
            _ = numbers.insertGrowing(number, .service(serviceNumbers.count))
            serviceNumberLines.append(Int32(truncatingIfNeeded: table.line))
            serviceNumbers.append(
                ServiceNumber(number: number, organization: organization, name: table.text(.name), numberType: table.text(.numberType)))
        }
        return table.finish().faults
    }

    /// Says where a number stands already.
    func listedTwice(_ number: PhoneNumber, _ owner: NumberIndex.Owner, usersFile: String, serviceNumbersFile: String) -> String {
        let first =
            switch owner {
            case .user(let user): "\(usersFile):\(userLines[user])"
            case .service(let service): "\(serviceNumbersFile):\(serviceNumberLines[service])"
            }
        return "the number \(number.maskedText) is listed twice, first at \(first)"
    }
}

extension NumberIndex {
    /// What to do about a number that is listed twice.
    static let remedy = "leave it where it belongs"
}

extension PhoneNumber {
    /// How to write one, for messages.
    static let remedy = "write the number in international form, such as +390612345678"
}

extension String {
    /// The text with all digits but the first three masked, for messages about what may be meant as a number.
    var maskedNumber: String {
        var digits = 0
        return String(
            excerpt.map { character in
                guard character.isASCII, character.isNumber else { return character }
                digits += 1
                return digits > 3 ? "*" : character
            })
    }
}
