internal import CTorch

/// Runs `body` without recording operations for gradients.
package func withoutGradients<Result>(_ body: () throws -> Result) throws -> Result {
  let was = try TorchError.status { $0.set_recording(0) }
  defer { try? TorchError.check { $0.set_recording(was) } }
  return try body()
}

/// The gradients of `output`, one number, with respect to `inputs`; nil for an input on which it does
/// not depend.
///
/// With `createGraph` the gradients can be differentiated again, as a gradient penalty requires; with
/// `keepGraph` the output can be.
package func gradients(
  of output: Tensor, withRespectTo inputs: [Tensor], createGraph: Bool = false,
  keepGraph: Bool = false
) throws -> [Tensor?] {
  let options =
    (createGraph ? CT_CREATE_GRAPH.rawValue : 0) | (keepGraph ? CT_KEEP_GRAPH.rawValue : 0)
  var results = [ct_tensor?](repeating: nil, count: inputs.count)
  try output.withHandle { output in
    try Tensor.withHandles(inputs) { inputs in
      try TorchError.check {
        $0.gradients(output, inputs.baseAddress, Int32(inputs.count), Int32(options), &results)
      }
    }
  }
  return results.map { $0.map(Tensor.init(owning:)) }
}

/// The number of multiplications in the matrix products and convolutions of `body` on this thread,
/// forward and backward.
package func multiplications(in body: () throws -> Void) throws -> Int {
  let api = try Backend.api
  guard api.count_multiplications(1) >= 0 else { throw TorchError.newest(api) }
  do {
    try body()
  } catch {
    _ = api.count_multiplications(0)
    throw error
  }
  return Int(api.count_multiplications(0))
}

extension Tensor {
  /// Whether `backward` accumulates gradients here.
  package var requiresGradient: Bool {
    withHandle { handle in (try? Backend.api)?.requires_gradient(handle) ?? 0 } > 0
  }

  /// Asks for gradients, or no longer does.
  package func requireGradient(_ on: Bool = true) throws {
    try withHandle { handle in
      try TorchError.check { $0.require_gradient(handle, on ? 1 : 0) }
    }
  }

  /// The gradient that `backward` has accumulated; nil if there is none.
  package var gradient: Tensor? {
    withHandle { handle in
      (try? Backend.api)?.gradient(handle).map(Tensor.init(owning:))
    }
  }

  /// Discards the accumulated gradient.
  package func clearGradient() throws {
    try withHandle { handle in try TorchError.check { $0.clear_gradient(handle) } }
  }

  /// Adds the gradient of this one number to that of every tensor that requires gradients.
  package func backward(keepGraph: Bool = false) throws {
    try withHandle { handle in
      try TorchError.check { $0.backward(handle, keepGraph ? 1 : 0) }
    }
  }
}
