/// The weights and running statistics of one network, by name.
///
/// A weight exists only if it has a name; its initial values depend on the store's key and its full
/// name, not on the order of creation. `scope` returns a view of the tensors with a common prefix, in
/// which that prefix is left out of all names.
package final class ParameterStore {
  /// A tensor with its name.
  package typealias Entry = (name: String, tensor: Tensor)

  /// What a store and its views share.
  private final class Contents {
    var parameters: [Entry] = []
    var buffers: [Entry] = []
    var names: Set<String> = []
  }

  package let key: RandomKey
  package let device: Device
  package let type: ElementType
  private let contents: Contents
  private let prefix: String

  /// An empty store.
  package init(key: RandomKey, device: Device = .cpu, type: ElementType = .float32) {
    (self.key, self.device, self.type) = (key, device, type)
    (contents, prefix) = (Contents(), "")
  }

  private init(_ store: ParameterStore, prefix: String) {
    (key, device, type) = (store.key, store.device, store.type)
    (contents, self.prefix) = (store.contents, prefix)
  }

  /// A view in which `weight` stands for `name.weight`.
  package func scope(_ name: String) -> ParameterStore {
    ParameterStore(self, prefix: prefix + name + ".")
  }

  /// The trainable tensors in order of creation.
  package var parameters: [Entry] { part(of: contents.parameters) }

  /// Tensors that are not trained, such as running statistics.
  package var buffers: [Entry] { part(of: contents.buffers) }

  /// Parameters, then buffers.
  package var tensors: [Entry] { parameters + buffers }

  private func part(of entries: [Entry]) -> [Entry] {
    guard !prefix.isEmpty else { return entries }
    return entries.filter { $0.name.hasPrefix(prefix) }.map {
      (String($0.name.dropFirst(prefix.count)), $0.tensor)
    }
  }

  /// Creates a parameter.
  ///
  /// - Throws: `TorchError` if the name is taken.
  package func parameter(
    _ name: String, _ shape: [Int], _ initializer: Initializer
  ) throws -> Tensor {
    let fullName = try freeName(name)
    let tensor = try withoutGradients {
      try initializer.draw(shape, key: key(fullName), type: type, device: device)
    }
    try tensor.requireGradient()
    contents.names.insert(fullName)
    contents.parameters.append((fullName, tensor))
    return tensor
  }

  /// Adds `tensor`, itself and not a copy, as a parameter with the values that it has.
  package func parameter(_ name: String, _ tensor: Tensor) throws {
    let fullName = try freeName(name)
    try tensor.requireGradient()
    contents.names.insert(fullName)
    contents.parameters.append((fullName, tensor))
  }

  /// Creates a buffer filled with `value`.
  package func buffer(_ name: String, _ shape: [Int], _ value: Double) throws -> Tensor {
    try buffer(name, .full(shape, value, type: type, device: device))
  }

  /// Adds `tensor`, itself and not a copy, as a buffer.
  package func buffer(_ name: String, _ tensor: Tensor) throws -> Tensor {
    let fullName = try freeName(name)
    contents.names.insert(fullName)
    contents.buffers.append((fullName, tensor))
    return tensor
  }

  private func freeName(_ name: String) throws -> String {
    guard !contents.names.contains(prefix + name) else {
      throw TorchError("two tensors of a network have the name '\(prefix + name)'")
    }
    return prefix + name
  }

  /// The number of trainable weights.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.tensor.count } }

  /// The size of all tensors in bytes.
  package var byteCount: Int {
    tensors.reduce(0) { $0 + $1.tensor.count * ($1.tensor.elementType?.size ?? 0) }
  }

  /// Discards all accumulated gradients.
  package func clearGradients() throws {
    for (_, tensor) in parameters { try tensor.clearGradient() }
  }

  /// Unfreezes or freezes all parameters.
  package func setTrainable(_ on: Bool) throws {
    for (_, tensor) in parameters { try tensor.requireGradient(on) }
  }

  /// A digest of names, types, shapes and values.
  package func digest() throws -> UInt64 { try Self.digest(tensors) }

  static func digest(_ entries: [Entry]) throws -> UInt64 {
    var digest = StateDigest()
    for (name, tensor) in entries {
      digest.combine(name)
      let shape = tensor.shape
      let type = tensor.elementType.map { UInt64($0.rawValue) + 1 } ?? 0
      for number in [type, UInt64(shape.count)] + shape.map(UInt64.init) { digest.combine(number) }
      digest.combine(try tensor.digest())
    }
    return digest.value
  }

  /// Copies the values of a store with the same names and shapes.
  package func assign(from other: ParameterStore) throws {
    try assign(Dictionary(uniqueKeysWithValues: other.tensors.map { ($0.name, $0.tensor) }))
  }

  /// Moves all parameters by the fraction `share` of the way to those of a store with the same shapes.
  package func mix(_ share: Double, of other: ParameterStore) throws {
    let (mine, others) = (parameters.map(\.tensor), other.parameters.map(\.tensor))
    guard mine.count == others.count, !mine.isEmpty else { return }
    try withoutGradients {
      try ATenOperator.mixEach.run(.tensors(mine), .tensors(others), .number(share))
    }
  }

  /// Copies values by name.
  ///
  /// - Throws: `TorchError` if a name is missing or unknown or has another shape; then nothing has
  ///   changed.
  package func assign(_ values: [String: Tensor]) throws {
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
      throw TorchError("tensor '\(extra.first ?? "")' does not belong to this network")
    }
    try withoutGradients {
      for (name, tensor) in entries {
        if let value = values[name] { try tensor.copy(from: value) }
      }
    }
  }
}
