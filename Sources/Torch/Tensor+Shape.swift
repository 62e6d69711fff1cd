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
    try ATenOperator.reshape(.tensor(self), .integers(shape))
  }

  /// The same memory under another shape; one size may be -1.
  package func view(_ shape: [Int]) throws -> Tensor {
    try ATenOperator.view(.tensor(self), .integers(shape))
  }

  /// All axes from `axis` on merged into one.
  package func flatten(from axis: Int = 0) throws -> Tensor {
    try ATenOperator.flatten(.tensor(self), .integer(axis), .integer(-1))
  }

  /// Two axes exchanged.
  package func transpose(_ first: Int, _ second: Int) throws -> Tensor {
    try ATenOperator.transpose(.tensor(self), .integer(first), .integer(second))
  }

  /// The axes in the order `axes`.
  package func permute(_ axes: [Int]) throws -> Tensor {
    try ATenOperator.permute(.tensor(self), .integers(axes))
  }

  /// With an axis of size 1 inserted at `dim`.
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
    try ATenOperator.expand(.tensor(self), .integers(shape), .flag(false))
  }

  /// `count` entries of axis `dim` from `start` on, without copying.
  package func narrow(dim: Int, start: Int, count: Int) throws -> Tensor {
    try ATenOperator.narrow(.tensor(self), .integer(dim), .integer(start), .integer(count))
  }

  /// Entry `index` of axis `dim`, without that axis.
  package func select(dim: Int, _ index: Int) throws -> Tensor {
    try ATenOperator.pick(.tensor(self), .integer(dim), .integer(index))
  }

  /// The entries of axis `dim` at `indices`, int64.
  package func indexSelect(dim: Int, _ indices: Tensor) throws -> Tensor {
    try ATenOperator.indexSelect(.tensor(self), .integer(dim), .tensor(indices))
  }

  /// At every place, the element along `dim` at the index that `indices` holds there.
  package func gather(dim: Int, _ indices: Tensor) throws -> Tensor {
    try ATenOperator.gather(.tensor(self), .integer(dim), .tensor(indices), .flag(false))
  }

  /// Labels, `[batch]`, as one-hot rows, `[batch, classes]`, float32.
  package func oneHot(_ classes: Int) throws -> Tensor {
    try ATenOperator.oneHot(.tensor(self), .integer(classes)).to(.float32)
  }

  /// The tensors concatenated along `dim`.
  package static func concatenate(_ tensors: [Tensor], dim: Int) throws -> Tensor {
    try ATenOperator.concatenate(.tensors(tensors), .integer(dim))
  }

  /// The tensors stacked along a new axis `dim`.
  package static func stack(_ tensors: [Tensor], dim: Int) throws -> Tensor {
    try ATenOperator.stack(.tensors(tensors), .integer(dim))
  }

  /// Pieces of `size` entries of axis `dim`, the last one possibly smaller, without copying.
  package func split(_ size: Int, dim: Int) throws -> [Tensor] {
    let shape = self.shape
    guard size > 0, -shape.count..<shape.count ~= dim else {
      throw TorchError("\(shape) cannot be split into pieces of \(size) along axis \(dim)")
    }
    let length = shape[dim < 0 ? dim + shape.count : dim]
    return try ATenOperator.split.results(
      [.tensor(self), .integer(size), .integer(dim)], room: Swift.max(1, (length - 1) / size + 1))
  }

  /// At most `count` pieces of axis `dim`, all of the same size but the last, without copying.
  package func chunk(_ count: Int, dim: Int) throws -> [Tensor] {
    let shape = self.shape
    guard count > 0, -shape.count..<shape.count ~= dim else {
      throw TorchError("\(shape) cannot be cut into \(count) along axis \(dim)")
    }
    let length = shape[dim < 0 ? dim + shape.count : dim]
    return try split(Swift.max(1, (length - 1) / count + 1), dim: dim)
  }

  /// The last axis extended with zeros to `size` entries.
  package func padded(to size: Int) throws -> Tensor {
    guard let last = shape.last, size >= last else {
      throw TorchError("\(shape) cannot be padded to \(size)")
    }
    let missing = size - last
    return try ATenOperator.pad(.tensor(self), .integers([0, missing]), .number(0))
  }

  /// The elements converted to another type.
  package func to(_ type: ElementType) throws -> Tensor {
    try ATenOperator.convert(
      .tensor(self), .integer(type.code), .flag(false), .flag(false), .none)
  }

  /// The elements on another device.
  package func to(_ device: Device) throws -> Tensor {
    guard device != self.device, let type = elementType else { return self }
    return try ATenOperator.move(
      .tensor(self), .device(device), .integer(type.code), .flag(false), .flag(false), .none)
  }

  /// The same elements without their graph.
  package func detach() throws -> Tensor { try ATenOperator.detach(.tensor(self)) }

  /// A copy.
  package func clone() throws -> Tensor { try ATenOperator.clone(.tensor(self), .none) }

  /// The elements in row-major order in memory.
  package func contiguous() throws -> Tensor {
    try ATenOperator.contiguous(.tensor(self), .integer(0))
  }

  /// The elements of images or kernels in the order that convolutions prefer: channels innermost.
  package func channelsLast() throws -> Tensor {
    try ATenOperator.contiguous(.tensor(self), .integer(2))
  }

  /// A copy with channels innermost, also where a single channel leaves the order of the elements as
  /// it is and `channelsLast` would return the tensor itself.
  func channelsLastCopy() throws -> Tensor { try ATenOperator.clone(.tensor(self), .integer(2)) }
}
