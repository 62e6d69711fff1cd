/// Moves parameters down their gradients.
package protocol Optimizer: AnyObject {
  /// The learning rate.
  var rate: Double { get set }
  /// One step with the gradients collected since they were last cleared.
  ///
  /// Parameters that the loss did not reach have no gradient and stay as they are.
  func step() throws
  /// Forgets the collected gradients.
  func clearGradients() throws
  /// All state, by name, in an order that does not change.
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

  /// Puts back a saved state.
  package func assign(_ values: [String: Tensor]) throws {
    try ParameterStore.assign(values, to: state)
  }
}

extension ParameterStore {
  /// The parameters of all `stores`; with their store's number and a dot in front of their names
  /// if there are several.
  static func parameters(of stores: [ParameterStore]) -> [Entry] {
    guard stores.count > 1 else { return stores.first?.parameters ?? [] }
    return stores.enumerated().flatMap { index, store in
      store.parameters.map { ("\(index).\($0.name)", $0.tensor) }
    }
  }
}
