/// Random numbers that are the same on every machine (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    /// A sequence of its own for each stream of a seed.
    init(seed: UInt64, stream: UInt64) {
        state = SeededRandom.mixed(seed &+ SeededRandom.mixed(stream &+ 0x9E37_79B9_7F4A_7C15))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SeededRandom.mixed(state)
    }

    /// A number from 0 to below `bound`, which is above 0.
    mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// Whether something happens that happens `perMille` times in 1,000.
    mutating func happens(perMille: Int) -> Bool { below(1000) < perMille }

    /// A one-to-one mapping of 64 bits that looks random: different numbers stay different.
    static func mixed(_ number: UInt64) -> UInt64 {
        var z = number
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
