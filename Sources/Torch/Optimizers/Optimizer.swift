/// Moves the parameters of one store down their gradients.
public protocol Optimizer: AnyObject {
  /// The learning rate.
  var rate: Double { get set }
  /// One step with the gradients collected since they were last cleared.
  func step() throws
  /// Forgets the collected gradients.
  func clearGradients() throws
  /// All state, by name, in an order that does not change.
  var state: [ParameterStore.Entry] { get }
}

extension Optimizer {
  /// A digest of the state.
  public func digest() throws -> UInt64 { try ParameterStore.digest(state) }

  /// Puts back a saved state.
  public func assign(_ values: [String: Tensor]) throws {
    try ParameterStore.assign(values, to: state)
  }
}
