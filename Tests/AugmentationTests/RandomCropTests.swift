import Testing
import Torch

@testable import Augmentation

@Suite struct RandomCropTests {
  private let key = RandomKey(seed: 6)

  @Test func `without padding and mirroring images stay as they are`() throws {
    let images = try Tensor.normal([3, 1, 4, 4], key: key)
    let found = try RandomCrop(padding: 0, mirrors: false)(images, key: key)
    #expect(try found.floats() == images.floats())
  }

  @Test func `each image is cropped by itself, or all of them alike`() throws {
    let one = try Tensor.normal([1, 1, 8, 8], key: key)
    let images = try one.expand([40, 1, 8, 8]).contiguous()
    func kinds(_ isPerImage: Bool) throws -> Int {
      let found = try RandomCrop(isPerImage: isPerImage)(images, key: key)
      return Set(try (0..<40).map { try found.select(dim: 0, $0).floats() }).count
    }
    #expect(try kinds(true) > 20)
    #expect(try kinds(false) == 1)
  }

  @Test func `a crop shows nothing that was not in the image`() throws {
    let images = try Tensor.normal([9, 1, 5, 5], key: key)
    let found = try RandomCrop(padding: 4)(images, key: key)
    for index in 0..<9 {
      let shown = Set(try found.select(dim: 0, index).floats())
      #expect(shown.isSubset(of: try images.select(dim: 0, index).floats()))
    }
  }

  @Test func `absurd padding and empty batches are no trap`() throws {
    for padding in [Int.max, .min] {
      let crop = RandomCrop(padding: padding)
      #expect(try crop(.zeros([2, 1, 4, 4]), key: key).shape == [2, 1, 4, 4])
    }
    #expect(try RandomCrop()(.zeros([0, 1, 4, 4]), key: key).shape == [0, 1, 4, 4])
    #expect(try RandomCrop(isPerImage: false)(.zeros([0, 1, 4, 4]), key: key).count == 0)
    #expect(throws: TorchError.self) { try RandomCrop()(.zeros([3]), key: key) }
  }
}
