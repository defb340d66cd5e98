import CallModel
import SeededRandom
import Testing

/// Which calls cost (rating-rules.md §2).
struct CallTypeTests {
    static func type(_ name: String) -> CallType? {
        let bytes = Array(name.utf8)
        return CallType(lowercased: bytes.span)
    }

    @Test(arguments: [
        // call type, class, inbound, whether the organization's own number is known
        ("user_out", CallClass.calling, false, true),
        ("user_out_conf", .calling, false, true),
        ("user_out_transfer", .calling, false, false),
        ("user_out_forwarding", .calling, false, false),
        ("user_out_forward", .calling, false, false),
        ("conf_out", .conferencing, false, true),
        ("ucap_out", .voiceApplication, false, true),
        ("user_in", .inbound, true, true),
        ("conf_in", .inbound, true, true),
        ("ucap_in", .inbound, true, true),
        ("unassigned_in", .inbound, true, true),
        // Free: begins with dr_, or ends with emergency_out; inbound if it contains _in, whatever its class.
        ("dr_", .free, false, true),
        ("dr_out", .free, false, true),
        ("dr_anything at all", .free, false, true),
        ("dr_in", .free, true, true),
        ("dr_user_in_transfer", .free, true, true),
        ("dr_out_internal", .free, true, true),
        ("emergency_out", .free, false, true),
        ("user_emergency_out", .free, false, true),
        ("xemergency_out", .free, false, true),
        ("user_in_emergency_out", .free, true, true),
        ("dr_emergency_out", .free, false, true),
    ]) func `a known type, in any case`(_ name: String, _ callClass: CallClass, _ isInbound: Bool, _ hasOwnNumber: Bool) throws {
        var random = Random(seed: 5)
        let mixed = name.map { Bool.random(using: &random) ? $0.uppercased() : $0.lowercased() }.joined()
        for spelling in [name, name.uppercased(), mixed] {
            let type = try #require(CallTypeTests.type(spelling), "\(spelling)")
            #expect(type.callClass == callClass, "\(spelling)")
            #expect(type.isInbound == isInbound, "\(spelling)")
            #expect(type.hasOwnNumber == hasOwnNumber, "\(spelling)")
        }
    }

    @Test(arguments: [
        "", "_in", "in", "user", "user_", "user_o", "user_ou", "user_outs", "user_out ", " user_out", "user_out_", "user_out_conference",
        "user_out_transferring",
        "user_out_forwarded", "user-out", "user out", "userout", "conf", "conf_outs", "conf_out_conf", "ucap", "ucap_out_conf", "user_ins",
        "user_in_conf", "unassigned_out",
        "dr", "dr-out", "xdr_out", "_dr_", "emergency_out_", "emergency_in", "emergencyout", "mergency_out", "uſer_out", "ｕser_out",
    ]) func `an unknown type`(_ name: String) {
        #expect(CallTypeTests.type(name) == nil)
    }

    @Test func `users are needed for calling and conferencing`() {
        #expect(CallClass.calling.needsUser)
        #expect(CallClass.conferencing.needsUser)
        #expect(!CallClass.voiceApplication.needsUser)
        #expect(!CallClass.inbound.needsUser)
        #expect(!CallClass.free.needsUser)
    }
}
