import Torch

/// Everything that a training's outcome depends on, by name; equal keys give equal outcomes.
struct TrainingKey: Codable, Equatable {
  struct Part: Codable, Equatable {
    let name: String
    let text: String
  }

  let learner: String
  var parts: [Part] = []

  init(_ learner: String) { self.learner = learner }

  mutating func add(_ name: String, _ text: String) {
    parts.append(Part(name: name, text: text))
  }

  /// 32 hexadecimal digits.
  var hexadecimal: String {
    var (first, second) = (StateDigest(), StateDigest())
    second.combine("second")
    for part in [Part(name: "learner", text: learner)] + parts {
      for text in [part.name, part.text] {
        first.combine(text)
        second.combine(text)
      }
    }
    return StateDigest.text(first.value) + StateDigest.text(second.value)
  }

  /// Names of the parts that differ in `other`; the reasons before what follows from them.
  func changes(from other: TrainingKey) -> [String] {
    let before = Dictionary(other.parts.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
    let now = Dictionary(parts.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
    return parts.map(\.name).filter { before[$0] != now[$0] }
      + other.parts.map(\.name).filter { now[$0] == nil }
  }
}
