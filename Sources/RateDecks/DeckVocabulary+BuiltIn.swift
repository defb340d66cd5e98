public import Catalogue

extension DeckVocabulary {
    /// The built-in vocabularies: files of the target's resources, in byte order of their names.
    private static let contents: [(name: String, content: [UInt8])] = [
        ("a2billing", PackageResources.a2billing_yaml), ("astpp", PackageResources.astpp_yaml), ("didww", PackageResources.didww_yaml),
        ("kazoo", PackageResources.kazoo_yaml), ("native", PackageResources.native_yaml), ("tcxc", PackageResources.tcxc_yaml),
    ]

    /// Their names.
    public static var builtInNames: [String] { contents.map(\.name) }

    /// The text of a built-in vocabulary, to be copied and changed; `nil` if there is none of that name, which is matched without regard to case.
    public static func builtInText(_ name: String) -> [UInt8]? { contents.first { $0.name == name.asciiLowercased }?.content }

    /// A built-in vocabulary; `nil` if there is none of that name.
    public static func builtIn(_ name: String) throws(CatalogueFaults) -> DeckVocabulary? {
        guard let content = builtInText(name) else { return nil }
        return try read(name: name.asciiLowercased, content: content)
    }
}
