internal import CTorch

/// Runs `body` without recording operations for gradients.
package func withoutGradients<Result>(_ body: () throws -> Result) throws -> Result {
  let api = try Backend.api
  let was = api.set_recording(0)
  defer { _ = api.set_recording(was) }
  return try body()
}

/// The gradients of `output`, one number, with respect to `inputs`; nil where it does not depend.
///
/// With `createGraph` the gradients can be differentiated again, as a gradient penalty needs; with
/// `keepGraph` the output can be.
package func gradients(
  of output: Tensor, withRespectTo inputs: [Tensor], createGraph: Bool = false,
  keepGraph: Bool = false
) throws -> [Tensor?] {
  let api = try Backend.api
  let handles = inputs.map { Optional($0.handle) }
  var results = [ct_tensor?](repeating: nil, count: inputs.count)
  let options =
    (createGraph ? CT_CREATE_GRAPH.rawValue : 0) | (keepGraph ? CT_KEEP_GRAPH.rawValue : 0)
  let status = withExtendedLifetime(inputs) {
    api.gradients(output.handle, handles, Int32(handles.count), Int32(options), &results)
  }
  guard status >= 0 else { throw TorchError.newest(api) }
  return results.map { $0.map(Tensor.init(handle:)) }
}

extension Tensor {
  /// Whether gradients are collected here when a loss that depends on it goes backward.
  package var requiresGradient: Bool {
    ((try? Backend.api)?.requires_gradient(handle) ?? 0) != 0
  }

  /// Asks for gradients, or no longer.
  package func requireGradient(_ on: Bool = true) throws {
    let api = try Backend.api
    guard api.require_gradient(handle, on ? 1 : 0) >= 0 else { throw TorchError.newest(api) }
  }

  /// What `backward` has collected; nil if nothing.
  package var gradient: Tensor? {
    (try? Backend.api)?.gradient(handle).map(Tensor.init(handle:))
  }

  /// Forgets what `backward` has collected.
  package func clearGradient() throws { try Backend.api.clear_gradient(handle) }

  /// Adds the gradient of this one number to every tensor that asks for it.
  package func backward(keepGraph: Bool = false) throws {
    let api = try Backend.api
    guard api.backward(handle, keepGraph ? 1 : 0) >= 0 else { throw TorchError.newest(api) }
  }
}
