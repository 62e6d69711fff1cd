extension Operation {
  static let reshape = Operation("reshape")
  static let view = Operation("view")
  static let flatten = Operation("flatten", "using_ints")
  static let transpose = Operation("transpose", "int")
  static let permute = Operation("permute")
  static let unsqueeze = Operation("unsqueeze")
  static let squeeze = Operation("squeeze", "dim")
  static let squeezeAll = Operation("squeeze")
  static let expand = Operation("expand")
  static let narrow = Operation("narrow")
  static let pick = Operation("select", "int")
  static let indexSelect = Operation("index_select")
  static let gather = Operation("gather")
  static let oneHot = Operation("one_hot")
  static let concatenate = Operation("cat")
  static let stack = Operation("stack")
  static let split = Operation("split", "Tensor")
  static let pad = Operation("constant_pad_nd")
  static let convert = Operation("to", "dtype")
  static let move = Operation("to", "device")
  static let detach = Operation("detach")
  static let clone = Operation("clone")
  static let contiguous = Operation("contiguous")
}

extension Tensor {
  /// The same elements under another shape; one size may be -1.
  public func reshape(_ shape: [Int]) throws -> Tensor {
    try withIntegers(shape) { try Operation.reshape(.tensor(self), $0) }
  }

  /// The same memory under another shape; one size may be -1.
  public func view(_ shape: [Int]) throws -> Tensor {
    try withIntegers(shape) { try Operation.view(.tensor(self), $0) }
  }

  /// All axes from `axis` on as one.
  public func flatten(from axis: Int = 0) throws -> Tensor {
    try Operation.flatten(.tensor(self), .integer(axis), .integer(-1))
  }

  /// Two axes exchanged.
  public func transpose(_ first: Int, _ second: Int) throws -> Tensor {
    try Operation.transpose(.tensor(self), .integer(first), .integer(second))
  }

  /// The axes in the order `axes`.
  public func permute(_ axes: [Int]) throws -> Tensor {
    try withIntegers(axes) { try Operation.permute(.tensor(self), $0) }
  }

  /// With an axis of size 1 put in at `dim`.
  public func unsqueeze(_ dim: Int) throws -> Tensor {
    try Operation.unsqueeze(.tensor(self), .integer(dim))
  }

  /// Without the axis `dim` of size 1.
  public func squeeze(_ dim: Int) throws -> Tensor {
    try Operation.squeeze(.tensor(self), .integer(dim))
  }

  /// Without any axis of size 1.
  public func squeeze() throws -> Tensor { try Operation.squeezeAll(.tensor(self)) }

  /// Axes of size 1 repeated to `shape`, without copying.
  public func expand(_ shape: [Int]) throws -> Tensor {
    try withIntegers(shape) { try Operation.expand(.tensor(self), $0, .flag(false)) }
  }

  /// `count` entries of axis `dim` from `start` on, without copying.
  public func narrow(dim: Int, start: Int, count: Int) throws -> Tensor {
    try Operation.narrow(.tensor(self), .integer(dim), .integer(start), .integer(count))
  }

  /// Entry `index` of axis `dim`, without that axis.
  public func select(dim: Int, _ index: Int) throws -> Tensor {
    try Operation.pick(.tensor(self), .integer(dim), .integer(index))
  }

  /// The entries of axis `dim` that `indices`, int64, name.
  public func indexSelect(dim: Int, _ indices: Tensor) throws -> Tensor {
    try Operation.indexSelect(.tensor(self), .integer(dim), .tensor(indices))
  }

  /// Along `dim`, the element that `indices` names at every place.
  public func gather(dim: Int, _ indices: Tensor) throws -> Tensor {
    try Operation.gather(.tensor(self), .integer(dim), .tensor(indices), .flag(false))
  }

  /// Labels, `[batch]`, as rows with a single 1, `[batch, classes]`, float32.
  public func oneHot(_ classes: Int) throws -> Tensor {
    try Operation.oneHot(.tensor(self), .integer(classes)).to(.float32)
  }

  /// Tensors one behind the other along `dim`.
  public static func concatenate(_ tensors: [Tensor], dim: Int) throws -> Tensor {
    try withTensors(tensors) { try Operation.concatenate($0, .integer(dim)) }
  }

  /// Tensors side by side along a new axis `dim`.
  public static func stack(_ tensors: [Tensor], dim: Int) throws -> Tensor {
    try withTensors(tensors) { try Operation.stack($0, .integer(dim)) }
  }

  /// Pieces of `size` entries of axis `dim`, the last one smaller if need be, without copying.
  public func split(_ size: Int, dim: Int) throws -> [Tensor] {
    let shape = self.shape
    guard size > 0, -shape.count..<shape.count ~= dim else {
      throw TorchError("\(shape) cannot be split into pieces of \(size) along axis \(dim)")
    }
    let length = shape[dim < 0 ? dim + shape.count : dim]
    return try Operation.split.results(
      [.tensor(self), .integer(size), .integer(dim)], room: Swift.max(1, (length - 1) / size + 1))
  }

  /// At most `count` pieces of axis `dim`, all of one size but the last, without copying.
  public func chunk(_ count: Int, dim: Int) throws -> [Tensor] {
    let shape = self.shape
    guard count > 0, -shape.count..<shape.count ~= dim else {
      throw TorchError("\(shape) cannot be cut into \(count) along axis \(dim)")
    }
    let length = shape[dim < 0 ? dim + shape.count : dim]
    return try split(Swift.max(1, (length - 1) / count + 1), dim: dim)
  }

  /// Zeros behind the last axis until it has `size` entries.
  public func padded(to size: Int) throws -> Tensor {
    guard let last = shape.last, size >= last else {
      throw TorchError("\(shape) cannot be padded to \(size)")
    }
    let missing = size - last
    return try withIntegers([0, missing]) { try Operation.pad(.tensor(self), $0, .number(0)) }
  }

  /// Elements of another type.
  public func to(_ type: ElementType) throws -> Tensor {
    try Operation.convert(
      .tensor(self), .integer(type.code), .flag(false), .flag(false), .none)
  }

  /// Elements on another device.
  public func to(_ device: Device) throws -> Tensor {
    guard device != self.device, let type = elementType else { return self }
    return try device.description.withCString { name in
      try Operation.move(
        .tensor(self), .device(name), .integer(type.code), .flag(false), .flag(false), .none)
    }
  }

  /// The same elements without a history.
  public func detach() throws -> Tensor { try Operation.detach(.tensor(self)) }

  /// A copy.
  public func clone() throws -> Tensor { try Operation.clone(.tensor(self), .none) }

  /// The elements in row-major order in memory.
  public func contiguous() throws -> Tensor {
    try Operation.contiguous(.tensor(self), .integer(0))
  }

  /// Convolution's faster order in memory: channels innermost.
  public func channelsLast() throws -> Tensor {
    try Operation.contiguous(.tensor(self), .integer(2))
  }

  /// A copy with channels innermost; a single channel's elements lie the same either way, but only
  /// the copy says so.
  func channelsLastCopy() throws -> Tensor { try Operation.clone(.tensor(self), .integer(2)) }
}
