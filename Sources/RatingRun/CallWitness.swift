public import CallModel
import Catalogue
public import Settlement
import Synchronization
import UsageReport

/// A record whose settling was looked at, with what stood before and after it.
public struct WitnessedCall: Sendable {
    /// The input, as it was given.
    public var source: String
    /// The physical line on which the record begins, from 1.
    public var line: Int64
    /// The usage id, less blanks around it.
    public var usageId: String
    /// The call type, less blanks around it.
    public var callType: String
    /// The user field, less blanks around it.
    public var user: String
    /// The organization field, less blanks around it.
    public var organization: String
    /// The caller, as it came.
    public var caller: String
    /// The callee, as it came.
    public var callee: String
    /// The record; its texts are those above, not its ranges.
    public var call: Call
    /// What rating made of it.
    public var rated: RatedCall
    /// What settling made of it.
    public var settled: SettledCall
    /// What is wrong with it and what to do, if it is suspended; its phone numbers are masked.
    public var suspenseDetail: String
    /// Right before it was settled; `nil` if nobody is known to pay it.
    public var before: CallStanding?
    /// Right after.
    public var after: CallStanding?
    /// The notices that it raised, in order.
    public var notices: [Notice]
}

/// Looks on as the records of one usage id are settled.
///
/// A run asks it once for each batch, so that it costs nothing for each call.
final class CallWitness: Sendable {
    /// The most records that are kept.
    static let keptMax = 100

    private let usageId: [UInt8]
    private let organization: Int32?
    private let start: Instant?
    private let catalogue: Catalogue
    private let sources: [String]
    private let seen = Mutex(Seen())

    /// What was seen.
    struct Seen: Sendable {
        /// The first ``keptMax`` records, in input order.
        var calls: [WitnessedCall] = []
        /// How many there were in all.
        var count = 0
    }

    /// - Parameters:
    ///   - usageId: The usage id that is looked for, byte by byte.
    ///   - organization: If it is given, only records that this organization pays count, an index into the catalogue's.
    ///   - start: If it is given, only records with this start count.
    ///   - sources: The names of the run's inputs.
    init(usageId: String, organization: Int? = nil, start: Instant? = nil, catalogue: Catalogue, sources: [String]) {
        self.usageId = Array(usageId.utf8)
        self.organization = organization.map { Int32($0) }
        self.start = start
        self.catalogue = catalogue
        self.sources = sources
    }

    /// The places of the records in a batch, ascending.
    func places(in batch: CallBatch) -> [Int] {
        batch.calls.indices.filter { i in
            let call = batch.calls[i]
            if call.fault != .none || Int(call.usageId.count) != usageId.count { return false }
            if let start, call.start != start { return false }
            if let organization, batch.rated[i].organization != organization { return false }
            return batch.text[call.usageId.range].elementsEqual(usageId)
        }
    }

    /// Takes note of a record that was settled just now.
    func see(_ i: Int, of batch: CallBatch, before: CallStanding?, after: CallStanding?, notices: [Notice]) {
        seen.withLock { seen in
            seen.count += 1
            if seen.calls.count == CallWitness.keptMax { return }
            let call = batch.calls[i]
            func text(_ range: TextRange) -> String { String(decoding: batch.text[range.range], as: UTF8.self) }
            seen.calls.append(
                WitnessedCall(
                    source: sources[batch.input], line: batch.firstLine + Int64(call.lineInChunk) + 1, usageId: text(call.usageId),
                    callType: text(call.callType), user: text(call.user), organization: text(call.organization), caller: text(call.caller),
                    callee: text(call.callee), call: call, rated: batch.rated[i], settled: batch.settled[i],
                    suspenseDetail: batch.settled[i].disposition == .suspended ? SuspenseDetail(catalogue, batch, i).text : "", before: before,
                    after: after, notices: notices))
        }
    }

    /// What was seen so far.
    var all: Seen { seen.withLock { $0 } }
}
