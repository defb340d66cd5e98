package import CallModel
package import Catalogue

/// The column Detail of suspense.csv: what is wrong with a record, with which value, and what to do.
///
/// Names and keys are shown as they are, phone numbers masked. Suspended records are few, so this works with `String`.
package struct SuspenseDetail {
    private let catalogue: Catalogue
    private let batch: CallBatch
    private let call: Call
    private let rated: RatedCall

    /// The detail of the batch's call at `i`, which is suspended.
    package init(_ catalogue: Catalogue, _ batch: CallBatch, _ i: Int) {
        self.catalogue = catalogue
        self.batch = batch
        call = batch.calls[i]
        rated = batch.rated[i]
    }

    /// The most characters of a value that are shown.
    static let valueMax = 64

    /// What is wrong, and what to do.
    package var text: String {
        switch rated.suspension {
        case .none: ""
        case .malformed: malformed
        case .noUsageId: "the usage id is empty; give the record one of its own"
        case .unknownCallType: "call type \(quoted(call.callType)) is unknown; correct it to one of the rating rules"
        case .unknownUser: unknownUser
        case .unknownOrganization:
            "no organization \(quoted(call.organization)) in the catalogue; add it to \(catalogue.fileNames.organizations) or correct the field"
        case .organizationMismatch: organizationMismatch
        case .badNumber: "callee \(number(call.calleeNumber, call.callee)) is no phone number; give it in international form\(rulesToo)"
        case .noRate:
            "no rate for \(number(call.calleeNumber, call.callee)) at \(call.start); add its prefix to \(deckFile) or extend the validity of a rate"
        }
    }

    /// What else makes a phone number of dialled digits, where the format has rules for that.
    private var rulesToo: String { batch.faultDetails.isEmpty ? "" : ", or give the format rules that do (calleeRules)" }

    /// What is wrong with a malformed record, in the words of its format where that has some.
    private var malformed: String {
        let place = Int(call.fault.rawValue)
        if place < batch.faultDetails.count, !batch.faultDetails[place].isEmpty { return batch.faultDetails[place] }
        return SuspenseDetail.text(of: call.fault)
    }

    /// What is wrong with a malformed record.
    static func text(of fault: Call.Fault) -> String {
        switch fault {
        case .none: "the record cannot be read; compare it with the header"
        case .fieldCount: "the record has not as many fields as the header; add or remove commas, or quote fields that contain them"
        case .strayQuote:
            "a quote stands inside a field that is not quoted, text follows a closing quote, or a quote is not closed within 1 MiB; "
                + "quote the field and double the quotes inside it"
        case .invalidUTF8: "the record is no UTF-8; convert the file to UTF-8"
        case .tooLong: "the record is longer than 1 MiB; shorten it"
        case .startTime: "the start time cannot be read; write it like 2026-10-01T08:15:30Z, in the years 1970 to 2999"
        case .endTime: "the end time cannot be read; write it like 2026-10-01T08:15:30Z, in the years 1970 to 2999, or leave it empty"
        case .duration: "the duration cannot be read; write whole or decimal seconds, at most 31536000"
        case .damagedObject:
            "the text is no JSON object, or one that is nested deeper than 64; mend it, or cut it out of the file"
        }
    }

    private var unknownUser: String {
        let users = catalogue.fileNames.users
        if !call.user.isEmpty { return "no user \(quoted(call.user)) in the catalogue; add the user to \(users) or correct the field" }
        let type = quoted(call.callType)
        guard let own = ownNumber else { return "call type \(type) needs a user, and the record names none; fill in its user" }
        let shown = number(own.number, own.range)
        switch catalogue.numbers.owner(of: own.number) {
        case .service: return "call type \(type) needs a user, and \(own.field) \(shown) is a service's; fill in the user"
        default: return "\(own.field) \(shown) is nobody's in the catalogue; add the number to \(users) or fill in the user"
        }
    }

    private var organizationMismatch: String {
        var claims: [String] = []
        if !call.user.isEmpty {
            let name = string(call.user)
            let user = Array(name.utf8)
            let index = catalogue.users.index(of: user.span)
            if index >= 0 { claims.append("user \(quoted(call.user)) is of \(key(Int(catalogue.users.organizations[index])))") }
        }
        if let own = ownNumber, let owner = catalogue.numbers.owner(of: own.number) {
            let organization =
                switch owner {
                case .user(let user): Int(catalogue.users.organizations[user])
                case .service(let service): catalogue.serviceNumbers[service].organization
                }
            claims.append("\(own.field) \(own.number.maskedText) is of \(key(organization))")
        }
        if !call.organization.isEmpty { claims.append("the organization is \(quoted(call.organization))") }
        return claims.joined(separator: ", ") + "; correct the one that is wrong"
    }

    /// The organization's own number (rating-rules.md §3) and its field; `nil` if a call of the type has none.
    private var ownNumber: (field: String, number: PhoneNumber, range: TextRange)? {
        let name = batch.text[call.callType.range].map(asciiLowercased)
        guard let type = CallType(lowercased: name.span), type.hasOwnNumber else { return nil }
        return type.isInbound ? ("callee", call.calleeNumber, call.callee) : ("caller", call.callerNumber, call.caller)
    }

    /// The file in which a rate is missing.
    private var deckFile: String {
        if rated.organization < 0 { return "the rate deck" }
        let tariff = catalogue.tariffs[catalogue.organizations[Int(rated.organization)].tariff]
        return rated.isInbound ? tariff.tollFree.file : tariff.outbound.file
    }

    private func key(_ organization: Int) -> String { SuspenseDetail.quoted(catalogue.organizations[organization].key) }
    private func string(_ range: TextRange) -> String { String(decoding: batch.text[range.range], as: UTF8.self) }
    private func quoted(_ range: TextRange) -> String { SuspenseDetail.quoted(string(range)) }

    /// A phone number with all but its first digits masked; what is no number, with all digits masked.
    private func number(_ number: PhoneNumber, _ range: TextRange) -> String {
        if number.isNumber { return number.maskedText }
        // By scalars: a character may be a digit with others before it.
        var masked = String.UnicodeScalarView()
        for scalar in string(range).unicodeScalars { masked.append(scalar.properties.numericType == nil ? scalar : "*") }
        return SuspenseDetail.quoted(String(masked))
    }

    /// The value in quotation marks, cut if it is long.
    private static func quoted(_ value: String) -> String {
        // By scalars: a character may have as many marks as a record has room for.
        let shown = value.unicodeScalars.prefix(valueMax)
        return shown.endIndex == value.endIndex ? "“\(value)”" : "“\(String(shown))…”"
    }
}
