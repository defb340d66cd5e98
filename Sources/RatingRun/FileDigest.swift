/// The SHA-256 of files, for whoever compares them with what a run has kept.
public enum FileDigest {
    /// The SHA-256 of a file's bytes, 64 hexadecimal digits in lower case; read block by block.
    public static func sha256(ofFile path: String) throws(RunFault) -> String {
        try InputDigest.ofFile(path, interruption: Interruption())
    }
}
