extension ATenOperator {
  static let empty = ATenOperator("empty", "memory_format")
  static let zeros = ATenOperator("zeros")
  static let full = ATenOperator("full")
  static let arange = ATenOperator("arange")
  static let randn = ATenOperator("randn", "generator")
  static let rand = ATenOperator("rand", "generator")
  static let randint = ATenOperator("randint", "generator")
  static let randperm = ATenOperator("randperm", "generator")
}

extension Tensor {
  private static func making(
    _ operation: ATenOperator, _ arguments: [OperatorArgument], _ type: ElementType,
    _ device: Device
  ) throws -> Tensor {
    try device.description.withCString { name in
      let options: [OperatorArgument] = [.integer(type.code), .none, .device(name), .none]
      return try operation.results(arguments + options, room: 1)[0]
    }
  }

  /// Elements that are whatever was in memory; for filling at once.
  package static func empty(
    _ shape: [Int], type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    _ = try count(of: shape)
    return try withIntegers(shape) { try making(.empty, [$0], type, device) }
  }

  /// Zeros.
  package static func zeros(
    _ shape: [Int], type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try withIntegers(shape) { try making(.zeros, [$0], type, device) }
  }

  /// `value` everywhere.
  package static func full(
    _ shape: [Int], _ value: Double, type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try withIntegers(shape) { try making(.full, [$0, .number(value)], type, device) }
  }

  /// Ones.
  package static func ones(
    _ shape: [Int], type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try full(shape, 1, type: type, device: device)
  }

  /// The whole numbers 0 ..< `count`, int64.
  package static func arange(_ count: Int, device: Device = .cpu) throws -> Tensor {
    try making(.arange, [.integer(count)], .int64, device)
  }

  /// Draws from the standard normal distribution.
  package static func normal(
    _ shape: [Int], key: RandomKey, type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try withIntegers(shape) { try making(.randn, [$0, .seed(key)], type, device) }
  }

  /// Draws from the uniform distribution on 0 ..< 1.
  package static func uniform(
    _ shape: [Int], key: RandomKey, type: ElementType = .float32, device: Device = .cpu
  ) throws -> Tensor {
    try withIntegers(shape) { try making(.rand, [$0, .seed(key)], type, device) }
  }

  /// Draws whole numbers 0 ..< `bound`, int64.
  package static func integers(
    below bound: Int, shape: [Int], key: RandomKey, device: Device = .cpu
  ) throws -> Tensor {
    try withIntegers(shape) {
      try making(.randint, [.integer(bound), $0, .seed(key)], .int64, device)
    }
  }

  /// Ones with `probability`, else zeros.
  package static func bernoulli(
    _ shape: [Int], probability: Double, key: RandomKey, device: Device = .cpu
  ) throws -> Tensor {
    try (uniform(shape, key: key, device: device) .< probability).to(.float32)
  }

  /// The whole numbers 0 ..< `count` in an order drawn from `key`, int64, on the CPU.
  package static func permutation(_ count: Int, key: RandomKey) throws -> Tensor {
    try making(.randperm, [.integer(count), .seed(key)], .int64, .cpu)
  }
}
