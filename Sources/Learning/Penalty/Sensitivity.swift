import Streams
import Torch

/// How much a number that a classifier gives for single images depends on each of its weights.
package struct Sensitivity {
  /// What is averaged over images: squares of gradients, or their sizes.
  package enum Measure: Sendable { case square, size }

  let measure: Measure
  let parameters: [Tensor]
  let device: Device

  /// The mean over `samples` images of `experience`, one at a time, chosen by `key`.
  ///
  /// - Parameter output: the number whose gradient is taken, for the image with this place among the
  ///   samples: `[1, channels, height, width]` in 0...1.
  package func mean(
    of experience: Experience, samples: Int, key: RandomKey,
    output: (_ image: Tensor, _ place: Int) throws -> Tensor
  ) throws -> [Tensor] {
    let count = min(samples, experience.train.count)
    let chosen = try Tensor.permutation(experience.train.count, key: key("images"))
      .narrow(dim: 0, start: 0, count: count)
    let feed = try ImageFeed(experience.train, device: device)
    let sums = try parameters.map { try Tensor.zeros($0.shape, device: device) }
    for place in 0..<count {
      let image = try feed.batch(at: chosen.narrow(dim: 0, start: place, count: 1)).inputs
      let slopes = try gradients(of: output(image, place), withRespectTo: parameters)
      try withoutGradients {
        for (sum, slope) in zip(sums, slopes) {
          guard let slope else { continue }
          try sum.add(inPlace: measure == .square ? slope.square() : slope.abs())
        }
      }
    }
    for sum in sums { try sum.divide(inPlace: Double(max(1, count))) }
    return sums
  }
}
