import Foundation
import Testing
import Torch

@testable import Learning

@Suite struct PrincipalComponentsTests {
  @Test func `features that are not finite have no components`() {
    #expect(throws: TorchError.self) {
      try PrincipalComponents(Tensor([1, Double.nan, 3, 4], shape: [2, 2]))
    }
  }

  @Test func `points on a line in many dimensions have one component`() throws {
    let direction = try Tensor.normal([1, 30], key: RandomKey(seed: 1), type: .float64)
    let length = try direction.norm().item()
    let steps = [-2.0, -1, 0, 4]
    let points = try Tensor(steps, shape: [4, 1]).matmul(direction) + 7.0
    let found = try PrincipalComponents(points.reshape([4, 5, 6]))
    #expect(abs(found.shares[0] - 1) < 1e-12 && found.shares[1] < 1e-12)
    for (row, step) in zip(found.places, steps) {
      let wanted = (step - 0.25) * length
      #expect(abs(row[0] - wanted) < 1e-9)
      #expect(abs(row[1]) < 1e-6)
    }
  }

  @Test func `distances of points in a plane are kept`() throws {
    let points = [[0.0, 0], [3, 4], [-1, 2], [5, -2]]
    let found = try PrincipalComponents(Tensor(points.flatMap(\.self), shape: [4, 2]))
    for first in 0..<4 {
      for second in 0..<4 {
        func distance(_ places: [[Double]]) -> Double {
          let (one, other) = (places[first], places[second])
          return hypot(one[0] - other[0], one[1] - other[1])
        }
        let error = distance(found.places) - distance(points)
        #expect(abs(error) < 1e-9)
      }
    }
    let sum = found.shares.reduce(0, +)
    #expect(found.shares[0] > found.shares[1] && abs(sum - 1) < 1e-12)
  }

  @Test func `equal points lie in one place`() throws {
    let found = try PrincipalComponents(.full([3, 4], 2))
    let farthest = found.places.flatMap(\.self).map(abs).max() ?? 1
    #expect(farthest < 1e-12)
  }
}
