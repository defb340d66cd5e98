/// A small catalogue that has something of everything.
enum FuzzCatalogue {
    private static let texts = [
        "catalogue.yaml": """
        timeZone: UTC
        numberingPlan: plan.csv
        tariffs:
          euro: { currency: EUR, decimals: 4, rounding: half-even, outbound: rates.csv, tollFree: toll-free.csv }
          dollar: { currency: USD, decimals: 2, outbound: rates.csv }
        zones:
          near: [IE, GB, FR]
        domestic:
          US: [US, PR]
        sharedPools:
          - [US, PR]
        bands:
          night: { days: Mon-Fri, from: "22:00", until: "06:00" }
        plans:
          LOCAL:
            allowances:
              - { calls: calling, to: domestic, minutes: 30, minutesIn: { US: 60 }, pool: country }
              - { id: far, calls: calling, to: international, except: near, minutes: unlimited, pool: user }
          CREDITS: { name: Credits, credits: yes }
          ALL: { includes: [LOCAL, CREDITS] }

        """,
        "organizations.csv": """
        organization,tariff,notify,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment
        alder,euro,a@alder.example,5,10,40,agreement:EA-1/7
        birch,dollar,,,,,

        """,
        "users.csv": """
        user,organization,usage_location,display_name,phone_numbers,licences
        ann@alder.example,alder,IE,Ann Alder,+353 20 910 0001;+353 20 910 0003,ALL
        cat@birch.example,birch,US,Cat Birch,+1 212 555 0100,LOCAL;CREDITS

        """,
        "service-numbers.csv": "number,organization,name,number_type\n+44 808 157 0001,alder,Help,TollFree\n",
        "fundings.csv": "reference,organization,amount,date,payment\nA-1,alder,8.00,2026-09-01,card:2026-12\n",
        "rates.csv": """
        prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country,effective_from,effective_until,band,in_plans
        353,Ireland,0.0150,0,60,1,IE,,,,
        353,Ireland at night,0.0100,0,60,1,IE,,,night,yes
        33,France,0.1250,0.10,60,60,FR,2026-01-01,2027-01-01T00:00:00Z,,no

        """,
        "toll-free.csv": "prefix,destination,rate_per_minute\n44808,Toll-free,0.0350\n",
        "plan.csv": "prefix,country\n353,IE\n1,US\n1787,PR\n",
    ]

    /// The catalogue as it is, without a fault.
    static let files = texts.mapValues { Array($0.utf8) }

    /// Files that may be replaced, and with what the replacement begins: nothing, or a header, so that most inputs are rows.
    static let replaceable: [(name: String, beginning: [UInt8])] = [
        "catalogue.yaml", "organizations.csv", "users.csv", "service-numbers.csv", "fundings.csv", "rates.csv", "plan.csv", "toll-free.csv",
    ].flatMap { name in [(name, []), (name, header(name))] }

    private static func header(_ name: String) -> [UInt8] {
        if name == "catalogue.yaml" { return Array("tariffs:\n  euro: { currency: EUR, outbound: rates.csv }\n".utf8) }
        let file = files[name] ?? []
        return Array(file.prefix { $0 != 0x0A }) + [0x0A]
    }
}
