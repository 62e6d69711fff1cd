import Foundation
import Torch

/// The sequence of random numbers of one key.
package struct RandomDraws {
  private let key: RandomKey
  private var count = 0

  package init(_ key: RandomKey) { self.key = key }

  /// Uniform on 0 ..< 1.
  package mutating func uniform() -> Double {
    defer { count += 1 }
    return Double(key("draw", count).bits >> 11) * 0x1p-53
  }

  /// From the standard normal distribution.
  ///
  /// Source: Box and Muller 1958, doi:10.1214/aoms/1177706645.
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// An integer in `range`.
  package mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int((uniform() * Double(range.count)).rounded(.down))
  }

  /// True with `probability`.
  package mutating func chance(_ probability: Double) -> Bool { uniform() < probability }
}
