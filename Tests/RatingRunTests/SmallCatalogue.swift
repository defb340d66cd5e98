/// Two invented organizations, and records of their calls.
enum SmallCatalogue {
    static let files: [String: String] = [
        "catalogue.yaml": """
        timeZone: Europe/Dublin
        numberingPlan: numbering-plan.csv
        tariffs:
          euro: { currency: EUR, decimals: 4, outbound: rates.csv, tollFree: toll-free.csv }
        plans:
          LOCAL:
            allowances:
              - { calls: calling, to: domestic, minutes: 30, pool: country }
          CREDITS: { credits: yes }

        """,
        "organizations.csv": """
        organization,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment
        alder,5,10,40,agreement:EA-1
        birch,,,,

        """,
        "users.csv": """
        user,organization,usage_location,display_name,phone_numbers,licences
        ann@alder.example,alder,IE,Ann Alder,+353 20 910 0001,LOCAL;CREDITS
        bob@alder.example,alder,IE,Bob Alder,+353 20 910 0002,LOCAL
        cat@birch.example,birch,GB,Cat Birch,+44 20 7946 0101,LOCAL;CREDITS

        """,
        "service-numbers.csv": "number,organization\n+44 808 157 0001,alder\n",
        "fundings.csv": """
        reference,organization,amount,date,payment
        A-1,alder,8.00,2026-09-01,agreement:EA-1
        B-1,birch,3.00,2026-09-02,card:2026-12

        """,
        "rates.csv": """
        prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country
        353,Ireland,0.0150,0,60,1,IE
        44,United Kingdom,0.0200,0.05,60,1,GB
        33,France,0.1250,0.10,60,60,FR

        """,
        "numbering-plan.csv": "prefix,country\n353,IE\n44,GB\n33,FR\n",
        "toll-free.csv": "prefix,destination,rate_per_minute,country\n44808,Toll-free United Kingdom,0.0350,GB\n",
    ]

    /// Organization alder pays by command, and has no limit.
    static let payingByCommand = "organization,auto_recharge_trigger,auto_recharge_amount,payment\nalder,5,10,command\nbirch,,,\n"

    static let header = "usage_id,call_type,start_time,duration_seconds,caller,callee,user,organization,call_id\n"

    /// A record of an outbound call, its line end included; a minute of it to France costs 0.2250.
    static func call(_ id: String, second: Int = 0, seconds: Int = 60, to callee: String = "+33199000504", by user: String = "ann@alder.example")
        -> String
    {
        "\(id),user_out,2026-10-01T\(clock(second))Z,\(seconds),,\(callee),\(user),,\n"
    }

    private static func clock(_ second: Int) -> String {
        [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    /// A night of records, each with its line end, in every shape that a record can have: priced, free, refused, suspended, repeated, quoted, with
    /// line breaks inside, with CRLF, with empty lines before it.
    static func night(seed: UInt64, count: Int) -> [String] {
        var random = SeededRandom(state: seed)
        var records = [
            call("first", to: "+353209109950"), call("dry", second: 60, seconds: 7200, to: "+353209109950", by: "bob@alder.example"),
            call("nobody-answered", second: 61, seconds: 0),
            call("half", second: 62, seconds: 1770, to: "+442079460980", by: "cat@birch.example"),
            call("split", second: 63, seconds: 120, to: "+442079460980", by: "cat@birch.example"),
        ]
        let users = ["ann@alder.example", "ANN@alder.example", "bob@alder.example", "cat@birch.example", "nobody@alder.example", ""]
        let callees = ["+33199000504", "+353209109950", "+44 20 7946 0980", "tel:+44-7700-900***", "+999123", "anonymous", "+448081570001"]
        let types = ["user_out", "user_out", "user_out", "User_Out", "conf_out", "ucap_out", "user_in", "dr_out", "fax_out"]
        let names = [
            "", "plain", "\"quoted, with a comma\"", "\"two\nlines\"", "\"three\r\nlines\n\"", "\"a \"\"word\"\"\"", "é ü 漢", "x\"y", "\"open",
        ]
        for i in 0..<count {
            if !records.isEmpty, random.below(12) == 0 {
                // A record that was sent before, now and then with another duration.
                let earlier = records[random.below(records.count)]
                records.append(random.below(2) == 0 ? earlier : earlier.replacing("Z,60,", with: "Z,61,"))
                continue
            }
            let id = random.below(25) == 0 ? "" : random.below(10) == 0 ? "\"c \"\"\(i)\"\"\"" : "c-\(i)"
            let start = "2026-10-0\(1 + random.below(2))T\(clock(60 * i % 86_400 + random.below(60)))Z"
            let user = users[random.below(20) < 17 ? random.below(4) : random.below(users.count)]
            let organization = random.below(6) == 0 ? "alder" : ""
            let name = names[random.below(random.below(20) == 0 ? names.count : 7)]
            var record = "\(id),\(types[random.below(types.count)]),\(start),\(random.below(4) == 0 ? 60 : random.below(900)),+353209100001,"
            record += "\(callees[random.below(callees.count)]),\(user),\(organization),\(name)"
            if random.below(30) == 0 { record = String(record.prefix(20)) }
            if random.below(15) == 0 { record = "\n\r\n" + record }
            records.append(record + (random.below(3) == 0 ? "\r\n" : "\n"))
        }
        return records
    }
}

/// SplitMix64: the same numbers on every machine.
struct SeededRandom {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(limit))
    }
}
