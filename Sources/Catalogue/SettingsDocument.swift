internal import Yams

/// A YAML text of settings, for whoever has a format of its own: ``YAMLDocument`` without its library, so that one target imports that.
package struct SettingsDocument {
    private var document: YAMLDocument

    /// A place in the text: a mapping, a list or a scalar.
    package struct Place {
        let node: Node
        /// The physical line, from 1.
        package var line: Int { node.mark?.line ?? 1 }
        /// The column in characters, from 1.
        package var column: Int { node.mark?.column ?? 1 }
    }

    /// Reads a text; what is wrong with it is in ``faults``.
    package init(file: String, content: [UInt8]) { document = YAMLDocument(file: file, content: content) }

    /// What is wrong, in the order in which it was found.
    package var faults: [CatalogueFault] { document.faults }
    /// The outermost place; `nil` if there is none.
    package var root: Place? { document.root.map { Place(node: $0) } }

    /// Adds a fault at a place.
    package mutating func fault(_ place: Place, _ message: String, _ remedy: String) { document.fault(place.node, message, remedy) }
    /// Adds a fault of the file as a whole.
    package mutating func fault(_ message: String, _ remedy: String) { document.fault(message, remedy) }

    /// The values of a mapping whose keys are known; those that are not are faults. Values that are left out do not appear.
    package mutating func fields(_ place: Place?, _ what: String, _ known: [String]) -> [String: Place] {
        document.fields(place?.node, what, known).mapValues { Place(node: $0) }
    }

    /// A scalar as text; `nil` if there is none, or it is no text.
    package mutating func text(_ place: Place?, _ what: String) -> String? { document.text(place?.node, what) }

    /// The scalars of a list as texts; a single scalar is a list of one.
    package mutating func texts(_ place: Place?, _ what: String, _ remedy: String) -> [String] {
        guard let place else { return [] }
        if case .scalar(let scalar) = place.node {
            // A quoted empty text is an item: it stands for an empty cell.
            if scalar.string.isEmpty, scalar.style != .plain { return [""] }
            return document.text(place.node, what).map { [$0] } ?? []
        }
        if case .sequence(let items) = place.node {
            var texts: [String] = []
            for item in items {
                if case .scalar(let scalar) = item, scalar.string.isEmpty, scalar.style != .plain {
                    texts.append("")
                } else if let text = document.text(item, "an item of \(what)") {
                    texts.append(text)
                }
            }
            return texts
        }
        document.fault(place.node, "\(what) is no list", remedy)
        return []
    }

    /// The items of a list.
    package mutating func items(_ place: Place?, _ what: String, _ remedy: String) -> [Place] {
        guard let place, !YAMLDocument.isNothing(place.node) else { return [] }
        guard case .sequence(let items) = place.node else {
            document.fault(place.node, "\(what) is no list", remedy)
            return []
        }
        return items.map { Place(node: $0) }
    }

    /// One of a few words.
    package mutating func word<Value>(_ place: Place?, _ what: String, _ words: [(word: String, value: Value)]) -> Value? {
        document.word(place?.node, what, words)
    }

    /// A whole number within bounds.
    package mutating func number(_ place: Place?, _ what: String, _ bounds: ClosedRange<Int>) -> Int? {
        document.number(place?.node, what, bounds)
    }
}
