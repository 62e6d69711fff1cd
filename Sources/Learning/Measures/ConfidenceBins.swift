import Foundation

/// How often a learner was right at each level of confidence: bins of equal width.
///
/// The confidence of an answer is its share in the softmax of the scores that competed. A bin takes
/// confidences above its lower end and up to its upper end, as in Guo et al. 2017, arXiv:1706.04599,
/// section 2. Images whose scores are not finite are in no bin.
package struct ConfidenceBins: Sendable, Equatable, Codable {
  package static let count = 15

  /// Images in each bin, correct answers among them, and the sum of their confidences.
  private var images = [Int](repeating: 0, count: count)
  private var correct = [Int](repeating: 0, count: count)
  private var sums = [Double](repeating: 0, count: count)

  package init() {}

  /// Sorts answers with their confidences, in 0...1, into bins; those that are not finite are left out.
  package init(_ confidences: [Double], isCorrect: [Bool]) {
    for (confidence, isRight) in zip(confidences, isCorrect) where confidence.isFinite {
      let place = Int((confidence * Double(Self.count)).rounded(.up)) - 1
      let bin = min(Self.count - 1, max(0, place))
      images[bin] += 1
      sums[bin] += confidence
      if isRight { correct[bin] += 1 }
    }
  }

  /// The bins of all parts together.
  package static func sum(_ parts: [ConfidenceBins]) -> ConfidenceBins {
    parts.reduce(into: ConfidenceBins()) { sum, part in
      for bin in part.images.indices where bin < count {
        sum.images[bin] += part.images[bin]
        sum.correct[bin] += part.correct[bin]
        sum.sums[bin] += part.sums[bin]
      }
    }
  }

  /// The mean distance between confidence and accuracy, each bin weighed by its images; nil without
  /// images.
  package var expectedError: Double? {
    let all = images.reduce(0, +)
    guard all > 0 else { return nil }
    return images.indices.reduce(0) { $0 + abs(sums[$1] - Double(correct[$1])) } / Double(all)
  }

  /// Mean confidence and accuracy of each bin that has images, from the least confident on.
  package var levels: [(confidence: Double, accuracy: Double, images: Int)] {
    images.indices.filter { images[$0] > 0 }.map {
      (sums[$0] / Double(images[$0]), Double(correct[$0]) / Double(images[$0]), images[$0])
    }
  }

  /// Whether these can be the bins of at most `most` images; read from a file they may be anything.
  func isPossible(of most: Int) -> Bool {
    let counts = [images.count, correct.count, sums.count]
    return counts == counts.map { _ in Self.count }
      && images.indices.allSatisfy { bin in
        (0...most).contains(images[bin]) && (0...images[bin]).contains(correct[bin])
          && (0...Double(images[bin])).contains(sums[bin])
      } && images.reduce(0, { $0 &+ $1 }) <= most
  }

  /// All numbers, for digests.
  var bits: [UInt64] {
    (images + correct).map { UInt64(bitPattern: Int64($0)) } + sums.map(\.bitPattern)
  }
}
