internal import CallModel
internal import Dispatch
internal import Synchronization

extension Catalogue {
    /// Reads a catalogue's folder (file-formats.md, Catalogue).
    ///
    /// Files that do not depend on one another are read at the same time, on the cores that there are.
    ///
    /// - Parameters:
    ///   - folder: The folder that holds `catalogue.yaml`; the names in it are relative to this folder.
    ///   - expectingUsers: Called on the calling thread, as soon as the files are read and before they are gone through, with about how many users there are:
    ///     what is wrong with them is not known yet. Who needs room for each of them can make it meanwhile.
    ///   - observingFile: Called on the calling thread, once for each file that was read, in byte order of names, with its content as it was read.
    /// - Throws: All that is wrong with the catalogue, in order of file and line.
    /// - Complexity: O(size of the files); a million users and a million rates take about a second.
    public static func load(
        folder: String, expectingUsers: (_ count: Int) -> Void = { _ in },
        observingFile: (_ name: String, _ content: Span<UInt8>) -> Void = { _, _ in }
    ) throws(CatalogueFaults) -> Catalogue {
        try load(.folder(folder), expectingUsers, observingFile)
    }

    /// Reads a catalogue from texts in memory, by file name: what tests and examples use. Otherwise the same as ``load(folder:expectingUsers:observingFile:)``.
    public static func load(
        files: [String: String], observingFile: (_ name: String, _ content: Span<UInt8>) -> Void = { _, _ in }
    ) throws(CatalogueFaults) -> Catalogue {
        try load(.contents(files.mapValues { Array($0.utf8) }), { _ in }, observingFile)
    }

    /// Reads a catalogue from bytes in memory, which need not be text: for tests of what is no text.
    static func load(contents: [String: [UInt8]]) throws(CatalogueFaults) -> Catalogue { try load(.contents(contents), { _ in }, { _, _ in }) }

    private static func load(
        _ source: CatalogueSource, _ expectingUsers: (_ count: Int) -> Void, _ observingFile: (_ name: String, _ content: Span<UInt8>) -> Void
    ) throws(CatalogueFaults) -> Catalogue {
        var loading = CatalogueLoading(source)
        loading.readFiles()
        expectingUsers(loading.expectedUserCount)
        loading.showFiles(to: observingFile)
        return try loading.catalogue()
    }
}

/// A catalogue while it is being loaded.
private struct CatalogueLoading {
    private let source: CatalogueSource
    private var outline: CatalogueOutline
    private var yaml: YAMLDocument?
    /// What was read; a file that could not be read is not here.
    private var contents: [String: [UInt8]] = [:]
    /// Faults of catalogue.yaml, those of files that cannot be read among them.
    private var faults: [CatalogueFault] = []

    /// Reads catalogue.yaml.
    init(_ source: CatalogueSource) {
        self.source = source
        outline = CatalogueOutline()
        do {
            let content = try source.content(of: CatalogueOutline.file)
            contents[CatalogueOutline.file] = content
            var document = YAMLDocument(file: CatalogueOutline.file, content: content)
            outline = CatalogueOutline(&document)
            yaml = document
            faults = document.faults
        } catch {
            faults.append(
                CatalogueFault(
                    file: CatalogueOutline.file, line: 1, column: 1, message: "the file cannot be read: \(error.reason)",
                    remedy: "name a folder that has a catalogue.yaml"))
        }
    }

    /// The files that catalogue.yaml names, in the order in which their faults are reported.
    private var references: [CatalogueOutline.FileReference] {
        if yaml?.root == nil { return [] }
        var references = outline.numberingPlan.map { [$0] } ?? []
        for tariff in outline.tariffs { references += [tariff.outbound, tariff.tollFree].compactMap { $0 } }
        return references + [outline.organizations, outline.users, outline.serviceNumbers, outline.fundings]
    }

    /// Reads the other files, at the same time.
    mutating func readFiles() {
        let names = Array(Set(references.map(\.name)).subtracting(contents.keys)).sorted()
        let source = self.source
        let results = Mutex<[Result<[UInt8], CatalogueSource.Unreadable>?]>(Array(repeating: nil, count: names.count))
        DispatchQueue.concurrentPerform(iterations: names.count) { i in
            let result = Result { () throws(CatalogueSource.Unreadable) in try source.content(of: names[i]) }
            results.withLock { $0[i] = result }
        }
        var problems: [String: CatalogueSource.Unreadable] = [:]
        for (name, result) in zip(names, results.withLock { $0 }) {
            switch result {
            case .success(let content): contents[name] = content
            case .failure(let problem): problems[name] = problem
            case nil: break
            }
        }
        for reference in references {
            guard let problem = problems[reference.name], reference.isRequired || !problem.isMissing else { continue }
            let fault = CatalogueFault(
                file: CatalogueOutline.file, line: reference.line, column: reference.column,
                message: "the file \(reference.name.excerpt) cannot be read: \(problem.reason)", remedy: "put it there, or name another one")
            if !faults.contains(fault) { faults.append(fault) }
        }
    }

    /// About as many users as users.csv has lines, reckoned from the first of them: whoever reads the table counts all.
    var expectedUserCount: Int {
        guard let content = contents[outline.users.name], !content.isEmpty else { return 0 }
        let looked = min(content.count, 65_536)
        return content.span.extracting(0..<looked).lineFeedCount * content.count / looked
    }

    /// Shows all that was read.
    func showFiles(to observingFile: (_ name: String, _ content: Span<UInt8>) -> Void) {
        for name in contents.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if let content = contents[name] { observingFile(name, content.span) }
        }
    }

    /// Work that needs no other work's result.
    private enum Task: Sendable {
        case directory(Directory.Files, Directory.Known)
        case deck(String, [UInt8], RateDeckReading)
        case numberingPlan(String, [UInt8])
    }

    /// What a task came to.
    private enum TaskResult: Sendable {
        case directory(Directory)
        case deck(RateDeck)
        case numberingPlan([NumberingPlanEntry])
    }

    /// Reads the tables, and puts the catalogue together if nothing is wrong.
    consuming func catalogue() throws(CatalogueFaults) -> Catalogue {
        var decks: [String: RateDeck] = [:]
        var numberingPlan: [NumberingPlanEntry] = []
        var directory = Directory()
        var tableFaults: [String: [CatalogueFault]] = [:]
        for (result, faults) in CatalogueLoading.results(of: takeTasks()) {
            switch result {
            case .directory(let result): directory = result
            case .deck(let deck): decks[deck.file] = deck
            case .numberingPlan(let entries): numberingPlan = entries
            }
            for fault in faults { tableFaults[fault.file, default: []].append(fault) }
        }
        var all = CatalogueLoading.inOrder(faults)
        for reference in references {
            if let faults = tableFaults.removeValue(forKey: reference.name) { all += CatalogueLoading.inOrder(faults) }
        }
        if !all.isEmpty { throw CatalogueFaults(faults: all) }
        let none = RateDeck(file: "", rates: [], text: [])
        return Catalogue(
            timeZone: outline.timeZone,
            tariffs: outline.tariffs.map { tariff in
                Tariff(
                    key: tariff.key, currency: tariff.currency, rounding: tariff.rounding,
                    outbound: tariff.outbound.flatMap { decks[$0.name] } ?? none, tollFree: tariff.tollFree.flatMap { decks[$0.name] } ?? none,
                    line: tariff.line, column: tariff.column)
            },
            bands: outline.bands, numberingPlan: numberingPlan, domesticGroups: outline.domesticGroups,
            sharedPoolLeaders: outline.sharedPoolLeaders, plans: outline.plans, organizations: directory.organizations, users: directory.users,
            serviceNumbers: directory.serviceNumbers, numbers: directory.numbers, fundings: directory.fundings,
            fileNames: FileNames(
                organizations: outline.organizations.name, users: outline.users.name, serviceNumbers: outline.serviceNumbers.name,
                fundings: outline.fundings.name))
    }

    private typealias FileNames = Catalogue.FileNames

    /// The tasks, which take the contents with them, so that each file's bytes have one owner.
    private mutating func takeTasks() -> [Task] {
        let contents = self.contents
        self.contents = [:]
        var tariffs = KeyIndex()
        for tariff in outline.tariffs { _ = tariffs.intern(tariff.key) }
        var planKeys = KeyIndex()
        for plan in outline.plans { _ = planKeys.intern(plan.key) }
        var bands = KeyIndex()
        for band in outline.bands { _ = bands.intern(band.key) }
        func file(_ reference: CatalogueOutline.FileReference) -> Directory.Files.File? { contents[reference.name].map { (reference.name, $0) } }
        var tasks: [Task] = []
        if yaml?.root != nil {
            tasks.append(
                .directory(
                    Directory.Files(
                        organizations: file(outline.organizations), users: file(outline.users), serviceNumbers: file(outline.serviceNumbers),
                        fundings: file(outline.fundings)),
                    Directory.Known(
                        timeZone: outline.timeZone, tariffs: tariffs, decimals: outline.tariffs.map(\.rounding.decimals), plans: outline.plans,
                        planKeys: planKeys)))
        }
        let reading = RateDeckReading(timeZone: outline.timeZone, bands: bands)
        var decks: Set<String> = []
        for tariff in outline.tariffs {
            for case let (name, content)? in [tariff.outbound, tariff.tollFree].map({ $0.flatMap(file) }) where decks.insert(name).inserted {
                tasks.append(.deck(name, content, reading))
            }
        }
        if let numberingPlan = outline.numberingPlan {
            if let (name, content) = file(numberingPlan) { tasks.append(.numberingPlan(name, content)) }
        } else {
            tasks.append(.numberingPlan(NumberingPlanEntry.builtInFile, PackageResources.numbering_plan_csv))
        }
        return tasks
    }

    /// Does the tasks at the same time.
    private static func results(of tasks: consuming [Task]) -> [(result: TaskResult, faults: [CatalogueFault])] {
        let count = tasks.count
        let open = Mutex<[Task?]>(tasks)
        let done = Mutex<[(result: TaskResult, faults: [CatalogueFault])?]>(Array(repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { i in
            guard let task = open.withLock({ $0[i].take() }) else { return }
            let result = perform(task)
            done.withLock { $0[i] = result }
        }
        return done.withLock { $0 }.compactMap { $0 }
    }

    private static func perform(_ task: consuming Task) -> (result: TaskResult, faults: [CatalogueFault]) {
        switch consume task {
        case .directory(let files, let known):
            let (directory, faults) = Directory.read(files, known)
            return (.directory(directory), faults)
        case .deck(let name, let content, var reading):
            let (deck, faults) = reading.read(file: name, bytes: content)
            return (.deck(deck), faults)
        case .numberingPlan(let name, let content):
            let (entries, faults) = NumberingPlanEntry.read(file: name, bytes: content)
            return (.numberingPlan(entries), faults)
        }
    }

    /// Sorted by line and column; what stands at one place stays in its order.
    private static func inOrder(_ faults: [CatalogueFault]) -> [CatalogueFault] {
        faults.enumerated().sorted { ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset) }
            .map(\.element)
    }
}
