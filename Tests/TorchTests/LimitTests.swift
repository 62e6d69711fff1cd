import Testing

@testable import Torch

/// Numbers and shapes at the edge of what is possible: errors, never traps.
@Suite struct LimitTests {
  private let key = RandomKey(seed: 1)

  @Test(arguments: [
    [-1], [2, -3], [.max, 2], [.max], [1 << 32, 1 << 32], [0, .max, .max], [.min],
  ])
  func `impossible shapes are refused`(shape: [Int]) {
    let error = TorchError("a tensor cannot have the shape \(shape)")
    #expect(throws: error) { try Tensor.zeros(shape) }
    #expect(throws: error) { try Tensor.empty(shape, type: .uint8) }
    #expect(throws: error) { try Tensor.normal(shape, key: key) }
    #expect(throws: error) { try Tensor.integers(below: 2, shape: shape, key: key) }
    #expect(throws: error) { try Tensor([1.0], shape: shape) }
    if shape != [-1] {
      #expect(throws: TorchError.self) { try Tensor.zeros([4]).reshape(shape) }
    }
    #expect(throws: TorchError.self) {
      try ParameterStore(key: key).parameter("w", shape, .zeros)
    }
  }

  @Test func `tensors larger than the machine's memory are refused before they are filled`() {
    let shape = [1 << 20, 1 << 24]
    let error = TorchError(
      "a tensor of shape \(shape) takes 65536 GiB, more than this machine's memory")
    #expect(throws: error) { try Tensor.zeros(shape) }
    #expect(throws: error) { try Tensor.uniform(shape, key: key) }
    #expect(throws: TorchError.self) { try Tensor.arange(1 << 44) }
    #expect(throws: TorchError.self) { try Tensor.permutation(1 << 44, key: key) }
    #expect(throws: TorchError.self) { try Tensor.zeros([1]).expand([1 << 50]).floats() }
  }

  @Test func `negative counts are refused`() {
    #expect(throws: TorchError.self) { try Tensor.arange(-1) }
    #expect(throws: TorchError.self) { try Tensor.permutation(-1, key: key) }
    #expect(throws: TorchError.self) { try Tensor.integers(below: 0, shape: [1], key: key) }
  }

  @Test func `empty tensors are read, reduced and digested like others`() throws {
    let empty = try Tensor.zeros([0, 3])
    #expect(empty.count == 0)
    #expect(try empty.floats().isEmpty && empty.bytes().isEmpty)
    #expect(try empty.sum().item() == 0 && empty.mean().item().isNaN)
    #expect(try empty.digest() == Tensor.zeros([3, 0]).digest())
    #expect(try empty.split(2, dim: 0).map(\.shape) == [[0, 3]])
    #expect(try Tensor.concatenate([empty, .ones([1, 3])], dim: 0).floats() == [1, 1, 1])
    #expect(throws: TorchError.self) { try empty.item() }
    #expect(throws: TorchError.self) { try empty.argmax(dim: 0) }
    #expect(throws: TorchError.self) { try Tensor.stack([], dim: 0) }
    #expect(throws: TorchError.self) { try Tensor.concatenate([], dim: 0) }
  }

  @Test func `layers of impossible sizes are refused`() {
    let store = ParameterStore(key: key)
    for size in [Int.max, -1, 1 << 40] {
      #expect(throws: TorchError.self) { try Linear(size, size, in: store, "l\(size)") }
      #expect(throws: TorchError.self) { try Conv2d(size, 2, kernel: 5, in: store, "c\(size)") }
      #expect(throws: TorchError.self) { try Conv2d(2, 2, kernel: size, in: store, "k\(size)") }
      #expect(throws: TorchError.self) {
        try ConvTranspose2d(2, size, kernel: 5, in: store, "t\(size)")
      }
    }
    #expect(Initializer.xavierUniform(fanIn: .max, fanOut: .max) != .zeros)
  }

  @Test func `windows and strides of no size are refused`() throws {
    let images = try Tensor.ones([1, 1, 4, 4])
    for size in [0, -1, 9] {
      #expect(throws: TorchError.self) { try images.maxPool(size) }
      #expect(throws: TorchError.self) { try images.averagePool(size) }
    }
    #expect(throws: TorchError.self) { try images.adaptiveAveragePool(-1) }
    #expect(throws: TorchError.self) { try images.upsampled(.max) }
    #expect(throws: TorchError.self) { try images.upsampled(-1) }
    #expect(throws: TorchError.self) { try images.resized(height: 0, width: 2) }
    for channels in [1, 8] {
      let kernel = try Tensor.ones([2, channels, 1, 1])
      let inputs = try Tensor.ones([1, channels, 4, 4])
      for stride in [0, -1] {
        #expect(throws: TorchError.self) { try inputs.convolution(kernel, stride: stride) }
      }
      #expect(throws: TorchError.self) { try inputs.convolution(kernel, padding: -9) }
    }
    #expect(throws: TorchError.self) { try images.split(0, dim: 0) }
    #expect(throws: TorchError.self) { try images.split(2, dim: 9) }
    #expect(throws: TorchError.self) { try images.chunk(0, dim: 0) }
  }

  @Test func `labels beyond the classes are refused`() throws {
    let (scores, store) = (try Tensor.zeros([2, 3]), ParameterStore(key: key))
    let embedding = try Embedding(3, 2, in: store, "e")
    for label in [3, -1, .max] {
      let labels = try Tensor([0, label])
      #expect(throws: TorchError.self) { try Loss.crossEntropy(scores, labels) }
      #expect(throws: TorchError.self) { try labels.oneHot(3) }
      #expect(throws: TorchError.self) { try embedding(labels) }
      #expect(throws: TorchError.self) { try scores.gather(dim: 1, labels.unsqueeze(1)) }
      if label != -1 {
        #expect(throws: TorchError.self) { try scores.indexSelect(dim: 0, labels) }
      }
    }
  }

  @Test func `numbers that are not finite pass through`() throws {
    let odd = try Tensor([.nan, .infinity, -.infinity, 1] as [Float], shape: [1, 1, 2, 2])
    #expect(try odd.sum().item().isNaN)
    let grid = try odd.reshape([1, 1, 2, 2])
    #expect(try Tensor.ones([1, 1, 3, 3]).sampled(at: grid).shape == [1, 1, 1, 2])
    #expect(try odd.resized(height: 3, width: 5).shape == [1, 1, 3, 5])
    #expect(throws: TorchError.self) { try odd.reshape([2, 2]).eigenvectors() }
  }

  @Test(arguments: [Float.nan, -1, .infinity, 0.5])
  func `an optimizer with an impossible count of steps is refused`(steps: Float) throws {
    let store = ParameterStore(key: key)
    let weight = try store.parameter("w", [1], .ones)
    let radam = try RAdam(store)
    var state = Dictionary(uniqueKeysWithValues: radam.state.map { ($0.name, $0.tensor) })
    state["w.steps"] = try Tensor([steps], shape: [])
    try radam.assign(state)
    #expect(throws: TorchError.self) { try radam.step(down: weight.sum()) }
    #expect(try weight.item() == 1)
  }

  @Test func `numbers below nothing are 0`() {
    var numbers = KeyedNumbers(seed: 1)
    #expect([0, -1, .min, 1].map { numbers.below($0) } == [0, 0, 0, 0])
  }

  @Test func `memory that is too small for its shape is not lent`() throws {
    final class Owner {}
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 8, alignment: 8)
    defer { bytes.deallocate() }
    #expect(throws: TorchError("8 bytes are too few for a tensor of shape [3]")) {
      try Tensor(borrowing: bytes, owner: Owner(), shape: [3], type: .float32)
    }
    #expect(throws: TorchError.self) {
      try Tensor(borrowing: bytes, owner: Owner(), shape: [-1], type: .uint8)
    }
  }
}
