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

    /// The items of a list; the node itself where it is none.
    package static func items(_ node: Node) -> [Node] {
        if case .sequence(let items) = node { return Array(items) }
        return [node]
    }
}
