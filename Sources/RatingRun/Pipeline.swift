import CallModel
import Synchronization
import UsageReport

/// inflate → parse → rate → settle → report, on all cores, in bounded memory.
///
/// Each chunk of input has a slot; there are only so many, so that one slow chunk cannot let the others pile up. Chunks are settled and written in input
/// order; everything else of them is done in any order, by whichever worker is free. What is done first is what others wait for: settling and writing, then
/// reading the input at the front, then what comes after settling before what comes before it.
struct Pipeline {
    /// The stages, as pieces of work on one slot.
    private enum Work {
        case read(RunSlot, Lane)
        case rate(RunSlot)
        case settle(RunSlot, Lane)
        case format(RunSlot)
        case write(RunSlot, Lane)
    }

    /// An input on its way: its reader, and its chunks that wait for their turn.
    private final class Lane: @unchecked Sendable {
        let input: Int
        let reader: InputReader
        var isReading = false
        var isRead = false
        var rated: [Int: RunSlot] = [:]
        var formatted: [Int: RunSlot] = [:]
        var nextToSettle = 0
        var nextToWrite = 0

        init(_ input: Int, _ reader: InputReader) {
            self.input = input
            self.reader = reader
        }
    }

    private let sources: [RunSource]
    private let workers: Int
    private let chunkByteCount: Int
    private let desk: SettlementDesk
    private let writer: ReportWriter
    private let formatter: ReportFormatter
    private let interruption: Interruption
    private let progress: (_ bytesRead: Int64, _ records: Int64) -> Void

    private var free: [RunSlot]
    private let slotCount: Int
    private var lanes: [Int: Lane] = [:]
    /// Inputs that are not opened yet, the next one last.
    private var waiting: [Int]
    /// Inputs in order that are not wholly settled, and not wholly written.
    private var toSettle: [Int]
    private var toWrite: [Int]
    private var toRate: [RunSlot] = []
    private var toFormat: [RunSlot] = []
    private var isSettling = false
    private var isWriting = false
    private var records: Int64 = 0
    private var bytesReadOfClosed: Int64 = 0
    /// What each input was, once it was read to its end.
    private(set) var seals: [Int: (sha256: String, byteCount: Int64)] = [:]

    init(
        _ sources: [RunSource], workers: Int, chunkByteCount: Int, slots: [RunSlot], desk: SettlementDesk, writer: ReportWriter,
        formatter: ReportFormatter, interruption: Interruption, progress: @escaping (_ bytesRead: Int64, _ records: Int64) -> Void
    ) {
        self.sources = sources
        self.workers = workers
        self.chunkByteCount = chunkByteCount
        self.desk = desk
        self.writer = writer
        self.formatter = formatter
        self.interruption = interruption
        self.progress = progress
        free = slots
        slotCount = slots.count
        let inputs = sources.indices.filter { !sources[$0].isSkipped }
        waiting = inputs.reversed()
        toSettle = inputs.reversed()
        toWrite = inputs.reversed()
    }

    /// How many slots a run needs: for each worker two, for what waits in order, and some for the inputs behind the first.
    static func slotCount(workers: Int, inputs: Int) -> Int { 3 * workers + 4 + (inputs > 1 && workers > 1 ? 4 * min(workers, inputs) : 0) }

    /// Takes all inputs through all stages.
    mutating func run() async throws(RunFault) {
        do {
            try await withThrowingTaskGroup(of: Work.self) { group in
                var running = 0
                while true {
                    if let signal = interruption.signal { throw RunFault.interrupted(signal: signal) }
                    while running < workers, let work = try next() {
                        running += 1
                        start(work, in: &group)
                    }
                    guard running > 0, let done = try await group.next() else { break }
                    running -= 1
                    finish(done)
                }
            }
        } catch let fault as RunFault {
            throw fault
        } catch {
            throw .output(path: "", reason: "\(error)")
        }
    }

    private func start(_ work: Work, in group: inout ThrowingTaskGroup<Work, any Error>) {
        let (desk, writer, formatter, sources) = (desk, writer, formatter, sources)
        group.addTask {
            switch work {
            case .read(let slot, let lane): try lane.reader.read(into: slot)
            case .rate(let slot): slot.rate()
            case .settle(let slot, let lane): try await desk.settle(slot, headerLineCount: lane.reader.headerLineCount)
            case .format(let slot): slot.format(formatter)
            case .write(let slot, let lane): try writer.write(slot, source: sources[lane.input].name, header: lane.reader.headerBytes)
            }
            return work
        }
    }

    /// The most useful piece of work that can be begun now.
    private mutating func next() throws(RunFault) -> Work? {
        if !isSettling, let input = toSettle.last, let lane = lanes[input], let slot = lane.rated.removeValue(forKey: lane.nextToSettle) {
            isSettling = true
            return .settle(slot, lane)
        }
        if !isWriting, let input = toWrite.last, let lane = lanes[input], let slot = lane.formatted.removeValue(forKey: lane.nextToWrite) {
            isWriting = true
            return .write(slot, lane)
        }
        if let read = try read(ahead: false) { return read }
        if !toFormat.isEmpty { return .format(toFormat.removeFirst()) }
        if !toRate.isEmpty { return .rate(toRate.removeFirst()) }
        return try read(ahead: true)
    }

    /// Reads on: the first input that is not wholly read, or, `ahead` of it, one of the next while there is room for both.
    private mutating func read(ahead: Bool) throws(RunFault) -> Work? {
        if free.count <= (ahead ? slotCount / 2 : 0) { return nil }
        let open = toSettle.reversed().compactMap { lanes[$0] }.filter { !$0.isRead }
        if ahead ? open.isEmpty : open.first?.isReading ?? false { return nil }
        var lane = ahead ? open.first { !$0.isReading } : open.first
        if lane == nil, open.count < workers, let input = waiting.popLast() {
            lane = Lane(input, try InputReader(input, sources[input], chunkByteCount: chunkByteCount))
            lanes[input] = lane
        }
        guard let lane, let slot = free.popLast() else { return nil }
        lane.isReading = true
        return .read(slot, lane)
    }

    private mutating func finish(_ work: Work) {
        switch work {
        case .read(let slot, let lane):
            lane.isReading = false
            if slot.isLast {
                lane.isRead = true
                seals[lane.input] = (lane.reader.sha256, lane.reader.byteCount)
            }
            toRate.append(slot)
            reportProgress()
        case .rate(let slot):
            lanes[slot.batch.input]?.rated[slot.sequence] = slot
        case .settle(let slot, let lane):
            isSettling = false
            lane.nextToSettle += 1
            records += Int64(slot.batch.calls.count)
            if slot.isLast { toSettle.removeLast() }
            toFormat.append(slot)
        case .format(let slot):
            lanes[slot.batch.input]?.formatted[slot.sequence] = slot
        case .write(let slot, let lane):
            isWriting = false
            lane.nextToWrite += 1
            if slot.isLast {
                toWrite.removeLast()
                bytesReadOfClosed += lane.reader.byteCount
                lanes[lane.input] = nil
            }
            free.append(slot)
        }
    }

    private func reportProgress() {
        progress(bytesReadOfClosed + lanes.values.reduce(0) { $0 + ($1.isReading ? 0 : $1.reader.bytesRead) }, records)
    }
}

/// Whether the run was told to end, by a signal.
public final class Interruption: Sendable {
    private let received = Atomic<Int32>(0)

    /// Not told yet.
    public init() {}

    /// Tells the run to end. Safe in a signal handler.
    public func interrupt(signal: Int32) { received.store(signal, ordering: .relaxed) }

    /// The signal, once there was one.
    var signal: Int32? {
        let signal = received.load(ordering: .relaxed)
        return signal == 0 ? nil : signal
    }
}
