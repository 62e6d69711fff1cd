internal import CTorch

/// Linear layers with rectifiers between them and none behind the last.
///
/// The same numbers as the layers one after the other give, with one node in the graph for all of
/// them and no copies between layer and rectifier.
package struct LinearStack {
  private let weights: [Tensor]
  private let biases: [Tensor]

  /// A stack of `layers`, at least one, all with biases.
  package init(_ layers: [Linear]) throws {
    (weights, biases) = (layers.map(\.weight), layers.compactMap(\.bias))
    guard !layers.isEmpty, biases.count == layers.count else {
      throw TorchError("a stack needs a layer, and every layer a bias")
    }
  }

  /// `[batch, inputs of the first layer]` to `[batch, outputs of the last layer]`.
  package func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    let api = try Backend.api
    let (weights, biases) = (
      self.weights.map { Optional($0.handle) }, self.biases.map { Optional($0.handle) }
    )
    let output = withExtendedLifetime(self) {
      api.linear_stack(inputs.handle, weights, biases, Int32(weights.count))
    }
    guard let output else { throw TorchError.newest(api) }
    return Tensor(handle: output)
  }
}
