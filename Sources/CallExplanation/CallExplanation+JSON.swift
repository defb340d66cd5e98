internal import CallModel
internal import Catalogue
internal import RateDecks
internal import RatingRun
internal import Settlement

extension CallExplanation {
    /// For programs: an object, and a line break. Amounts are texts with the tariff's decimals; what does not apply is null.
    public var json: String {
        let (settled, rated) = (call.settled, call.rated)
        let isSuspended = settled.disposition == .suspended
        let user = Int(rated.user)
        var fields: [(String, JSONValue)] = [
            ("usageId", replay.isThoughtUp ? .null : .string(call.usageId)), ("run", replay.run.map { .number($0) } ?? .null),
            ("isThoughtUp", .bool(replay.isThoughtUp)), ("source", replay.isThoughtUp ? .null : .string(call.source)),
            ("line", replay.isThoughtUp ? .null : .number(Int(call.line))), ("outcome", .string(outcome)),
            ("suspended", isSuspended ? suspense : .null),
            ("callType", .string(call.callType)), ("class", rated.suspension == .unknownCallType ? .null : .string(rated.callClass.text)),
            ("start", .string(call.call.start.description)), ("durationSeconds", .number(Int(call.call.durationSeconds))),
            ("organization", organization.map { .string($0.key) } ?? .null), ("user", user < 0 ? .null : .string(catalogue.users.name(user))),
            ("usageLocation", user < 0 ? .null : .string(catalogue.users.locations[user].description)),
            ("caller", .string(call.call.callerNumber.isNumber ? call.call.callerNumber.text : call.caller)),
            ("callee", .string(call.call.calleeNumber.isNumber ? call.call.calleeNumber.text : call.callee)),
            ("country", rated.isPriced && rated.destination != .unknown ? .string(rated.destination.description) : .null),
            ("rate", rate?.jsonValue(currency: tariff?.currency ?? "") ?? .null),
        ]
        fields += [
            ("billedSeconds", .number(Int(settled.billedSeconds))), ("includedSeconds", .number(Int(settled.includedSeconds))),
            ("chargedSeconds", .number(Int(settled.chargedSeconds))), ("uncoveredSeconds", .number(Int(settled.uncoveredSeconds))),
            ("connectionFee", amount(settled.connectionFee)), ("charge", amount(settled.charge)),
            ("currency", tariff.map { .string($0.currency) } ?? .null),
            ("refusal", settled.refusal == .none ? .null : .string("\(settled.refusal.name)")),
            ("allowances", .array(allowances.map(value(of:)))), ("overage", overage.map(value(of:)) ?? .null),
            ("hasCreditsLicence", call.before?.hasCreditsLicence.map { .bool($0) } ?? .null),
            ("balanceBefore", call.before.map { amount($0.account.balance) } ?? .null), ("credits", .array(credits.map(value(of:)))),
            ("balanceAfter", call.after.map { amount($0.account.balance) } ?? .null), ("notices", .array(call.notices.map(value(of:)))),
            ("others", .array(replay.others.map(value(of:)))), ("furtherCount", .number(replay.furtherCount)),
        ]
        return JSONValue.object(fields).text + "\n"
    }

    private var suspense: JSONValue {
        .object([("reason", .string("\(call.rated.suspension.name)")), ("detail", .string(call.suspenseDetail))])
    }

    private func amount(_ amount: Money) -> JSONValue {
        guard let tariff else { return .null }
        return .string(amount.text(decimals: tariff.rounding.decimals))
    }

    private func value(of step: AllowanceStep) -> JSONValue {
        func seconds(_ count: Int64?) -> JSONValue { count.map { .number(Int($0)) } ?? .null }
        return .object([
            ("allowance", .string(step.name)), ("applies", .bool(step.applies)), ("reason", .string(step.reason)), ("pool", .string(step.pool)),
            ("sizeSeconds", seconds(step.sizeSeconds)), ("leftBefore", seconds(step.leftBefore)), ("gaveSeconds", seconds(step.gaveSeconds)),
            ("leftAfter", seconds(step.leftAfter)),
        ])
    }

    private func value(of overage: ExactCharge) -> JSONValue {
        .object([
            ("seconds", .number(Int(overage.seconds))), ("ratePerMinute", .string(overage.perMinute.rateText)),
            ("exactCharge", .string(overage.exactText)), ("charge", amount(overage.amount)), ("connectionFee", amount(fee)),
        ])
    }

    private func value(of step: CreditStep) -> JSONValue {
        .object([
            ("step", .string(step.kind.rawValue)), ("amount", amount(step.amount)), ("detail", .string(step.detail)),
            ("asked", step.asked.map(amount) ?? .null), ("balance", amount(step.balance)),
        ])
    }

    private func value(of notice: Notice) -> JSONValue {
        .object([
            ("kind", .string(notice.kind.rawValue)), ("amount", notice.amount.map(amount) ?? .null), ("balance", amount(notice.balance)),
            ("detail", .string(notice.detail)),
        ])
    }

    private func value(of other: WitnessedCall) -> JSONValue {
        let disposition =
            switch other.settled.disposition {
            case .settled: "settled"
            case .suspended: "suspended"
            case .duplicateSame, .duplicateDifferent: "duplicate"
            }
        return .object([
            ("source", .string(other.source)), ("line", .number(Int(other.line))), ("disposition", .string(disposition)),
            ("same", disposition == "duplicate" ? .bool(other.settled.disposition == .duplicateSame) : .null),
        ])
    }
}
