/// Moves parameters along their negative gradients.
package protocol Optimizer: AnyObject {
  /// The learning rate.
  var rate: Double { get set }
  /// One step with the gradients accumulated since they were last cleared.
  ///
  /// Parameters on which the loss does not depend have no gradient and stay unchanged.
  func step() throws
  /// Discards the accumulated gradients.
  func clearGradients() throws
  /// The whole state by name, in a fixed order.
  var state: [ParameterStore.Entry] { get }
}

extension Optimizer {
  /// One step down the gradient of `loss`.
  package func step(down loss: Tensor) throws {
    try clearGradients()
    try loss.backward()
    try step()
  }

  /// A digest of the state.
  package func digest() throws -> UInt64 { try ParameterStore.digest(state) }

  /// Restores a saved state.
  package func assign(_ values: [String: Tensor]) throws {
    try ParameterStore.assign(values, to: state)
  }
}

extension ParameterStore {
  /// The parameters of all `stores`; with their store's number and a dot before their names
  /// if there are several.
  static func parameters(of stores: [ParameterStore]) -> [Entry] {
    guard stores.count > 1 else { return stores.first?.parameters ?? [] }
    return stores.enumerated().flatMap { index, store in
      store.parameters.map { ("\(index).\($0.name)", $0.tensor) }
    }
  }
}
