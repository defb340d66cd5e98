public import CallModel
public import Settlement

/// What `scatto credits show` answers: the credits of every organization of the last run's catalogue (file-formats.md "Commands").
public struct CreditsListing: Sendable {
    /// In byte order of the organizations; without lots that have expired by ``at``.
    public let accounts: [AccountState]
    /// The moment that was asked for; `nil` is as the last run left it.
    public let at: Instant?

    /// Takes what a ledger holds.
    ///
    /// - Parameters:
    ///   - accounts: All of ``LedgerFile/accounts()``.
    ///   - organization: Only this one.
    ///   - at: Lots that expire then or earlier are taken off.
    public init(accounts: [AccountState], organization: String? = nil, at: Instant? = nil) throws(ListingFault) {
        self.at = at
        var listed = accounts.filter(\.isInCatalogue)
        if let organization {
            // Strings compare by canonical equivalence, keys byte by byte.
            listed.removeAll { !$0.organization.utf8.elementsEqual(organization.utf8) }
            if listed.isEmpty { throw .unknownOrganization(organization) }
        }
        if let at {
            for i in listed.indices { listed[i].lots.removeAll { $0.expires <= at } }
        }
        listed.sort { $0.organization.utf8.lexicographicallyPrecedes($1.organization.utf8) }
        self.accounts = listed
    }

    /// For programs: an array of objects, and a line break.
    public var json: String {
        JSONText.array(accounts.map(JSONText.object(of:))) + "\n"
    }

    /// For people: a line for every lot, and for every organization one with its balance.
    public var text: String {
        let heading = at.map { "At \($0)" } ?? "As of the last run"
        if accounts.isEmpty { return heading + ": no organizations.\n" }
        var table = TextTable([
            ("organization", .leading), ("currency", .leading), ("lot", .leading), ("purchased", .leading), ("expires", .leading),
            ("amount", .trailing), ("remaining", .trailing),
        ])
        for account in accounts {
            for lot in account.lots {
                table.append([
                    account.organization, account.currency, lot.reference, lot.purchased.description, lot.expires.description,
                    lot.amount.text(decimals: account.decimals), lot.remaining.text(decimals: account.decimals),
                ])
            }
            table.append([account.organization, account.currency, "balance", "", "", "", account.balance.text(decimals: account.decimals)])
        }
        return heading + "\n\n" + table.text
    }
}

extension JSONText {
    fileprivate static func object(of account: AccountState) -> String {
        object([
            "organization": string(account.organization),
            "currency": string(account.currency),
            "balance": string(account.balance.text(decimals: account.decimals)),
            "lots": array(account.lots.map { object(of: $0, decimals: account.decimals) }, depth: 1),
        ])
    }

    private static func object(of lot: Lot, decimals: Int) -> String {
        object([
            "reference": string(lot.reference),
            "amount": string(lot.amount.text(decimals: decimals)),
            "remaining": string(lot.remaining.text(decimals: decimals)),
            "purchased": string(lot.purchased.description),
            "expires": string(lot.expires.description),
        ])
    }
}
