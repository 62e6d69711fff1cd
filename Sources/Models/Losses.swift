import Torch

/// The named parts of one step's loss.
///
/// Networks that learn from each other each have parts of their own; no network minimises their sum.
package struct Losses {
  package var parts: [(name: String, value: Double)]
  /// Quantities in 0...1 that are recorded but not part of the loss.
  package var gauges: [(name: String, value: Double)] = []

  package init(_ parts: KeyValuePairs<String, Double> = [:]) {
    self.parts = parts.map { ($0.key, $0.value) }
  }

  /// Reads all loss parts and gauges, one scalar each, in one transfer.
  package init(reading parts: [(String, Tensor)], gauges: [(String, Tensor)] = []) throws {
    let values = try Tensor.stack((parts + gauges).map { try $0.1.detach() }, dim: 0).doubles()
    let all = zip(parts + gauges, values).map { (name: $0.0.0, value: $0.1) }
    (self.parts, self.gauges) = (Array(all.prefix(parts.count)), Array(all.dropFirst(parts.count)))
  }

  /// The sum of all parts.
  package var total: Double { parts.reduce(0) { $0 + $1.value } }

  /// The first part that is not finite.
  package var notFinite: (name: String, value: Double)? { parts.first { !$0.value.isFinite } }

  /// These parts and those of `other`, whose names get `prefix` in front.
  package func adding(_ other: Losses, prefix: String = "") -> Losses {
    var sum = self
    sum.parts += other.parts.map { (prefix + $0.name, $0.value) }
    sum.gauges += other.gauges.map { (prefix + $0.name, $0.value) }
    return sum
  }
}
