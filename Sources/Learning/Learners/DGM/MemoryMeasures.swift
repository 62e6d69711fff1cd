import Catalog
import Torch

/// The numbers that dynamic generative memory reports about itself.
enum MemoryMeasures {
  static let offers = [
    Card.Offer("size", "number of weights in the generator's masked layers"),
    Card.Offer("reserved", "share of mask entries reserved at the end of the newest experience"),
    Card.Offer(
      "reused",
      "share of the mask entries used by the newest experience that earlier ones had reserved"),
    Card.Offer(
      "drift", "largest change of a replayed pixel (0...1) since its experience ended"),
    Card.Offer(
      "bytes",
      "bytes of the generator, masks (packed, one bit per entry) and exemplars, which suffice to generate; "
        + "a saved file holds more, as save tells"),
    Card.Offer(
      "recognised",
      "share of generated images that the oracle classifier recognises, after 'eval ... judge=yes'"),
  ]

  /// All of them; none before the first experience has ended.
  static func values(_ memory: MaskedGenerator, exemplars: Int) throws -> [MeasuredValue] {
    guard let newest = try CapacityUse.all(memory).last?.reduce(.none, +) else { return [] }
    let used = newest.fresh + newest.reused
    return [
      MeasuredValue(
        "size", count: MemoryGrowth.weights(memory.widths, memory.options).reduce(0, +)),
      MeasuredValue("reserved", Double(newest.reserved) / Double(max(1, newest.total))),
      MeasuredValue("reused", Double(newest.reused) / Double(max(1, used))),
      MeasuredValue("drift", try drift(memory)),
      MeasuredValue("bytes", count: MemorySize(memory, exemplars: exemplars).total),
    ]
  }

  private static func drift(_ memory: MaskedGenerator) throws -> Double {
    try memory.rememberedDreams().reduce(0) { largest, dreams in
      let change = try (dreams.now - dreams.then).abs().flatten().max(dim: 0).values.item()
      return max(largest, change / 2)
    }
  }
}
