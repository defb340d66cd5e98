import CrashPoints

/// Keeps a stream as a file for the time of the run: its bytes must be known as a whole before the first of its records is settled.
enum InputSpool {
    /// Copies the streams among the inputs to files in the staging folder, from which they are read then.
    ///
    /// - Returns: The paths of these files, which are no outputs.
    static func spool(_ sources: inout [RunSource], to staging: String, interruption: Interruption) throws(RunFault) -> [String] {
        var paths: [String] = []
        for i in sources.indices where sources[i].isStream {
            CrashPoint.reach(.spoolBefore)
            let file = try StagedFile(".input-\(i)", in: staging, seals: true)
            var reader = try BlockReader(sources[i].path, interruption: interruption)
            while try reader.next({ (bytes) throws(RunFault) in try file.write(bytes) }) {}
            let output = try file.finish(syncs: false)
            sources[i].path = file.path
            sources[i].byteCount = output.byteCount
            sources[i].sha256 = output.sha256
            sources[i].isStream = false
            paths.append(file.path)
            CrashPoint.reach(.spoolAfter)
        }
        return paths
    }
}
