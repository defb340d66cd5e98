import Foundation
import Synchronization

/// Folders that are gone once a benchmark is done.
public enum TemporaryFolders {
    private static let made = Mutex<[String]>([])

    /// Makes an empty folder.
    public static func make() throws -> String {
        let path = NSTemporaryDirectory() + "scatto-benchmarks-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        made.withLock { $0.append(path) }
        return path
    }

    /// Removes all folders that were made here.
    public static func removeAll() throws {
        let paths = made.withLock { paths in
            defer { paths = [] }
            return paths
        }
        for path in paths { try FileManager.default.removeItem(atPath: path) }
    }
}
