import Torch

/// The optimizer of the first experience and that of later ones, which is re-created in each.
final class TwoOptimizers: Optimizer {
  private let (first, later): (any Optimizer, any Optimizer)
  /// Whether the first experience is over.
  var isLater = false

  init(first: any Optimizer, later: any Optimizer) { (self.first, self.later) = (first, later) }

  private var own: any Optimizer { isLater ? later : first }

  var rate: Double {
    get { own.rate }
    set { own.rate = newValue }
  }

  func step() throws { try own.step() }

  func clearGradients() throws { try own.clearGradients() }

  /// Forgets what the later one has gathered.
  func restart() throws {
    try withoutGradients { for (_, tensor) in later.state { try tensor.zero() } }
  }

  var state: [ParameterStore.Entry] {
    first.state.map { ("first.\($0.name)", $0.tensor) }
      + later.state.map { ("later.\($0.name)", $0.tensor) }
  }
}
