public import CallModel
public import Catalogue
import FoundationEssentials
import GzipStream
import Ledger

/// Settles a call again on a copy of the ledger, with what stood before and after it: a settled call, by doing its run again, or one that is thought up.
///
/// The ledger is only read, nobody is asked for a payment, and nothing of it lasts. It takes as long as the run.
public struct CallReplay: Sendable {
    /// The number of the run that was done again; for a call that is thought up, of the last one that stands, if there is one.
    public var run: Int?
    /// Whether the call is thought up.
    public var isThoughtUp: Bool
    /// The run's catalogue.
    public var catalogue: Catalogue
    /// The catalogue's folder, as it was given.
    public var folder: String
    /// The record that counts: the settled one, or else the first.
    public var call: WitnessedCall
    /// Other records of the same organization, usage id and start, in input order.
    public var others: [WitnessedCall]
    /// How many more records of that usage id there are, which were not kept.
    public var furtherCount = 0

    /// Which settled call is asked for.
    public struct Query: Sendable {
        /// Its usage id.
        public var usageId: String
        /// Its organization's key, where several have a call of that usage id.
        public var organization: String?
        /// Its start, where several calls of that usage id differ in it.
        public var start: Instant?
        /// Its run; `nil` is the last one that stands.
        public var run: Int?

        /// A question for the only call of that usage id in the last run.
        public init(usageId: String) { self.usageId = usageId }
    }

    /// A call that nobody has made.
    public struct ThoughtUpCall: Sendable {
        /// The call type.
        public var callType = "user_out"
        /// When it begins, in the years 1970 to 2999.
        public var start: Instant
        /// Connected seconds: 0 … 31,536,000.
        public var durationSeconds: Int
        /// The caller; may be empty.
        public var caller = ""
        /// The callee.
        public var callee: String
        /// The user; may be empty.
        public var user = ""
        /// The organization's key; may be empty.
        public var organization = ""

        /// An outbound call without a user.
        public init(start: Instant, durationSeconds: Int, callee: String) {
            self.start = start
            self.durationSeconds = durationSeconds
            self.callee = callee
        }

        /// A file of the native format that holds this record alone.
        func file(usageId: String) -> String {
            func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
            let fields = [usageId, callType, start.description, String(durationSeconds), caller, callee, user, organization]
            return "usage_id,call_type,start_time,duration_seconds,caller,callee,user,organization\n"
                + fields.map(quoted).joined(separator: ",") + "\n"
        }
    }
}

extension CallReplay {
    /// Does the run of a settled call again.
    ///
    /// The run, and those after it, are taken back in a copy of the ledger. What the run's payment program approved is known from the ledger; what is
    /// not was declined.
    ///
    /// - Parameter options: The ledger; the catalogue with which the run was rated; the inputs, or none to read them from where the run read them;
    ///   their format; workers, version and progress. The rest is of no account.
    /// - Throws: ``RunFault``: also where catalogue or inputs are not those of the run, byte by byte, the run cannot be taken back, comes to something
    ///   else than it did, or has no such call, or several.
    public static func settled(
        _ query: Query, _ options: RunOptions, interruption: Interruption = Interruption()
    ) async throws(RunFault) -> CallReplay {
        let (catalogue, catalogueSHA256) = try LoadedCatalogue.load(options.catalogue)
        var organization: Int?
        if let key = query.organization { organization = try place(of: key, catalogue, options.catalogue) }
        let folder = try TemporaryFolder()
        let copy = folder.path + "/ledger.sqlite"
        try TrialLedger.copy(options.ledger, to: copy)
        let (run, totals) = try takeBack(query.run, in: copy, of: options.ledger)
        if run.catalogueSHA256 != catalogueSHA256 {
            throw .command(
                "\(options.catalogue): this is not the catalogue with which run \(run.number) was rated, or it has changed since; "
                    + "name the catalogue as it was, for example from a backup")
        }
        var tried = options.trial(ledger: copy, output: folder.path + "/output")
        // Attempts that were approved are known by the ledger since the runs were taken back.
        tried.assumedAnswer = .declined
        let sources = try inputs(of: run, &tried, interruption)
        let witness = CallWitness(
            usageId: query.usageId, organization: organization, start: query.start, catalogue: catalogue, sources: sources.map(\.name))
        tried.witness = witness
        let again = try await RatingRun(tried, interruption: interruption).start()
        if try !isSame(again.record, run, totals, copy) {
            throw .command(
                "run \(run.number) came to something else when it was done again, so that nothing can be said of its calls; "
                    + "give the --format and --time-zone with which it was rated, or ask Scatto \(run.version), which rated it")
        }
        let seen = witness.all
        let (call, others) = try choose(query, of: seen, catalogue, run: run.number)
        return CallReplay(
            run: run.number, isThoughtUp: false, catalogue: catalogue, folder: options.catalogue, call: call, others: others,
            furtherCount: seen.count - seen.calls.count)
    }

    /// Settles a call that is thought up, as a run of its own after all that stand. Payments by command are taken as approved.
    ///
    /// - Parameter options: The ledger, the catalogue and the version. The rest is of no account.
    /// - Throws: ``RunFault``
    public static func thoughtUp(
        _ thought: ThoughtUpCall, _ options: RunOptions, interruption: Interruption = Interruption()
    ) async throws(RunFault) -> CallReplay {
        let (catalogue, _) = try LoadedCatalogue.load(options.catalogue)
        let folder = try TemporaryFolder()
        let copy = folder.path + "/ledger.sqlite"
        try TrialLedger.copy(options.ledger, to: copy)
        let last = try reading { () throws(LedgerFault) in
            let ledger = try LedgerFile.openForReading(copy)
            defer { try? ledger.close() }
            return try ledger.lastStandingRun()
        }
        // A usage id that no other call has.
        let usageId = "scatto-explain-" + UUID().uuidString
        let file = try StagedFile("call.csv", in: folder.path, seals: false, access: .owner)
        try file.write(Array(thought.file(usageId: usageId).utf8))
        _ = try file.finish(syncs: false)
        var tried = options.trial(ledger: copy, output: folder.path + "/output")
        tried.inputs = [folder.path + "/call.csv"]
        tried.format = nil
        tried.workers = 1
        let witness = CallWitness(usageId: usageId, catalogue: catalogue, sources: tried.inputs)
        tried.witness = witness
        _ = try await RatingRun(tried, interruption: interruption).start()
        guard let call = witness.all.calls.first else {
            throw .command("a call of that time and duration cannot be recorded; give a time in the years 1970 to 2999, and shorter texts")
        }
        return CallReplay(run: last?.number, isThoughtUp: true, catalogue: catalogue, folder: options.catalogue, call: call, others: [])
    }

    /// The place of an organization in the catalogue; keys are compared byte by byte.
    private static func place(of organization: String, _ catalogue: Catalogue, _ folder: String) throws(RunFault) -> Int {
        if let place = catalogue.organizations.firstIndex(where: { $0.key.utf8.elementsEqual(organization.utf8) }) { return place }
        throw .command("\(folder): there is no organization “\(organization)”; \(catalogue.fileNames.organizations) has the keys")
    }

    /// Takes a run and all after it back in a copy of the ledger; returns it, and what it had done to money.
    private static func takeBack(
        _ number: Int?, in copy: String, of path: String
    ) throws(RunFault) -> (run: RunRecord, totals: [LedgerFile.RunTotal]) {
        let ledger = try reading { () throws(LedgerFault) in try LedgerFile.openForChange(copy) }
        defer { try? ledger.close() }
        guard let last = try reading({ () throws(LedgerFault) in try ledger.lastStandingRun() }) else {
            throw .command("\(path): there is no run that stands; scatto runs list shows which there are")
        }
        let wanted = number ?? last.number
        switch try reading({ () throws(LedgerFault) in try ledger.undoing(of: wanted) }) {
        case .noRun: throw .command("\(path): there is no run \(wanted); scatto runs list shows which there are")
        case .done:
            throw .command("\(path): run \(wanted) was taken back, and its calls do not count; scatto runs list shows which runs stand")
        case .possible, .notLast, .notKept: break
        }
        while let standing = try reading({ () throws(LedgerFault) in try ledger.lastStandingRun() }), standing.number >= wanted {
            if try reading({ () throws(LedgerFault) in try ledger.undoing(of: standing.number) }) != .possible {
                throw .command(
                    "\(path): run \(standing.number) cannot be done again, because the Scatto that committed it did not keep what it changed")
            }
            let totals = try reading { () throws(LedgerFault) in try ledger.totals(ofRun: standing.number) }
            try reading { () throws(LedgerFault) in try ledger.undo(run: standing.number) }
            if standing.number == wanted { return (standing, totals) }
        }
        throw .command("\(path): there is no run \(wanted); scatto runs list shows which there are")
    }

    /// The inputs of a run as they lie there, which must be those that it read.
    static func inputs(of run: RunRecord, _ tried: inout RunOptions, _ interruption: Interruption) throws(RunFault) -> [RunSource] {
        let areNamed = !tried.inputs.isEmpty
        if !areNamed {
            if run.inputs.contains(where: { $0.path == "-" }) {
                throw .command("run \(run.number) read standard input, which is gone; name its inputs in their order with --input")
            }
            tried.inputs = run.inputs.map(\.path)
        }
        var sources: [RunSource]
        do {
            sources = try InputList.expand(tried.inputs)
        } catch {
            guard !areNamed, case .input(.cannotOpen(path: let path, reason: let reason)) = error else { throw error }
            throw .command(
                "\(path): run \(run.number) read it, and it cannot be opened: \(reason); put it back, "
                    + "or name the run's inputs in their order with --input")
        }
        if let stream = sources.first(where: { $0.isStream }) {
            throw .command("\(stream.name): it can be read only once; name files or folders with --input")
        }
        guard try InputComparison.isSame(&sources, run.inputs, interruption: interruption) else {
            throw .command(
                "the inputs are not those of run \(run.number), byte by byte; name the same files in the same order with --input")
        }
        return sources
    }

    /// Whether a run that was done again came to what it was.
    private static func isSame(
        _ again: RunRecord, _ run: RunRecord, _ totals: [LedgerFile.RunTotal], _ copy: String
    ) throws(RunFault) -> Bool {
        if again.catalogueSHA256 != run.catalogueSHA256 || again.settled != run.settled { return false }
        if again.suspended != run.suspended || again.duplicates != run.duplicates { return false }
        return try reading { () throws(LedgerFault) in
            let ledger = try LedgerFile.openForReading(copy)
            defer { try? ledger.close() }
            return try ledger.totals(ofRun: again.number) == totals
        }
    }

    /// The records that are asked for, if they are all of one organization and start.
    private static func choose(
        _ query: Query, of seen: CallWitness.Seen, _ catalogue: Catalogue, run: Int
    ) throws(RunFault) -> (call: WitnessedCall, others: [WitnessedCall]) {
        var asked = seen.calls
        if asked.isEmpty {
            let organization = query.organization.map { " of organization \($0)" } ?? ""
            let start = query.start.map { " at \($0)" } ?? ""
            throw .command(
                "run \(run) has no record\(organization) with the usage id “\(query.usageId)”\(start); a malformed record has none that can be read, "
                    + "and another run may have it: give its number with --run")
        }
        var groups: [(organization: Int32, start: Instant)] = []
        for call in asked where !groups.contains(where: { $0 == (call.rated.organization, call.call.start) }) {
            groups.append((call.rated.organization, call.call.start))
        }
        if groups.count > 1 {
            let names = groups.map { group in
                (group.organization < 0 ? "(no organization)" : catalogue.organizations[Int(group.organization)].key) + " \(group.start)"
            }
            let more = seen.count > seen.calls.count ? ", and more" : ""
            throw .command(
                "run \(run) has several calls with the usage id “\(query.usageId)”; choose one with --organization and --at: "
                    + names.joined(separator: ", ") + more)
        }
        let place = asked.firstIndex { $0.settled.disposition == .settled } ?? 0
        let call = asked.remove(at: place)
        return (call, asked)
    }
}
