import CallModel
import CallRecords
import UsageReport
import UsageTally

/// inflate → parse → rate → settle → report → write and tally, on all cores, in bounded memory.
///
/// As many workers as there are cores ask the ``Schedule`` for the next piece of work, do it, and ask again.
struct Pipeline {
    private let schedule: Schedule
    private let sources: [RunSource]
    private let workers: Int
    private let desk: SettlementDesk
    private let writer: ReportWriter
    private let formatter: ReportFormatter
    private let tally: UsageTally

    init(
        _ sources: [RunSource], _ format: RecordFormat?, workers: Int, chunkByteCount: Int, slots: [RunSlot], desk: SettlementDesk,
        writer: ReportWriter, formatter: ReportFormatter, tally: UsageTally, interruption: Interruption,
        progress: @escaping @Sendable (_ bytesRead: Int64, _ records: Int64) -> Void
    ) {
        self.sources = sources
        self.workers = workers
        self.tally = tally
        self.desk = desk
        self.writer = writer
        self.formatter = formatter
        schedule = Schedule(
            sources, format, workers: workers, chunkByteCount: chunkByteCount, slots: slots, interruption: interruption, progress: progress)
    }

    /// How many slots a run needs: for each worker one at work and one that waits, three more, and some for the inputs behind the first.
    ///
    /// No more than that: what the slots hold goes round in the cache of the processor as long as it is small.
    static func slotCount(workers: Int, inputs: Int) -> Int { 2 * workers + 3 + (inputs > 1 && workers > 1 ? 4 * min(workers, inputs) : 0) }

    /// Takes all inputs through all stages; returns what each input was.
    func run() async throws(RunFault) -> [Int: InputSeal] {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<workers {
                    group.addTask {
                        do {
                            var done: Schedule.Work?
                            while let work = try await schedule.next(after: done) {
                                try await perform(work)
                                done = work
                            }
                        } catch {
                            await schedule.stop()
                            throw error
                        }
                    }
                }
                try await group.waitForAll()
            }
        } catch let fault as RunFault {
            throw fault
        } catch {
            throw .output(path: "", reason: "\(error)")
        }
        return await schedule.seals
    }

    private func perform(_ work: Schedule.Work) async throws(RunFault) {
        switch work {
        case .read(let slot, let lane): try lane.reader.read(into: slot)
        case .rate(let slot): slot.rate()
        case .settle(let slot, let lane): try await desk.settle(slot, headerLineCount: lane.reader.headerLineCount)
        case .format(let slot): slot.format(formatter)
        case .write(let slot, let lane):
            // One worker at a time writes; so it alone counts. Writing copies more than the cache has room for: so it comes after.
            tally.add(slot.batch)
            try writer.write(slot, source: sources[lane.input].name, header: lane.reader.headerBytes)
        }
    }
}
