import Models
import Streams
import Torch

/// The worth of a generator's images, class by class, as an oracle sees them.
package struct SampleQuality {
  /// The measures of one class; those of all learned classes together have no place.
  package struct Row {
    /// The class's place in the head.
    package let place: Int?
    /// In the order of `SampleMeasures.all`.
    package let values: [Double?]
  }

  package let rows: [Row]
  /// Means over classes of what equally many real training images give: what to compare with.
  package let bound: [Double?]
  /// Images of each class.
  package let count: Int

  /// Images of the class at a place in the head, or of any.
  package typealias Dream = (_ count: Int, _ place: Int?, _ key: RandomKey) throws -> Tensor?

  /// Judges `count` images of each class of the experiences `learned` of `stream`; nil if there are none
  /// to be had.
  ///
  /// A generator that cannot be asked for a class is judged by images of all classes together.
  package init?(
    _ dream: Dream, _ learned: [Experience], of stream: ExperienceStream, by oracle: Oracle,
    count: Int, key: RandomKey
  ) throws {
    self.count = count
    let device = oracle.device
    func features(_ images: Tensor) throws -> Tensor {
      guard let found = try oracle.features(images) else {
        throw ModelError("the oracle has no features to judge by")
      }
      return found
    }
    func values(_ samples: ClassSamples) throws -> [Double?] {
      try SampleMeasures.all.map { try $0.value(samples) }
    }
    var (rows, bounds): ([Row], [[Double?]]) = ([], [])
    var (real, made): ([Tensor], [Tensor]) = ([], [])
    for place in learned.flatMap(\.outputs) {
      let tests = try Self.images(.test, of: place, in: learned, limit: nil, device)
      real.append(try features(tests))
      guard let images = try dream(count, place, key("class", place)) else { continue }
      made.append(try features(images))
      rows.append(
        Row(
          place: place,
          values: try values(
            ClassSamples(
              real: real[real.count - 1], generated: made[made.count - 1],
              recognised: oracle.recognised(images, as: place)))))
      let known = try Self.images(.train, of: place, in: learned, limit: count, device)
      bounds.append(
        try values(
          ClassSamples(
            real: real[real.count - 1], generated: features(known),
            recognised: oracle.recognised(known, as: place))))
    }
    if made.isEmpty {
      guard let images = try dream(count * real.count, nil, key("any")) else { return nil }
      made = [try features(images)]
    }
    let pooled = try ClassSamples(
      real: Tensor.concatenate(real, dim: 0), generated: Tensor.concatenate(made, dim: 0))
    self.rows = rows + [Row(place: nil, values: try values(pooled))]
    bound = Self.means(bounds)
  }

  /// Means over classes; over all together where no class can be asked for.
  package var means: [Double?] {
    let classes = rows.filter { $0.place != nil }.map(\.values)
    return classes.isEmpty ? rows[0].values : Self.means(classes)
  }

  private static func means(_ rows: [[Double?]]) -> [Double?] {
    SampleMeasures.all.indices.map { measure in
      let values = rows.compactMap { $0[measure] }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
  }

  /// Real images of the class at `place`, `[images, channels, height, width]`, at most `limit`.
  private static func images(
    _ part: ExperienceStream.Part, of place: Int, in learned: [Experience], limit: Int?,
    _ device: Device
  ) throws -> Tensor {
    guard let experience = learned.first(where: { $0.outputs.contains(place) }) else {
      throw ModelError("there is no class at place \(place)")
    }
    let images = part == .train ? experience.train : experience.test
    let chosen = images.labels.indices.filter { images.labels[$0] == place }
    guard chosen.count > 1 else {
      throw ModelError("a class with fewer than two real images cannot be judged by")
    }
    return try ImageFeed(images, device: device)
      .batch(at: Tensor(Array(chosen.prefix(limit ?? .max)))).inputs
  }
}
