/// The header that the target puts before records: all fields, and a column that is none.
enum FuzzHeader {
    static let bytes = Array(
        "usage_id,call_type,start_time,duration_seconds,caller,callee,user,organization,end_time,call_id,conference_id,number_type,other\n".utf8)
}
