/// The known name that was probably meant by an unknown one.
package enum NearestName {
    /// The nearest of some names; `nil` if none is within a third of the name's length, or one change.
    package static func among(_ names: [String], to name: String) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        if wanted.count > 64 { return nil }
        var nearest: (name: String, distance: Int)?
        for candidate in names {
            let distance = distance(Array(candidate.lowercased().unicodeScalars), wanted)
            if distance <= max(1, wanted.count / 3), distance < wanted.count, distance < nearest?.distance ?? .max { nearest = (candidate, distance) }
        }
        return nearest?.name
    }

    /// How many insertions, deletions and replacements lead from one to the other (Levenshtein).
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var row = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(min(row[j], above) + 1, diagonal + (left == right ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }
}
