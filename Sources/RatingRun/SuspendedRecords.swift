public import CallModel
public import CallRecords

/// The records that a run suspended, read again from `suspended/` of its output folder.
public enum SuspendedRecords {
    /// Reads the records of an output folder, input by input.
    ///
    /// - Parameters:
    ///   - sources: The inputs that have suspended records, as they were given to the run, in the run's order, with the number of their records.
    ///   - format: How the records are written; `nil`: the native format.
    ///   - body: Is told of each record the input's place among `sources`, its place among the records of that, and what was read.
    /// - Throws: ``RunFault``, also where a file has another number of records than the run suspended, as it has after it was mended by hand.
    public static func read(
        of folder: String, sources: [(name: String, recordCount: Int)], format: RecordFormat?,
        _ body: (_ source: Int, _ record: Int, _ batch: CallBatch, _ call: Call) -> Void
    ) throws(RunFault) {
        var names = OutputNames()
        for (place, source) in sources.enumerated() {
            let path = folder + "/" + ReportWriter.suspendedFolder + "/" + names.take(source.name)
            var record = 0
            try CallFiles.read([path], format: format, rater: nil) { batch in
                for call in batch.calls {
                    if record < source.recordCount { body(place, record, batch, call) }
                    record += 1
                }
            }
            if record != source.recordCount {
                throw .command(
                    "\(path): it has \(record) records, and suspense.csv has \(source.recordCount) of this input; "
                        + "give the file as the run has written it, and with --format its format")
            }
        }
    }
}
