/// Bytes that a memory must keep once its newest experience has ended: optimizers, embeddings and
/// the record to look at serve learning or looking only and are not counted.
struct MemorySize: Equatable {
  /// Of the masked layers, float32.
  let weights: Int
  /// Of norms with their running statistics and of output layers, float32.
  let experiences: Int
  /// One bit for each entry.
  let masks: Int
  let exemplars: Int

  var total: Int { weights + experiences + masks + exemplars }

  init(_ memory: MaskedGenerator, exemplars: Int) {
    let learned = memory.experiences.prefix(memory.finished)
    weights = 4 * MemoryGrowth.weights(memory.widths, memory.options).reduce(0, +)
    experiences = 4 * learned.reduce(0) { $0 + $1.weightCount }
    masks = learned.reduce(0) { sum, experience in
      sum + (experience.masks.reduce(0) { $0 + $1.count } + 7) / 8
    }
    self.exemplars = exemplars
  }
}
