/// A key as its bytes: strings that differ in normalization alone are equal, keys are not (file-formats.md, top).
public struct ByteKey: Hashable, Sendable {
    private let bytes: [UInt8]

    /// The bytes of a key.
    public init(_ key: String) { bytes = Array(key.utf8) }
}
