public import CallModel
public import CallRecords
internal import GzipStream
public import Rating

/// Reads the records of files without a run: for what is asked of calls and settles none.
public enum CallFiles {
    /// Reads files and folders in their order, chunk by chunk.
    ///
    /// - Parameters:
    ///   - format: How the records are written; `nil`: the native format.
    ///   - rater: Rates the calls, if they are to be rated.
    ///   - body: Is shown each chunk's calls; with a rater, their results stand beside them.
    public static func read(
        _ arguments: [String], format: RecordFormat? = nil, rater: Rater?, _ body: (CallBatch) -> Void
    ) throws(RunFault) {
        if arguments.contains("-") { throw .command("- cannot be read here; name files or folders") }
        for (index, source) in try InputList.expand(arguments).enumerated() {
            let slot = RunSlot(rater, faultDetails: format?.faultDetails ?? [])
            let reader = try InputReader(index, source, format)
            repeat {
                try reader.read(into: slot)
                slot.rate()
                body(slot.batch)
            } while !slot.isLast
        }
    }
}
