import Testing

@testable import Torch

@Suite struct TensorTests {
  @Test func `a batch of one value for each channel leaves the running statistics as they are`()
    throws
  {
    let store = ParameterStore(key: RandomKey(seed: 1))
    let norm = try BatchNorm(2, in: store, "n")
    let found = try norm(Tensor.normal([1, 2, 1, 1], key: RandomKey(seed: 2)), training: true)
    let isSmall = try found.floats().allSatisfy { abs($0) < 1e-3 }
    #expect(isSmall)
    #expect(try norm.runningMean.floats() == [0, 0])
    #expect(try norm.runningVariance.floats() == [1, 1])
  }

  @Test func `elements survive a round trip`() throws {
    let tensor = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
    #expect(tensor.shape == [2, 3])
    #expect(tensor.elementType == .float32)
    #expect(try tensor.transpose(0, 1).floats() == [1, 4, 2, 5, 3, 6])
    #expect(try tensor.sum().item() == 21)
    #expect(try tensor.argmax(dim: 1).integers() == [2, 2])
    #expect(try (2.0 - tensor * 0.5).doubles() == [1.5, 1, 0.5, 0, -0.5, -1])
  }

  @Test func `what is nearer to 0 than the smallest normal number is 0, on all threads`() throws {
    // Long enough to be shared out among threads.
    let normal = Float.leastNormalMagnitude
    let small = try Tensor([Float](repeating: normal, count: 200_000))
    #expect(try (small * 0.5).sum().item() == 0)
    #expect(try (small * 2).sum().item() == 400_000 * Double(normal))
  }

  @Test func `what libtorch refuses arrives as an error of one line`() throws {
    let tensor = try Tensor([1, 2] as [Float])
    let error = #expect(throws: TorchError.self) {
      try tensor.matmul(Tensor([1, 2, 3] as [Float]))
    }
    #expect(error?.description.contains("\n") == false)
    #expect(throws: TorchError.self) { try Tensor([1, 2] as [Float], shape: [3]) }
    #expect(throws: TorchError.self) { try Tensor.zeros([-1]) }
    #expect(throws: TorchError.self) { try tensor.narrow(dim: 0, start: 1, count: 5) }
    #expect(throws: TorchError.self) { try tensor.item() }
  }

  @Test func `memory that is lent is given back when the last tensor over it goes`() throws {
    final class Owner {
      let bytes = UnsafeMutableRawPointer.allocate(byteCount: 4, alignment: 1)
      deinit { bytes.deallocate() }
    }
    weak var seen: Owner?
    do {
      let owner = Owner()
      seen = owner
      owner.bytes.initializeMemory(as: UInt8.self, repeating: 9, count: 4)
      let whole = try Tensor(
        borrowing: UnsafeMutableRawBufferPointer(start: owner.bytes, count: 4), owner: owner,
        shape: [2, 2], type: .uint8)
      let part = try whole.select(dim: 0, 1)
      #expect(try part.bytes() == [9, 9])
    }
    #expect(seen == nil)
  }

  @Test func `a digest detects any change of an element`() throws {
    var values = (0..<1000).map(Float.init)
    let before = try Tensor(values).digest()
    #expect(try Tensor(values).digest() == before)
    for index in [0, 7, 500, 999] {
      values[index] += 0.001
      #expect(try Tensor(values).digest() != before)
      values[index] -= 0.001
    }
    #expect(try Tensor(Array(values.dropLast())).digest() != before)
  }

  @Test func `the number of live tensors stays the same over training steps`() throws {
    let store = ParameterStore(key: RandomKey(seed: 1))
    let layer = try Linear(8, 4, in: store, "layer")
    let adam = try Adam(store)
    let labels = try Tensor([0, 1, 2, 3])
    let inputs = try Tensor.normal([4, 8], key: RandomKey(seed: 2))
    func step() throws {
      let loss = try Loss.crossEntropy(layer(inputs), labels)
      try adam.clearGradients()
      try loss.backward()
      try adam.step()
    }
    try step()
    // Other tests run beside this one and hold some hundreds of tensors for a while; a single
    // tensor lost in each step makes a thousand.
    let counts = try (0..<1000).map { _ in
      try step()
      return try Tensor.liveCount
    }
    #expect(try #require(counts.suffix(20).min()) < #require(counts.prefix(20).max()) + 500)
  }
}

@Suite struct OperatorArgumentTests {
  @Test func `an argument keeps its tensor while an operator may read it`() throws {
    weak var tensor: Tensor?
    let argument = try {
      let made = try Tensor.zeros([1])
      tensor = made
      return OperatorArgument.tensor(made)
    }()
    withExtendedLifetime(argument) { #expect(tensor != nil) }
  }
}
