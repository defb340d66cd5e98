internal import Dispatch

/// Memory for a run's tables, which the system is asked for while something else is done that leaves a core idle, such as reading the catalogue.
///
/// Where a virtual machine has to ask its host for memory, it takes longer to get than all that is done with it for a while. It changes no result.
public final class TallyRoom: @unchecked Sendable {
    // Whoever makes the tables is done before the group is, and only then are they taken.
    private let making = DispatchGroup()
    private var tables: Tables?
    private let inputByteCount: Int64

    /// Empty tables.
    struct Tables: ~Copyable {
        var byUser: TallyTable<UsageCell>
        var byDestination: TallyTable<UsageCell>
    }

    /// Room for the usage of so much input, compressed or not; ``begin(userCount:)`` makes it.
    public init(inputByteCount: Int64) { self.inputByteCount = inputByteCount }

    /// Begins to make room, on a thread of its own; once.
    ///
    /// - Parameter userCount: About how many users there are.
    public func begin(userCount: Int) {
        // Compressed records have some 60 bytes. A user's calls of a night are of a dozen kinds, but eight calls or more are of one.
        let cellCount = Int(min(inputByteCount / 64 / 8, Int64(userCount) * 12))
        // A queue of its own has a thread even while workers have all those that there are for cores.
        DispatchQueue(label: "room for usage").async(group: making) {
            // Many users call the same destinations.
            self.tables = Tables(byUser: TallyTable(minimumCapacity: cellCount), byDestination: TallyTable(minimumCapacity: cellCount / 3))
        }
    }

    /// The tables, which are taken once; waits until they are there.
    func take() -> Tables {
        making.wait()
        guard let tables = tables.take() else { preconditionFailure("there is no room, or it was taken before") }
        return tables
    }
}
