import CallModel
import CallRecords

/// What is to be done next, and by whom: the order of the stages, and the bounds of what is under way.
///
/// Each chunk of input has a slot; there are only so many, so that one slow chunk cannot let the others pile up. Chunks are settled and written in input
/// order; everything else of them is done in any order, by whichever worker is free. A worker goes on with the slot that it has in its cache as far as the
/// order allows. Else it does first what others wait for: settling and writing, then reading the input at the front, then reading ahead.
actor Schedule {
    /// The stages, as pieces of work on one slot.
    enum Work: Sendable {
        case read(RunSlot, Lane)
        case rate(RunSlot)
        case settle(RunSlot, Lane)
        case format(RunSlot)
        case write(RunSlot, Lane)
    }

    /// An input on its way: its reader, and its chunks that wait for their turn.
    final class Lane: @unchecked Sendable {
        let input: Int
        let reader: InputReader
        var isReading = false
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
    private let format: RecordFormat?
    private let interruption: Interruption
    private let progress: @Sendable (_ bytesRead: Int64, _ records: Int64) -> Void

    /// Workers that have nothing to do, each waiting for a piece of work.
    private var idle: [CheckedContinuation<Work?, Never>] = []
    /// Pieces of work under way.
    private var running = 0
    private var isStopped = false
    private var free: [RunSlot]
    private let slotCount: Int
    private var lanes: [Int: Lane] = [:]
    /// Inputs that were opened and are not wholly read, in order.
    private var open: [Lane] = []
    /// Inputs that are not opened yet, the next one last.
    private var waiting: [Int]
    /// Inputs in order that are not wholly settled, and not wholly written.
    private var toSettle: [Int]
    private var toWrite: [Int]
    /// Chunks that were read and wait to be parsed and rated.
    private var toRate: [RunSlot] = []
    private var isSettling = false
    private var isWriting = false
    private var records: Int64 = 0
    private var bytesReadOfClosed: Int64 = 0
    /// What each input was, once it was read to its end.
    private(set) var seals: [Int: InputSeal] = [:]

    init(
        _ sources: [RunSource], _ format: RecordFormat?, workers: Int, chunkByteCount: Int, slots: [RunSlot], interruption: Interruption,
        progress: @escaping @Sendable (_ bytesRead: Int64, _ records: Int64) -> Void
    ) {
        self.sources = sources
        self.workers = workers
        self.chunkByteCount = chunkByteCount
        self.format = format
        self.interruption = interruption
        self.progress = progress
        free = slots
        slotCount = slots.count
        let inputs = sources.indices.filter { !sources[$0].isSkipped }
        waiting = inputs.reversed()
        toSettle = inputs.reversed()
        toWrite = inputs.reversed()
    }

    /// The next piece of work for a worker, who has done `done`; `nil` when there is nothing left to do.
    func next(after done: Work?) async throws(RunFault) -> Work? {
        var own: Work?
        if let done {
            running -= 1
            own = finish(done)
        }
        if let signal = interruption.signal { throw .interrupted(signal: signal) }
        if isStopped { return nil }
        if own == nil { own = try pick() }
        if own != nil { running += 1 }
        // What else can be begun goes to those who wait.
        while !idle.isEmpty, let work = try pick() {
            running += 1
            idle.removeLast().resume(returning: work)
        }
        if let own { return own }
        if running == 0 {
            stop()
            return nil
        }
        return await withCheckedContinuation { idle.append($0) }
    }

    /// Lets no worker begin anything more.
    func stop() {
        isStopped = true
        for worker in idle { worker.resume(returning: nil) }
        idle.removeAll()
    }

    /// The most useful piece of work that can be begun now.
    private func pick() throws(RunFault) -> Work? {
        if !isSettling, let input = toSettle.last, let lane = lanes[input], let slot = lane.rated.removeValue(forKey: lane.nextToSettle) {
            isSettling = true
            return .settle(slot, lane)
        }
        if let write = nextToWrite() { return write }
        // A call that inflates takes as long as several chunks need from there to the end: meanwhile each of the other workers has to find one, and the next.
        if toRate.count <= workers, let read = try read(ahead: false) { return read }
        if !toRate.isEmpty { return .rate(toRate.removeFirst()) }
        if let read = try read(ahead: false) { return read }
        return try read(ahead: true)
    }

    /// The rows that are next in order, if they are made and nobody writes.
    private func nextToWrite() -> Work? {
        guard !isWriting, let input = toWrite.last, let lane = lanes[input], let slot = lane.formatted.removeValue(forKey: lane.nextToWrite) else {
            return nil
        }
        isWriting = true
        return .write(slot, lane)
    }

    /// Reads on: the first input that is not wholly read, or, `ahead` of it, one of the next while there is room for both.
    private func read(ahead: Bool) throws(RunFault) -> Work? {
        if free.count <= (ahead ? slotCount / 2 : 0) { return nil }
        if ahead ? open.isEmpty : open.first?.isReading ?? false { return nil }
        var lane = ahead ? open.first { !$0.isReading } : open.first
        if lane == nil, open.count < workers, let input = waiting.popLast() {
            lane = Lane(input, try InputReader(input, sources[input], format, chunkByteCount: chunkByteCount))
            lanes[input] = lane
            if let lane { open.append(lane) }
        }
        guard let lane, let slot = free.popLast() else { return nil }
        lane.isReading = true
        return .read(slot, lane)
    }

    /// Notes that a piece of work is done; returns the piece that goes on with the same slot, which is in the cache of the worker that did it.
    private func finish(_ work: Work) -> Work? {
        switch work {
        case .read(let slot, let lane):
            lane.isReading = false
            if slot.isLast {
                open.removeAll { $0 === lane }
                seals[lane.input] = InputSeal(sha256: lane.reader.sha256, byteCount: lane.reader.byteCount)
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
            return .format(slot)
        case .format(let slot):
            lanes[slot.batch.input]?.formatted[slot.sequence] = slot
            return nextToWrite()
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
        return nil
    }

    private func reportProgress() {
        progress(bytesReadOfClosed + lanes.values.reduce(0) { $0 + ($1.isReading ? 0 : $1.reader.bytesRead) }, records)
    }
}

/// What an input was, once it was read to its end.
struct InputSeal: Sendable {
    var sha256: String
    var byteCount: Int64
}
