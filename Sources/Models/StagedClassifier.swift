import Torch

/// A classifier whose forward pass can stop after any of its stages and continue from there.
///
/// Stage 0 is the image itself; a linear head follows the last stage.
package protocol StagedClassifier: Classifier {
  /// The shape of one image's features after each stage: `[channels, height, width]` or `[units]`.
  var stageShapes: [[Int]] { get }

  /// The default stage whose features a method matches or distils.
  var usualStage: Int { get }

  /// The features after stage `end` of those after stage `start`, both with a batch axis in front.
  func features(
    _ inputs: Tensor, from start: Int, through end: Int, _ mode: NormMode
  ) throws -> Tensor

  /// The layer after the last stage.
  var head: Linear { get }

  /// What the names of a stage's parameters begin with.
  func prefixes(ofStage stage: Int) -> [String]
}

/// Which statistics batch norm uses.
package enum NormMode: Sendable {
  /// Batch statistics; the running statistics are updated.
  case training
  /// Batch statistics; the running statistics are left unchanged.
  case passing
  /// The running statistics.
  case scoring
}

extension StagedClassifier {
  /// The number of the last stage.
  package var lastStage: Int { stageShapes.count - 1 }

  /// The scores, `[batch, classes]`, of the features after `stage`.
  package func scores(_ features: Tensor, from stage: Int, _ mode: NormMode) throws -> Tensor {
    try head(self.features(features, from: stage, through: lastStage, mode).flatten(from: 1))
  }

  package func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor {
    try scores(inputs, from: 0, training ? .training : .scoring)
  }
}

extension BatchNorm {
  /// The normed inputs, by the statistics that `mode` says.
  package func callAsFunction(_ inputs: Tensor, _ mode: NormMode) throws -> Tensor {
    try self(inputs, training: mode != .scoring, tracking: mode == .training)
  }
}
