extension ATenOperator {
  static let reshape = ATenOperator("reshape")
  static let view = ATenOperator("view")
  static let flatten = ATenOperator("flatten", "using_ints")
  static let transpose = ATenOperator("transpose", "int")
  static let permute = ATenOperator("permute")
  static let unsqueeze = ATenOperator("unsqueeze")
  static let squeeze = ATenOperator("squeeze", "dim")
  static let squeezeAll = ATenOperator("squeeze")
  static let expand = ATenOperator("expand")
  static let narrow = ATenOperator("narrow")
  static let pick = ATenOperator("select", "int")
  static let indexSelect = ATenOperator("index_select")
  static let gather = ATenOperator("gather")
  static let oneHot = ATenOperator("one_hot")
  static let concatenate = ATenOperator("cat")
  static let stack = ATenOperator("stack")
  static let split = ATenOperator("split", "Tensor")
  static let pad = ATenOperator("constant_pad_nd")
  static let convert = ATenOperator("to", "dtype")
  static let move = ATenOperator("to", "device")
  static let detach = ATenOperator("detach")
  static let clone = ATenOperator("clone")
  static let contiguous = ATenOperator("contiguous")
}

extension Tensor {
  /// The same elements under another shape; one size may be -1.
  package func reshape(_ shape: [Int]) throws -> Tensor {
    try withIntegers(shape) { try ATenOperator.reshape(.tensor(self), $0) }
  }

  /// The same memory under another shape; one size may be -1.
  package func view(_ shape: [Int]) throws -> Tensor {
    try withIntegers(shape) { try ATenOperator.view(.tensor(self), $0) }
  }

  /// All axes from `axis` on as one.
  package func flatten(from axis: Int = 0) throws -> Tensor {
    try ATenOperator.flatten(.tensor(self), .integer(axis), .integer(-1))
  }

  /// Two axes exchanged.
  package func transpose(_ first: Int, _ second: Int) throws -> Tensor {
    try ATenOperator.transpose(.tensor(self), .integer(first), .integer(second))
  }

  /// The axes in the order `axes`.
  package func permute(_ axes: [Int]) throws -> Tensor {
    try withIntegers(axes) { try ATenOperator.permute(.tensor(self), $0) }
  }

  /// With an axis of size 1 put in at `dim`.
  package func unsqueeze(_ dim: Int) throws -> Tensor {
    try ATenOperator.unsqueeze(.tensor(self), .integer(dim))
  }

  /// Without the axis `dim` of size 1.
  package func squeeze(_ dim: Int) throws -> Tensor {
    try ATenOperator.squeeze(.tensor(self), .integer(dim))
  }

  /// Without any axis of size 1.
  package func squeeze() throws -> Tensor { try ATenOperator.squeezeAll(.tensor(self)) }

  /// Axes of size 1 repeated to `shape`, without copying.
  package func expand(_ shape: [Int]) throws -> Tensor {
    try withIntegers(shape) { try ATenOperator.expand(.tensor(self), $0, .flag(false)) }
  }

  /// `count` entries of axis `dim` from `start` on, without copying.
  package func narrow(dim: Int, start: Int, count: Int) throws -> Tensor {
    try ATenOperator.narrow(.tensor(self), .integer(dim), .integer(start), .integer(count))
  }

  /// Entry `index` of axis `dim`, without that axis.
  package func select(dim: Int, _ index: Int) throws -> Tensor {
    try ATenOperator.pick(.tensor(self), .integer(dim), .integer(index))
  }

  /// The entries of axis `dim` that `indices`, int64, name.
  package func indexSelect(dim: Int, _ indices: Tensor) throws -> Tensor {
    try ATenOperator.indexSelect(.tensor(self), .integer(dim), .tensor(indices))
  }

  /// Along `dim`, the element that `indices` names at every place.
  package func gather(dim: Int, _ indices: Tensor) throws -> Tensor {
    try ATenOperator.gather(.tensor(self), .integer(dim), .tensor(indices), .flag(false))
  }

  /// Labels, `[batch]`, as rows with a single 1, `[batch, classes]`, float32.
  package func oneHot(_ classes: Int) throws -> Tensor {
    try ATenOperator.oneHot(.tensor(self), .integer(classes)).to(.float32)
  }

  /// Tensors one behind the other along `dim`.
  package static func concatenate(_ tensors: [Tensor], dim: Int) throws -> Tensor {
    try withTensors(tensors) { try ATenOperator.concatenate($0, .integer(dim)) }
  }

  /// Tensors side by side along a new axis `dim`.
  package static func stack(_ tensors: [Tensor], dim: Int) throws -> Tensor {
    try withTensors(tensors) { try ATenOperator.stack($0, .integer(dim)) }
  }

  /// Pieces of `size` entries of axis `dim`, the last one smaller if need be, without copying.
  package func split(_ size: Int, dim: Int) throws -> [Tensor] {
    let shape = self.shape
    guard size > 0, -shape.count..<shape.count ~= dim else {
      throw TorchError("\(shape) cannot be split into pieces of \(size) along axis \(dim)")
    }
    let length = shape[dim < 0 ? dim + shape.count : dim]
    return try ATenOperator.split.results(
      [.tensor(self), .integer(size), .integer(dim)], room: Swift.max(1, (length - 1) / size + 1))
  }

  /// At most `count` pieces of axis `dim`, all of one size but the last, without copying.
  package func chunk(_ count: Int, dim: Int) throws -> [Tensor] {
    let shape = self.shape
    guard count > 0, -shape.count..<shape.count ~= dim else {
      throw TorchError("\(shape) cannot be cut into \(count) along axis \(dim)")
    }
    let length = shape[dim < 0 ? dim + shape.count : dim]
    return try split(Swift.max(1, (length - 1) / count + 1), dim: dim)
  }

  /// Zeros behind the last axis until it has `size` entries.
  package func padded(to size: Int) throws -> Tensor {
    guard let last = shape.last, size >= last else {
      throw TorchError("\(shape) cannot be padded to \(size)")
    }
    let missing = size - last
    return try withIntegers([0, missing]) { try ATenOperator.pad(.tensor(self), $0, .number(0)) }
  }

  /// Elements of another type.
  package func to(_ type: ElementType) throws -> Tensor {
    try ATenOperator.convert(
      .tensor(self), .integer(type.code), .flag(false), .flag(false), .none)
  }

  /// Elements on another device.
  package func to(_ device: Device) throws -> Tensor {
    guard device != self.device, let type = elementType else { return self }
    return try device.description.withCString { name in
      try ATenOperator.move(
        .tensor(self), .device(name), .integer(type.code), .flag(false), .flag(false), .none)
    }
  }

  /// The same elements without a history.
  package func detach() throws -> Tensor { try ATenOperator.detach(.tensor(self)) }

  /// A copy.
  package func clone() throws -> Tensor { try ATenOperator.clone(.tensor(self), .none) }

  /// The elements in row-major order in memory.
  package func contiguous() throws -> Tensor {
    try ATenOperator.contiguous(.tensor(self), .integer(0))
  }

  /// Convolution's faster order in memory: channels innermost.
  package func channelsLast() throws -> Tensor {
    try ATenOperator.contiguous(.tensor(self), .integer(2))
  }

  /// A copy with channels innermost; a single channel's elements lie the same either way, but only
  /// the copy says so.
  func channelsLastCopy() throws -> Tensor { try ATenOperator.clone(.tensor(self), .integer(2)) }
}
