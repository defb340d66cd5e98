public import Catalogue

/// Loads the catalogue of a run, with the digest of what was read.
public enum LoadedCatalogue {
    /// The catalogue in a folder, and the SHA-256 of its files: of name, size and content of each.
    public static func load(_ folder: String) throws(RunFault) -> (catalogue: Catalogue, sha256: String) {
        var digest = InputDigest()
        do throws(CatalogueFaults) {
            let catalogue = try Catalogue.load(folder: folder) { name, content in
                digest.update(Array("\(name)\u{0}\(content.count)\u{0}".utf8))
                digest.update(unsafe content.bytes)
            }
            return (catalogue, digest.hexadecimal)
        } catch {
            throw .catalogue(folder: folder, error)
        }
    }
}
