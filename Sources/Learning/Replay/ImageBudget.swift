import Catalog
import Models

/// How many images a method may keep: a number, or what fits into a number of bytes.
package enum ImageBudget {
  package static let bytes = Parameter<Int?>(
    "bytes", .integer(1...(1 << 50)), default: nil,
    "bytes to keep between experiences instead of memory=, the classifier included; as much as "
      + "learner ours: bytes=(ours.bytes)")

  /// The number of images that `settings` say, which have `each` bytes, beside a classifier of `network`
  /// bytes.
  ///
  /// - Throws: `ModelError` if both are given, or if no image fits.
  package static func images(
    _ settings: Settings, _ memory: Parameter<Int>, each: Int, network: Int
  ) throws(ModelError) -> Int {
    guard let total = settings[bytes] else { return settings[memory] }
    guard !settings.gives(memory) else {
      throw ModelError("memory= and bytes= both say how much is kept: give one of them")
    }
    guard total >= network + each else {
      throw ModelError(
        "bytes=\(total) leaves no room for images: the classifier takes \(network) and an image "
          + "\(each) bytes, use bytes=\(network + each) or more")
    }
    return (total - network) / max(1, each)
  }
}
