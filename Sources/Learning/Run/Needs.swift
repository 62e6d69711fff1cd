import Models
import Streams

/// What a method is built from and what it can be used for; its options follow from it.
package struct Needs: Sendable, Equatable {
  /// A network that a method may be given.
  package enum Network: String, Sendable { case classifier, generator }

  /// The networks that it builds from the user's `model=` and `generator=`; others it makes itself.
  package let networks: Set<Network>
  /// Whether it keeps real images from experience to experience.
  package let storesImages: Bool
  /// The scenarios that it can learn in.
  package let scenarios: Set<Scenario>

  package init(
    _ networks: Set<Network> = [.classifier], storesImages: Bool = false,
    scenarios: Set<Scenario> = Set(Scenario.allCases)
  ) {
    (self.networks, self.storesImages, self.scenarios) = (networks, storesImages, scenarios)
  }

  /// - Throws: `ModelError` that names `method` and a scenario that it can learn in.
  package func check(_ scenario: Scenario, for method: String) throws(ModelError) {
    guard !scenarios.contains(scenario) else { return }
    let words = Scenario.allCases.filter(scenarios.contains).map { "scenario=\($0.rawValue)" }
    throw ModelError("\(method) needs a stream with \(words.joined(separator: " or "))")
  }
}
