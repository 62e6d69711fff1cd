import Torch

/// Random choices from a seed, so that every run of a test sees the same inputs.
package typealias Seeded = KeyedNumbers
