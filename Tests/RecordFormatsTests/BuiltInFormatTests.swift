import CallModel
import CallRecords
import Catalogue
import Foundation
import Testing

@testable import RecordFormats

/// The layouts of switches, with their quirks, in rows of our own.
struct BuiltInFormatTests {
    @Test func `each built-in format has no fault and says what it is for`() throws {
        #expect(
            FormatFile.builtIn.map(\.name) == ["native", "teams-graph", "asterisk", "asterisk-custom", "freeswitch", "freeswitch-asterisk", "cucm"])
        for file in FormatFile.builtIn {
            _ = try file.format()
            #expect(file.summary.count > 20, "\(file.name)")
        }
    }

    @Test func `a copy under another name is the same format`() throws {
        for file in FormatFile.builtIn {
            var copy = try FormatFile(name: "copy.yaml", content: file.content).format()
            copy.name = file.name
            #expect(try file.format() == copy)
        }
    }

    static let asteriskRows: [(what: String, row: String, call: String)] = [
        (
            "an answered call begins with its answer and has its billsec",
            #""acme","+390212345678","+442071234567","internal","""Ann"" <+390212345678>","PJSIP/a-1","PJSIP/t-2","Dial","PJSIP/t","2026-10-01 08:00:00","2026-10-01 08:00:05","2026-10-01 08:01:06","66","61","ANSWERED","DOCUMENTATION","1790841600.1","""#,
            "1790841600.1 | user_out | 2026-10-01T08:00:05Z | 61 | +390212345678 | +442071234567 |  | acme | 2026-10-01T08:01:06Z | "
        ),
        (
            "sequence tells the records of one channel apart, linkedid those of one call together",
            #""acme","201","00442071234567","internal","","a","b","Dial","x","2026-10-01 08:00:00","2026-10-01 08:00:05","2026-10-01 08:01:06","66","61","ANSWERED","DOCUMENTATION","1790841600.1","","","1790841600.1","7""#,
            "1790841600.1-7 | user_out | 2026-10-01T08:00:05Z | 61 | 201 | 00442071234567 |  | acme | 2026-10-01T08:01:06Z | 1790841600.1"
        ),
        (
            "no answer: nothing counts, and the call begins when it began",
            #""acme","201","+442071234567","internal","","a","","Dial","x","2026-10-01 08:00:00","","2026-10-01 08:00:30","30","0","NO ANSWER","DOCUMENTATION","1790841600.3","""#,
            "1790841600.3 | user_out | 2026-10-01T08:00:00Z | 0 | 201 | +442071234567 |  | acme | 2026-10-01T08:00:00Z | "
        ),
        (
            "seconds of a call that failed do not count",
            #""acme","201","+442071234567","internal","","a","","Congestion","","2026-10-01 08:00:00","2026-10-01 08:00:00","2026-10-01 08:00:10","10","10","FAILED","DOCUMENTATION","1790841600.4","""#,
            "1790841600.4 | user_out | 2026-10-01T08:00:00Z | 0 | 201 | +442071234567 |  | acme | 2026-10-01T08:00:00Z | "
        ),
        (
            "an extension calls an extension",
            "acme,201,202,internal,,a,b,Dial,x,2026-10-01 08:00:00,2026-10-01 08:00:05,2026-10-01 08:00:15,15,10,ANSWERED,3,u1,",
            "u1 | dr_extension | 2026-10-01T08:00:05Z | 10 | 201 | 202 |  | acme | 2026-10-01T08:00:15Z | "
        ),
        (
            "an extension is called from outside",
            "acme,+442071234567,201,internal,,a,b,Dial,x,2026-10-01 08:00:00,2026-10-01 08:00:05,2026-10-01 08:00:15,15,10,ANSWERED,3,u2,",
            "u2 | user_in | 2026-10-01T08:00:05Z | 10 | +442071234567 | 201 |  | acme | 2026-10-01T08:00:15Z | "
        ),
        (
            "by somebody who does not say who",
            "acme,<unknown>,201,internal,,a,b,Dial,x,2026-10-01 08:00:00,2026-10-01 08:00:05,2026-10-01 08:00:15,15,10,ANSWERED,3,u3,",
            "u3 | user_in | 2026-10-01T08:00:05Z | 10 | <unknown> | 201 |  | acme | 2026-10-01T08:00:15Z | "
        ),
        (
            "through a trunk to a full number or to s",
            "acme,anonymous,s,from-trunk,,a,b,Dial,x,2026-10-01 08:00:00,2026-10-01 08:00:05,2026-10-01 08:00:15,15,10,ANSWERED,3,u4,",
            "u4 | user_in | 2026-10-01T08:00:05Z | 10 | anonymous | s |  | acme | 2026-10-01T08:00:15Z | "
        ),
        (
            "a caller that is a name is a user's, unless accountcode tells who pays",
            ",client1,202,internal,,a,b,Dial,x,2026-10-01 08:00:00,2026-10-01 08:00:05,2026-10-01 08:00:15,15,10,ANSWERED,3,u7,",
            "u7 | dr_extension | 2026-10-01T08:00:05Z | 10 | client1 | 202 | client1 |  | 2026-10-01T08:00:15Z | "
        ),
        (
            "so that it tells",
            "acme,client1,202,internal,,a,b,Dial,x,2026-10-01 08:00:00,2026-10-01 08:00:05,2026-10-01 08:00:15,15,10,ANSWERED,3,u8,",
            "u8 | dr_extension | 2026-10-01T08:00:05Z | 10 | client1 | 202 |  | acme | 2026-10-01T08:00:15Z | "
        ),
        (
            "a place of the dial plan is no number",
            "acme,201,s,internal,,a,b,Dial,x,2026-10-01 08:00:00,2026-10-01 08:00:05,2026-10-01 08:00:15,15,10,ANSWERED,3,u5,",
            "u5 | user_out | 2026-10-01T08:00:05Z | 10 | 201 | s |  | acme | 2026-10-01T08:00:15Z | "
        ),
        (
            "a delimiter at the end, blanks around fields, CRLF",
            "acme, 201 ,sip:+442071234567@gw.example,internal,,a,b,Dial,x,2026-10-01 08:00:00,2026-10-01 08:00:05,2026-10-01 08:00:15,15,10,ANSWERED,3,u6,,,,,\r",
            "u6 | user_out | 2026-10-01T08:00:05Z | 10 | 201 | sip:+442071234567@gw.example |  | acme | 2026-10-01T08:00:15Z | "
        ),
        ("too few columns", "acme,201,202,internal", "! fieldCount"),
        (
            "too many", "acme,201,202,internal,,a,b,Dial,x,2026-10-01 08:00:00,,2026-10-01 08:00:15,15,10,ANSWERED,3,u,,,,,,x", "! fieldCount"
        ),
        (
            "a time of another order", "acme,201,202,internal,,a,b,Dial,x,10/01/2026 08:00,,x,15,10,ANSWERED,3,u,", "! startTime"
        ),
        (
            "a day that there is not", "acme,201,202,internal,,a,b,Dial,x,2026-02-30 08:00:00,,x,15,10,ANSWERED,3,u,", "! startTime"
        ),
        (
            "seconds that are none", "acme,201,202,internal,,a,b,Dial,x,2026-10-01 08:00:00,,x,15,ten,ANSWERED,3,u,", "! duration"
        ),
    ]

    @Test(arguments: asteriskRows)
    func asterisk(_ what: String, _ row: String, _ call: String) throws {
        #expect(try FormatReading(row + "\n", format("asterisk")).calls == [call], "\(what)")
    }

    @Test func `Asterisk without uniqueid: the record stands for itself`() throws {
        let row = "acme,201,+442071234567,internal,,a,b,Dial,x,2026-10-01 08:00:00,2026-10-01 08:00:05,2026-10-01 08:00:15,15,10,ANSWERED,3"
        let other = row.replacing("+44", with: "+45")
        let ids = try FormatReading([row, other, row].joined(separator: "\n"), format("asterisk")).calls.map { $0.prefix { $0 != " " } }
        // It is the same for ever: what was settled is known by it.
        #expect(ids[0] == "0d15f746cf04954e45bff6a977c151fb")
        #expect(ids[0] == ids[2])
        #expect(ids[0] != ids[1])
    }

    @Test func `Asterisk's local times by a zone: summer, winter, and the hour that there is not`() throws {
        func row(_ time: String) -> String { "acme,201,202,internal,,a,b,Dial,x,\(time),,\(time),0,0,NO ANSWER,3,u,\n" }
        let rome = try #require(CalendarZone(name: "Europe/Rome"))
        let text = row("2026-07-01 08:00:00") + row("2026-01-01 08:00:00") + row("2026-03-29 02:30:00")
        let starts = try FormatReading(text, format("asterisk", zone: rome)).calls.map { $0.components(separatedBy: " | ")[2] }
        #expect(starts == ["2026-07-01T06:00:00Z", "2026-01-01T07:00:00Z", "2026-03-29T01:30:00Z"])
    }

    @Test func `rows that are none: a header, an empty line, commas alone, a mark at the beginning`() throws {
        let row = "acme,201,202,internal,,a,b,Dial,x,2026-10-01 08:00:00,,2026-10-01 08:00:15,15,0,BUSY,3,u,\n"
        let header = "accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,billsec,disposition,amaflags\n"
        let reading = try FormatReading("\u{FEFF}" + header + "\n" + row + ",,,,,,,,,,,,,,,,,\n" + row, format("asterisk"))
        #expect(reading.records.map(\.line) == [3, 5])
        #expect(reading.records.map(\.offset) == [3 + header.utf8.count + 1, 3 + header.utf8.count + 1 + row.utf8.count + 18])
    }

    static let customRows: [(what: String, row: String, call: String)] = [
        (
            "doubled quotes in clid, a sequence without quotes",
            #"""""" <201>","201","+442071234567","internal","PJSIP/201-00000002","PJSIP/t-00000003","Dial","PJSIP/t","2026-10-01 08:00:00","2026-10-01 08:00:05","2026-10-01 08:00:15","15","10","ANSWERED","DOCUMENTATION","acme","1790841600.2","",2"#,
            "1790841600.2-2 | user_out | 2026-10-01T08:00:05Z | 10 | 201 | +442071234567 |  | acme | 2026-10-01T08:00:15Z | "
        ),
        (
            "a name with quotes and a comma",
            #""""Ann, ""the"" boss"" <201>","201","202","internal","a","b","Dial","x","2026-10-01 08:00:00","","2026-10-01 08:00:30","30","0","NO ANSWER","DOCUMENTATION","","1790841600.5","",4"#,
            "1790841600.5-4 | dr_extension | 2026-10-01T08:00:00Z | 0 | 201 | 202 |  |  | 2026-10-01T08:00:00Z | "
        ),
    ]

    @Test(arguments: customRows)
    func asteriskCustom(_ what: String, _ row: String, _ call: String) throws {
        #expect(try FormatReading(row + "\n", format("asterisk-custom")).calls == [call], "\(what)")
    }

    static let freeswitchRows: [(what: String, row: String, call: String)] = [
        (
            "as the template writes it",
            #""Ann","+390212345678","+442071234567","default","2026-10-01 08:00:00","2026-10-01 08:00:05","2026-10-01 08:01:06","66","61","NORMAL_CLEARING","c1f0","b2e0","acme","PCMA","PCMA""#,
            "c1f0 | user_out | 2026-10-01T08:00:05Z | 61 | +390212345678 | +442071234567 |  | acme | 2026-10-01T08:01:06Z | b2e0"
        ),
        (
            "after a spreadsheet: no quotes, no seconds, dates with slashes; accountcode is the extension",
            "Outbound Call,201,+442071234567,default,2026/2/10 22:41,2026/2/10 22:41,2026/2/10 22:41,11,9,NORMAL_CLEARING,c1f1,,201,PCMU,PCMU",
            "c1f1 | user_out | 2026-02-10T22:41:00Z | 9 | 201 | +442071234567 |  |  | 2026-02-10T22:41:09Z | "
        ),
        (
            "day or month first: who could tell",
            "Outbound Call,201,+442071234567,default,2/10/2026 22:41,2/10/2026 22:41,2/10/2026 22:41,11,9,NORMAL_CLEARING,c1f1,,201,PCMU,PCMU",
            "! startTime"
        ),
        (
            "not answered, though seconds are told",
            ",0,201,default,2026-10-01 08:00:00,,2026-10-01 08:00:02,2,2,NO_USER_RESPONSE,c1f2,,,,",
            "c1f2 | dr_extension | 2026-10-01T08:00:00Z | 0 | 0 | 201 |  |  | 2026-10-01T08:00:00Z | "
        ),
        (
            "from outside, by context",
            "Bob,442071234567,390212345678,public,2026-10-01 08:00:00,2026-10-01 08:00:01,2026-10-01 08:00:09,9,8,NORMAL_CLEARING,c1f3,,,PCMU,PCMU",
            "c1f3 | user_in | 2026-10-01T08:00:01Z | 8 | 442071234567 | 390212345678 |  |  | 2026-10-01T08:00:09Z | "
        ),
        (
            "a blank before a quote, and more columns: the template snom",
            #""Ann","201","+442071234567","default","2026-10-01 08:00:00","2026-10-01 08:00:05","2026-10-01 08:01:06","66","61","NORMAL_CLEARING","c1f4","", "acme","PCMA","PCMA","snom/8","","","","""#,
            "c1f4 | user_out | 2026-10-01T08:00:05Z | 61 | 201 | +442071234567 |  | acme | 2026-10-01T08:01:06Z | "
        ),
        ("a quote within a name", #""Ann "the" boss","201","202","default","x","x","x","1","1","X","u","","","","""#, "! strayQuote"),
    ]

    @Test(arguments: freeswitchRows)
    func freeswitch(_ what: String, _ row: String, _ call: String) throws {
        #expect(try FormatReading(row + "\n", format("freeswitch")).calls == [call], "\(what)")
    }

    @Test func `FreeSWITCH's template asterisk`() throws {
        let row =
            #""acme","201","+442071234567","default","""Ann"" <201>","sofia/a","sofia/b","bridge","x","2026-10-01 08:00:00","2026-10-01 08:00:05","2026-10-01 08:01:06","66","61","NORMAL_CLEARING","","c1f0","""#
        let call = "c1f0 | user_out | 2026-10-01T08:00:05Z | 61 | 201 | +442071234567 |  | acme | 2026-10-01T08:01:06Z | "
        #expect(try FormatReading(row, format("freeswitch-asterisk")).calls == [call])
    }

    private static let cucmHeader =
        "\"cdrRecordType\",\"globalCallID_callManagerId\",\"globalCallID_callId\",\"origLegCallIdentifier\",\"dateTimeOrigination\",\"callingPartyNumber\","
        + "\"originalCalledPartyNumber\",\"finalCalledPartyNumber\",\"dateTimeConnect\",\"dateTimeDisconnect\",\"pkid\",\"duration\",\"destLegIdentifier\","
        + "\"globalCallId_ClusterID\",\"comment\"\n"

    static let cucmRows: [(what: String, row: String, call: String?)] = [
        (
            "connected", "1,2,900,71,1790841600,+390212345678,+442071234567,+442071234567,1790841605,1790841666,\"p1\",61,72,\"C1\",",
            "C1-2-900-71-72 | user_out | 2026-10-01T08:00:05Z | 61 | +390212345678 | +442071234567 |  |  | 2026-10-01T08:01:06Z | p1"
        ),
        (
            "never connected, whatever duration says", "1,2,901,71,1790841600,201,+442071234567,+442071234567,0,1790841620,p2,20,72,C1,",
            "C1-2-901-71-72 | user_out | 2026-10-01T08:00:00Z | 0 | 201 | +442071234567 |  |  | 2026-10-01T08:00:00Z | p2"
        ),
        (
            "forwarded: priced by where it went in the end", "1,2,902,71,1790841600,+390212345678,201,+442071234567,1790841605,0,p3,5,72,C1,",
            "C1-2-902-71-72 | user_out | 2026-10-01T08:00:05Z | 5 | +390212345678 | +442071234567 |  |  | 2026-10-01T08:00:10Z | p3"
        ),
        (
            "given up while dialling", "1,2,903,71,1790841600,201,0044207,,0,1790841620,p4,0,0,C1,",
            "C1-2-903-71-0 | user_out | 2026-10-01T08:00:00Z | 0 | 201 | 0044207 |  |  | 2026-10-01T08:00:00Z | p4"
        ),
        (
            "the row of types",
            "INTEGER,INTEGER,INTEGER,INTEGER,INTEGER,VARCHAR(50),VARCHAR(50),VARCHAR(50),INTEGER,INTEGER,U,INTEGER,INTEGER,VARCHAR(50),V", nil
        ),
        ("a header again", cucmHeader.replacing("\n", with: ""), nil),
    ]

    @Test(arguments: cucmRows)
    func cucm(_ what: String, _ row: String, _ call: String?) throws {
        let reading = try FormatReading(Self.cucmHeader + row + "\n", format("cucm"))
        #expect(reading.calls == (call.map { [$0] } ?? []), "\(what)")
        #expect(reading.lineCount == 2)
    }

    static let nativeRows: [(what: String, text: String, calls: [String])] = [
        (
            "the export of Teams",
            "UsageId,Call ID,UPN,Caller ID,Call Type,Destination Number,Start Time,End Time,Duration Seconds,Charge\n"
                + "1,c,ann@a.example,+390212345678,user_out,+442071234567,2026-10-01T08:00:05Z,2026-10-01T08:01:06Z,61,0\n",
            ["1 | user_out | 2026-10-01T08:00:05Z | 61 | +390212345678 | +442071234567 | ann@a.example |  | 2026-10-01T08:01:06Z | c"]
        ),
        (
            "the portal's names, with tabs",
            "Usage ID\tTime stamp (UTC)\tUsername\tCalled from\tCall type\tCalled to\tDuration\n"
                + "1\t2026-10-01 08:00:05\tann@a.example\t+390212345678\tuser_out\t+44 20, 7123\t61\n",
            ["1 | user_out | 2026-10-01T08:00:05Z | 61 | +390212345678 | +44 20, 7123 | ann@a.example |  | 2026-10-01T08:01:06Z | "]
        ),
        (
            "the portal's table, which has no usage id: the call id stands for it",
            "Time stamp (UTC),Username,Called from,Call type,Called to,Duration,Call ID\n"
                + "2026-10-01 08:00:05,ann@a.example,+390212345678,user_out,+442071234567,61,c-1\n",
            ["c-1 | user_out | 2026-10-01T08:00:05Z | 61 | +390212345678 | +442071234567 | ann@a.example |  | 2026-10-01T08:01:06Z | c-1"]
        ),
        (
            "the Direct Routing export",
            "CorrelationId,UPN,Start time,Duration (seconds),Caller Number,Callee Number,Call type\n"
                + "x-1,ann@a.example,2026-10-01T08:00:05.123Z,61,+390212345678,+442071234***,dr_out\n",
            ["x-1 | dr_out | 2026-10-01T08:00:05Z | 61 | +390212345678 | +442071234*** | ann@a.example |  | 2026-10-01T08:01:06Z | "]
        ),
    ]

    @Test(arguments: nativeRows)
    func native(_ what: String, _ text: String, _ calls: [String]) throws {
        #expect(try FormatReading(text, format("native")).calls == calls, "\(what)")
    }

    static let headerFaults: [(format: String, header: String, message: String)] = [
        (
            "native", "usage_id,call_type,start_time,duration_seconds,caller\n",
            "the header has no column callee (or “Destination Number”); add it, or give a file that has it"
        ),
        (
            "native", "UsageId,Call Type,Start Time (UTC),start time,Duration,caller,callee\n",
            "the header has two columns for start_time: “Start Time (UTC)” and “start time”; remove or rename one"
        ),
        (
            "cucm", "globalCallID_callId,dateTimeConnect,duration,finalCalledPartyNumber\n",
            "the header has no column “callingPartyNumber” (caller), from which format cucm takes it; give a file that has it, or name another format"
        ),
        (
            "cucm", "globalCallID_callId,dateTimeConnect,duration\n",
            "the header has no columns “callingPartyNumber” (caller), “finalCalledPartyNumber” (callee), from which format cucm takes them; "
                + "give a file that has them, or name another format"
        ),
        (
            "cucm", "globalCallID_callId,dateTimeConnect,duration,Duration,callingPartyNumber,finalCalledPartyNumber\n",
            "the header has two columns for duration_seconds: “duration” and “Duration”; remove or rename one"
        ),
    ]

    @Test(arguments: headerFaults)
    func `a header that cannot be used`(_ name: String, _ header: String, _ message: String) throws {
        let error = #expect(throws: HeaderFault.self) { try FormatReading(header, format(name)) }
        #expect(error?.description == message)
    }
}
