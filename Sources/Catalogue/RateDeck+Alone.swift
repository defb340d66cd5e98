package import CallModel

/// A rate deck that was read without its catalogue.
package struct DeckAlone: Sendable {
    /// Its rows, in the order of the file. ``Rate/band`` is an index into ``bands``.
    package var deck: RateDeck
    /// The keys of the bands that its rows name; when they hold is not known.
    package var bands: [String]
    /// What cannot be read, in order of line and column.
    package var faults: [CatalogueFault]
}

extension RateDeck {
    /// Reads a deck without its catalogue (file-formats.md, Rate decks): any band is taken, and rows that repeat are kept.
    ///
    /// - Parameters:
    ///   - file: By which faults name it.
    ///   - bytes: Its content.
    ///   - timeZone: That of local times.
    ///   - bands: Keys of bands that are known, in their order; others that rows name come behind them.
    /// - Complexity: O(bytes); a million rows take about half a second.
    package static func alone(file: String, bytes: consuming [UInt8], timeZone: CalendarZone = .utc, bands: [String] = []) -> DeckAlone {
        var keys = KeyIndex()
        for band in bands { _ = keys.intern(band) }
        var reading = RateDeckReading(timeZone: timeZone, bands: keys, takesAnyBand: true, keepsRepeats: true)
        let (deck, faults) = reading.read(file: file, bytes: bytes)
        return DeckAlone(deck: deck, bands: (0..<reading.bands.count).map { reading.bands[$0] }, faults: faults)
    }
}

extension NumberingPlanEntry {
    /// The built-in numbering plan.
    package static var builtIn: [NumberingPlanEntry] { read(file: builtInFile, bytes: PackageResources.numbering_plan_csv).entries }
}
