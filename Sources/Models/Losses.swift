import Torch

/// The named parts of one step's loss.
///
/// Where networks learn from each other they stand side by side, and no network minimises their sum.
public struct Losses {
  public var parts: [(name: String, value: Double)]

  public init(_ parts: KeyValuePairs<String, Double> = [:]) {
    self.parts = parts.map { ($0.key, $0.value) }
  }

  /// Reads all parts, one number each, at once.
  public init(reading parts: [(String, Tensor)]) throws {
    let values = try Tensor.stack(parts.map { try $0.1.detach() }, dim: 0).doubles()
    self.parts = zip(parts, values).map { ($0.0.0, $0.1) }
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
