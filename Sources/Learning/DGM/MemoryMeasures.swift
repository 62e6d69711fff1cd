import Catalog
import Torch

/// The numbers that dynamic generative memory tells about itself.
enum MemoryMeasures {
  static let offers = [
    Card.Offer("size", "weights of the generator's masked layers"),
    Card.Offer("reserved", "share of mask entries reserved when the newest experience had ended"),
    Card.Offer("reused", "share of what the newest experience uses that was reserved before it"),
    Card.Offer(
      "drift", "largest change of a remembered pixel, in 0...1, since its experience ended"),
    Card.Offer("bytes", "bytes of generator, masks and exemplars"),
    Card.Offer("recognised", "share of dreams that a judge recognises, after 'eval ... judge=yes'"),
  ]

  /// All of them; none before the first experience has ended.
  static func values(_ memory: MaskedGenerator, exemplars: Int) throws -> [Measure] {
    guard let newest = try CapacityUse.all(memory).last?.reduce(.none, +) else { return [] }
    let used = newest.fresh + newest.reused
    return [
      Measure("size", count: MemoryGrowth.weights(memory.widths, memory.options).reduce(0, +)),
      Measure("reserved", Double(newest.reserved) / Double(max(1, newest.total))),
      Measure("reused", Double(newest.reused) / Double(max(1, used))),
      Measure("drift", try drift(memory)),
      Measure("bytes", count: MemorySize(memory, exemplars: exemplars).total),
    ]
  }

  private static func drift(_ memory: MaskedGenerator) throws -> Double {
    try memory.rememberedDreams().reduce(0) { largest, dreams in
      let change = try (dreams.now - dreams.then).abs().flatten().max(dim: 0).values.item()
      return max(largest, change / 2)
    }
  }
}
