import Torch

/// Random choices from a seed, so that every run of a test sees the same inputs.
public typealias Seeded = KeyedNumbers
