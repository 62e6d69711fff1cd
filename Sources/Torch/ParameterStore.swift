/// The weights and running statistics of one network, by name.
///
/// A weight exists only if it has a name; its first values depend on the store's key and its name,
/// not on the order in which weights are made.
public final class ParameterStore {
  /// A tensor with its full name.
  public typealias Entry = (name: String, tensor: Tensor)

  public let key: RandomKey
  public let device: Device
  public let type: ElementType
  /// What learns, in the order in which it was made.
  public private(set) var parameters: [Entry] = []
  /// What is kept but does not learn, such as running statistics.
  public private(set) var buffers: [Entry] = []

  public init(key: RandomKey, device: Device = .cpu, type: ElementType = .float32) {
    (self.key, self.device, self.type) = (key, device, type)
  }

  /// Makes a parameter.
  ///
  /// - Throws: `TorchError` if the name is taken.
  public func parameter(
    _ name: String, _ shape: [Int], _ initializer: Initializer
  ) throws -> Tensor {
    try requireFree(name)
    let tensor = try withoutGradients {
      try initializer.draw(shape, key: key(name), type: type, device: device)
    }
    try tensor.requireGradient()
    parameters.append((name, tensor))
    return tensor
  }

  /// Makes a buffer filled with `value`.
  public func buffer(_ name: String, _ shape: [Int], _ value: Double) throws -> Tensor {
    try requireFree(name)
    let tensor = try Tensor.full(shape, value, type: type, device: device)
    buffers.append((name, tensor))
    return tensor
  }

  private func requireFree(_ name: String) throws {
    guard tensors.allSatisfy({ $0.name != name }) else {
      throw TorchError("two tensors of one network are named '\(name)'")
    }
  }

  /// Parameters, then buffers.
  public var tensors: [Entry] { parameters + buffers }

  /// Numbers that learn.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.tensor.count } }

  /// Bytes of all tensors.
  public var byteCount: Int {
    tensors.reduce(0) { $0 + $1.tensor.count * ($1.tensor.elementType?.size ?? 0) }
  }

  /// Forgets all collected gradients.
  public func clearGradients() throws {
    for (_, tensor) in parameters { try tensor.clearGradient() }
  }

  /// Lets all parameters learn, or freezes them.
  public func setTrainable(_ on: Bool) throws {
    for (_, tensor) in parameters { try tensor.requireGradient(on) }
  }

  /// A digest of names, shapes and values.
  public func digest() throws -> UInt64 { try Self.digest(tensors) }

  static func digest(_ entries: [Entry]) throws -> UInt64 {
    var digest = Digest()
    for (name, tensor) in entries {
      digest.combine(name)
      for size in tensor.shape { digest.combine(UInt64(size)) }
      digest.combine(try tensor.digest())
    }
    return digest.value
  }

  /// Takes over the values of a store of the same form.
  public func assign(from other: ParameterStore) throws {
    try assign(Dictionary(uniqueKeysWithValues: other.tensors.map { ($0.name, $0.tensor) }))
  }

  /// Takes over values by name.
  ///
  /// - Throws: `TorchError` if a name is missing, left over or of another shape; then nothing has
  ///   changed.
  public func assign(_ values: [String: Tensor]) throws {
    try Self.assign(values, to: tensors)
  }

  static func assign(_ values: [String: Tensor], to entries: [Entry]) throws {
    for (name, tensor) in entries {
      guard let value = values[name] else { throw TorchError("tensor '\(name)' is missing") }
      guard value.shape == tensor.shape else {
        throw TorchError("tensor '\(name)' has shape \(value.shape), expected \(tensor.shape)")
      }
    }
    if values.count > entries.count {
      let known = Set(entries.map(\.name))
      let extra = values.keys.filter { !known.contains($0) }.sorted()
      throw TorchError("tensor '\(extra.first ?? "")' belongs to no part of this network")
    }
    try withoutGradients {
      for (name, tensor) in entries {
        if let value = values[name] { try tensor.copy(from: value) }
      }
    }
  }
}
