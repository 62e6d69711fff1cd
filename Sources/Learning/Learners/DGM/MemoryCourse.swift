import Streams
import Torch

/// What the steps of one experience of dynamic generative memory share.
struct MemoryCourse {
  /// What gradients of the masked layers' weights are multiplied by; nil in the first experience.
  let gates: [Tensor]?
  /// Moments of `MaskHistory` that have been passed.
  var recorded: Int
  let sparsity: MaskSparsity
  /// The weight of R.
  let price: Double
  let epoch: Int
  /// Whether only the class head learns from now on.
  let isClosing: Bool
  let replay: ReplayPool?
}

extension DynamicGenerativeMemory {
  /// What this experience's steps share; made at the first of them, as a saved learner's weights are
  /// restored after `begin`.
  func course(
    _ experience: Experience, _ place: Batch.Place, isClosing: Bool
  ) throws -> MemoryCourse {
    let pastEpoch = options.redraws ? place.epoch : 0
    if let course, course.epoch == pastEpoch, course.isClosing == isClosing { return course }
    // Images of current classes are generated once masks and weights no longer change.
    let generatesAll = isClosing && (options.rehearsed != .real || isHeadOnly)
    let generated = generatesAll ? experience.outputs.upperBound : experience.outputs.lowerBound
    let layers = generator.layers
    var reserved: [Tensor?] = [nil]
    reserved += layers.map(\.reserved)
    let classes = experience.classes.count
    // Epochs that replay nothing need no past.
    let replays = isClosing || options.replay > 0 && !options.trainsHeadLast
    let course = MemoryCourse(
      gates: generator.finished == 0
        ? nil : try zip(layers, reserved).map { try $0.gate(before: $1) },
      recorded: try generator.experiences.last?.history.passed() ?? 0,
      sparsity: try MaskSparsity(layers),
      price: options.sparsity * generator.growth,
      epoch: pastEpoch, isClosing: isClosing,
      replay: !replays
        ? nil
        : try ReplayPool(
          generator, classes: generated,
          count: (place.images + classes - 1) / classes,
          kept: try keptImages(), asFound: !isHeadOnly,
          key: key(isHeadOnly ? "head replay" : "replay", experience.index, pastEpoch)))
    self.course = course
    return course
  }

  /// Stored real images as the networks take them, by place in the head.
  private func keptImages() throws -> [Int: Tensor] {
    Dictionary(
      try exemplars.groups.map { ($0.output, try networkImages($0.images.to(.float32) / 255)) },
      uniquingKeysWith: { $1 })
  }

  /// Counts mask values, at the sharpness that the epoch leads up to, once `share` of the masks'
  /// training is over.
  func record(_ share: Double, _ sharpness: MaskAnnealing.Sharpness) throws {
    guard let recorded = course?.recorded, let newest = generator.experiences.last else { return }
    let moments = options.moments.shares.dropLast()
    guard let moment = moments.lastIndex(where: { $0 <= share }), moment >= recorded else { return }
    try newest.history.record(generator.plainMasks(sharpness.epoch), at: moment)
    course?.recorded = moment + 1
  }
}
