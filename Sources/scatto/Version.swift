import GzipStream

/// The version of Scatto.
enum Version {
    /// As the ledger and run.json keep it.
    static let number = "0.1.0"
    /// With the library that inflates.
    static let text = "scatto \(number) (inflates with \(ByteSource.inflaterName))"
}
