/// The weights and running statistics of one network, by name.
///
/// A weight exists only if it has a name; its first values depend on the store's key and its full
/// name, not on the order in which weights are made. `scope` gives a view of the part whose names
/// begin alike: everything below then speaks of that part only, by the rest of the names.
package final class ParameterStore {
  /// A tensor with its name.
  package typealias Entry = (name: String, tensor: Tensor)

  /// What a store and all views of it share.
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

  /// What learns, in the order in which it was made.
  package var parameters: [Entry] { part(of: contents.parameters) }

  /// What is kept but does not learn, such as running statistics.
  package var buffers: [Entry] { part(of: contents.buffers) }

  /// Parameters, then buffers.
  package var tensors: [Entry] { parameters + buffers }

  private func part(of entries: [Entry]) -> [Entry] {
    guard !prefix.isEmpty else { return entries }
    return entries.filter { $0.name.hasPrefix(prefix) }.map {
      (String($0.name.dropFirst(prefix.count)), $0.tensor)
    }
  }

  /// Makes a parameter.
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

  /// Makes a buffer filled with `value`.
  package func buffer(_ name: String, _ shape: [Int], _ value: Double) throws -> Tensor {
    try buffer(name, .full(shape, value, type: type, device: device))
  }

  /// Keeps `tensor`, itself and not a copy, as a buffer.
  package func buffer(_ name: String, _ tensor: Tensor) throws -> Tensor {
    let fullName = try freeName(name)
    contents.names.insert(fullName)
    contents.buffers.append((fullName, tensor))
    return tensor
  }

  private func freeName(_ name: String) throws -> String {
    guard !contents.names.contains(prefix + name) else {
      throw TorchError("two tensors of one network are named '\(prefix + name)'")
    }
    return prefix + name
  }

  /// Numbers that learn.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.tensor.count } }

  /// Bytes of all tensors.
  package var byteCount: Int {
    tensors.reduce(0) { $0 + $1.tensor.count * ($1.tensor.elementType?.size ?? 0) }
  }

  /// Forgets all collected gradients.
  package func clearGradients() throws {
    for (_, tensor) in parameters { try tensor.clearGradient() }
  }

  /// Lets all parameters learn, or freezes them.
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

  /// Takes over the values of a store of the same form.
  package func assign(from other: ParameterStore) throws {
    try assign(Dictionary(uniqueKeysWithValues: other.tensors.map { ($0.name, $0.tensor) }))
  }

  /// Moves all parameters by `share` of the way to those of a store of the same form.
  package func mix(_ share: Double, of other: ParameterStore) throws {
    let (mine, others) = (parameters.map(\.tensor), other.parameters.map(\.tensor))
    guard mine.count == others.count, !mine.isEmpty else { return }
    try withoutGradients {
      try withTensors(lists: [mine, others]) {
        try ATenOperator.mixEach.run($0[0], $0[1], .number(share))
      }
    }
  }

  /// Takes over values by name.
  ///
  /// - Throws: `TorchError` if a name is missing, left over or of another shape; then nothing has
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
      throw TorchError("tensor '\(extra.first ?? "")' belongs to no part of this network")
    }
    try withoutGradients {
      for (name, tensor) in entries {
        if let value = values[name] { try tensor.copy(from: value) }
      }
    }
  }
}
