import Torch

/// The named parts of one step's loss; their sum is what was minimised.
public struct Losses {
  public var parts: [(name: String, value: Double)]

  public init(_ parts: KeyValuePairs<String, Double> = [:]) {
    self.parts = parts.map { ($0.key, $0.value) }
  }

  /// The sum of all parts.
  public var total: Double { parts.reduce(0) { $0 + $1.value } }

  /// These parts and those of `other`, whose names get `prefix` in front.
  public func adding(_ other: Losses, prefix: String = "") -> Losses {
    var sum = self
    sum.parts += other.parts.map { (prefix + $0.name, $0.value) }
    return sum
  }
}
