package import Yams

extension YAMLDocument {
    /// What kind of node stands somewhere.
    package enum Kind {
        case text, list, mapping
    }

    /// The kind of a node; an alias is what it stands for.
    package static func kind(_ node: Node) -> Kind {
        switch node {
        case .mapping: .mapping
        case .sequence: .list
        default: .text
        }
    }

    /// Whether a text of no characters stands there, in quotes.
    package static func isEmptyText(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.string.isEmpty
    }

    /// The items of a list; the node itself where it is none.
    package static func items(_ node: Node) -> [Node] {
        if case .sequence(let items) = node { return Array(items) }
        return [node]
    }
}

/// A node of a ``YAMLDocument``, for targets that do not import the library that reads it.
package typealias YAMLNode = Node
