internal import CallModel
internal import Catalogue
internal import RatingRun

extension CallExplanation {
    /// What follows from the call type; `nil` if it is unknown.
    private var type: CallType? {
        let name = call.callType.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
        return CallType(lowercased: name.span)
    }

    /// §2: what the call type makes of the call.
    var classLines: [String] {
        guard let type else { return ["“\(call.callType)” is a call type of no class"] }
        let meaning =
            switch type.callClass {
            case .calling: "draws on allowances for calling, then on credits"
            case .conferencing: "draws on allowances for conferencing, then on credits"
            case .voiceApplication: "credits only, and no licence is needed"
            case .inbound: "toll-free if the called number has a rate in the toll-free deck, else free"
            case .free: "costs nothing"
            }
        return ["\(call.callType) is of the class \(type.callClass.text): \(meaning)"]
    }

    /// §3: what names user and organization, and who it is then.
    var attributionLines: [String] {
        var lines: [String] = []
        if !call.user.isEmpty {
            let name = Array(call.user.utf8)
            let user = catalogue.users.index(of: name.span)
            lines.append("the user field names " + (user < 0 ? "“\(call.user)”, and there is no such user" : userText(user)))
        }
        if !call.organization.isEmpty { lines.append("the organization field names \(call.organization)") }
        if let own = ownNumberLine { lines.append(own) }
        if let organization {
            let user = call.rated.user < 0 ? "no user" : "user " + userText(Int(call.rated.user))
            lines.append("so \(organization.key) pays, tariff \(catalogue.tariffs[organization.tariff].key); \(user)")
        } else {
            lines.append("so nobody is known to pay it")
        }
        return lines
    }

    private func userText(_ user: Int) -> String {
        let organization = catalogue.organizations[Int(catalogue.users.organizations[user])].key
        return "\(catalogue.users.name(user)) of \(organization), in \(catalogue.users.locations[user].text)"
    }

    /// The organization's own number, and whose it is.
    private var ownNumberLine: String? {
        guard let type else { return nil }
        if !type.hasOwnNumber { return "a call of this type has no own number: its caller may be an outside party" }
        let (field, number, text) =
            type.isInbound ? ("callee", call.call.calleeNumber, call.callee) : ("caller", call.call.callerNumber, call.caller)
        guard number.isNumber else { return text.isEmpty ? "there is no \(field)" : "the \(field) “\(text)” is no number, and so nobody's" }
        switch catalogue.numbers.owner(of: number) {
        case .user(let user): return "the \(field) \(number.text) is the number of \(userText(user))"
        case .service(let place):
            let service = catalogue.serviceNumbers[place]
            let name = service.name.isEmpty ? "" : " “\(service.name)”"
            return "the \(field) \(number.text) is the service number\(name) of \(catalogue.organizations[service.organization].key)"
        case nil: return "the \(field) \(number.text) is nobody's own number"
        }
    }

    /// §4: the number that is priced, and the country in which the call ends.
    var numberLines: [String] {
        let number = call.call.calleeNumber
        guard number.isNumber else { return ["the callee “\(call.callee)” is no number"] }
        var lines = [call.callee == number.text ? "the callee \(number.text) is clean" : "the callee “\(call.callee)” is \(number.text), cleaned"]
        if let priced {
            let source = priced.country == .unknown ? "by the longest prefix of the numbering plan" : "as the row of its rate says"
            lines.append("the destination is \(call.rated.destination.text), \(source)")
        }
        if number.maskedCount > 0 {
            lines.append(
                "its masked digits match nothing" + (call.rated.isMasked ? "; the deck has longer prefixes that begin with the visible ones" : ""))
        }
        return lines
    }
}
