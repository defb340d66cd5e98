public import Catalogue

/// Loads the catalogue of a run, with the digest of what was read.
public enum LoadedCatalogue {
    /// The catalogue in a folder, and the SHA-256 of its files: of name, size and content of each.
    ///
    /// - Parameter expectingUsers: Called before tables are read, with about how many users there are.
    public static func load(
        _ folder: String, expectingUsers: (_ count: Int) -> Void = { _ in }
    ) throws(RunFault) -> (catalogue: Catalogue, sha256: String) {
        var digest = InputDigest()
        do throws(CatalogueFaults) {
            let catalogue = try Catalogue.load(folder: folder, expectingUsers: expectingUsers) { name, content in
                digest.update(Array("\(name)\u{0}\(content.count)\u{0}".utf8))
                digest.update(unsafe content.bytes)
            }
            return (catalogue, digest.hexadecimal)
        } catch {
            throw .catalogue(folder: folder, error)
        }
    }
}
