public import CallModel
internal import GzipStream
public import Rating

/// Reads the records of files without a run: for what is asked of calls and settles none.
public enum CallFiles {
    /// Reads files and folders in their order, chunk by chunk.
    ///
    /// - Parameters:
    ///   - rater: Rates the calls, if they are to be rated.
    ///   - body: Is shown each chunk's calls; with a rater, their results stand beside them.
    public static func read(_ arguments: [String], rater: Rater?, _ body: (CallBatch) -> Void) throws(RunFault) {
        if arguments.contains("-") { throw .command("- cannot be read here; name files or folders") }
        for (index, source) in try InputList.expand(arguments).enumerated() {
            let slot = RunSlot(rater)
            let reader = try InputReader(index, source)
            repeat {
                try reader.read(into: slot)
                slot.rate()
                body(slot.batch)
            } while !slot.isLast
        }
    }
}
