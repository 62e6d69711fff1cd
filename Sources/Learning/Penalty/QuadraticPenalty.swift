import Torch

/// A penalty on the movement of weights: sum_j a_j (w_j - c_j)^2.
package final class QuadraticPenalty {
  /// One parameter with the curvature a and the centre c of its penalty, all of its shape.
  package typealias Term = (parameter: Tensor, curvature: Tensor, centre: Tensor)

  package let terms: [Term]
  /// Curvatures and centres.
  package let store: ParameterStore

  /// No penalty yet on any of the `parameters`.
  package init(_ parameters: [ParameterStore.Entry], key: RandomKey, device: Device) throws {
    let store = ParameterStore(key: key, device: device)
    terms = try parameters.map { name, tensor in
      (
        tensor, try store.buffer("curvature." + name, tensor.shape, 0),
        try store.buffer("centre." + name, tensor.shape, 0)
      )
    }
    self.store = store
  }

  /// `scale` times the penalty, one number.
  package func loss(_ scale: Double) throws -> Tensor {
    let parts = try terms.map { term in
      try (term.curvature * (term.parameter - term.centre).square()).sum()
    }
    return try Tensor.stack(parts, dim: 0).sum() * scale
  }

  /// Adds a penalty with the curvatures `fresh` around the weights as they are; one quadratic has the
  /// gradient of both.
  package func add(_ fresh: [Tensor]) throws {
    for (term, fresh) in zip(terms, fresh) {
      let weights = try term.parameter.detach()
      let merged = try Self.merged(
        curvature: term.curvature, centre: term.centre, with: fresh, around: weights)
      try term.curvature.copy(from: merged.curvature)
      try term.centre.copy(from: merged.centre)
    }
  }

  /// Multiplies the curvatures by `memory`, adds `fresh`, and moves the centre to the weights as they
  /// are.
  package func renew(_ fresh: [Tensor], memory: Double) throws {
    try withoutGradients {
      for (term, fresh) in zip(terms, fresh) {
        try term.curvature.copy(from: term.curvature * memory + fresh)
        try term.centre.copy(from: term.parameter)
      }
    }
  }

  /// Undoes the curvatures of `renew` or, with a `memory` of 1, of `add`; the centre stays.
  package func remove(_ fresh: [Tensor], memory: Double) throws {
    try withoutGradients {
      for (term, fresh) in zip(terms, fresh) {
        let rest = try (term.curvature - fresh).clamp(0, nil)
        // What is left of equal numbers is rounding.
        let isPast = try (rest .> term.curvature * 1e-6).to(.float32)
        try term.curvature.copy(from: memory > 0 ? rest * isPast / memory : rest * 0)
      }
    }
  }

  /// The one quadratic with the gradient of two: a (w - b)^2 and f (w - c)^2, element by element.
  static func merged(
    curvature: Tensor, centre: Tensor, with fresh: Tensor, around weights: Tensor
  ) throws -> (curvature: Tensor, centre: Tensor) {
    let sum = try curvature + fresh
    let mean = try centre + (weights - centre) * (fresh / sum)
    return (sum, try (sum .> 1e-30).choose(mean, weights))
  }
}
