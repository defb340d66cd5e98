/// Why nothing can be generated: what, and what to do.
public enum GeneratorFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A parameter lies outside its bounds.
    case parameter(name: String, bounds: String)
    /// The catalogue has no users.
    case noUsers
    /// No rate of that tariff's outbound deck applies on the first day to a number that can be called.
    case noRates(tariff: String)
    /// Faulty records of that kind cannot be made with this catalogue.
    case noFaulty(reason: String, cause: String)
    /// A folder could not be made.
    case cannotCreate(path: String, reason: String)

    /// One line: what is wrong and what to do.
    public var description: String {
        switch self {
        case .parameter(let name, let bounds): "\(name) must be \(bounds); choose another value"
        case .noUsers: "the catalogue has no users, and nobody can call; add a row to its users file"
        case .noRates(let tariff):
            "the outbound deck of tariff \(tariff) has no rate for a call on the first day; choose another day or complete the deck"
        case .noFaulty(let reason, let cause): "no \(reason) record can be made: \(cause); leave this reason out"
        case .cannotCreate(let path, let reason): "\(path): cannot be created: \(reason); check the folder and the permissions"
        }
    }
}
