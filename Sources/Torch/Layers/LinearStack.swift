internal import CTorch

/// Linear layers with ReLU between them and none after the last.
///
/// Its results are those of the layers one by one, to the bit, with a single node in the graph and no
/// copies between layers.
package struct LinearStack {
  private let weights: [Tensor]
  private let biases: [Tensor]

  /// A stack of `layers`, at least one, all with biases.
  package init(_ layers: [Linear]) throws {
    (weights, biases) = (layers.map(\.weight), layers.compactMap(\.bias))
    guard !layers.isEmpty, biases.count == layers.count else {
      throw TorchError("a stack needs at least one layer, and every layer a bias")
    }
  }

  /// `[batch, inputs of the first layer]` to `[batch, outputs of the last layer]`.
  package func callAsFunction(_ inputs: Tensor) throws -> Tensor {
    try Tensor { api in
      inputs.withHandle { inputs in
        Tensor.withHandles(weights) { weights in
          Tensor.withHandles(biases) { biases in
            api.linear_stack(
              inputs, weights.baseAddress, biases.baseAddress, Int32(weights.count))
          }
        }
      }
    }
  }
}
