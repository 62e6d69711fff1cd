internal import CTorch

extension Operation {
  static let reshape = Operation("reshape")
  static let flatten = Operation("flatten", "using_ints")
  static let transpose = Operation("transpose", "int")
  static let permute = Operation("permute")
  static let unsqueeze = Operation("unsqueeze")
  static let squeeze = Operation("squeeze", "dim")
  static let expand = Operation("expand")
  static let narrow = Operation("narrow")
  static let pick = Operation("select", "int")
  static let indexSelect = Operation("index_select")
  static let gather = Operation("gather")
  static let oneHot = Operation("one_hot")
  static let concatenate = Operation("cat")
  static let stack = Operation("stack")
  static let pad = Operation("constant_pad_nd")
  static let convert = Operation("to", "dtype")
  static let move = Operation("to", "device")
  static let detach = Operation("detach")
  static let clone = Operation("clone")
  static let contiguous = Operation("contiguous")
  static let sum = Operation("sum")
  static let sumDimensions = Operation("sum", "dim_IntList")
  static let mean = Operation("mean")
  static let meanDimensions = Operation("mean", "dim")
  static let largest = Operation("max", "dim")
  static let argmax = Operation("argmax")
}

extension Tensor {
  /// The same elements under another shape; one size may be -1.
  public func reshape(_ shape: [Int]) throws -> Tensor {
    try withIntegers(shape) { try Operation.reshape(.tensor(self), $0) }
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

  /// Zeros behind the last axis until it has `size` entries.
  public func padded(to size: Int) throws -> Tensor {
    let missing = size - (shape.last ?? 0)
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

  /// The sum of all elements.
  public func sum() throws -> Tensor { try Operation.sum(.tensor(self), .none) }

  /// The sum over some axes.
  public func sum(dims: [Int], keepDims: Bool = false) throws -> Tensor {
    try withIntegers(dims) {
      try Operation.sumDimensions(.tensor(self), $0, .flag(keepDims), .none)
    }
  }

  /// The mean of all elements.
  public func mean() throws -> Tensor { try Operation.mean(.tensor(self), .none) }

  /// The mean over some axes.
  public func mean(dims: [Int], keepDims: Bool = false) throws -> Tensor {
    try withIntegers(dims) {
      try Operation.meanDimensions(.tensor(self), $0, .flag(keepDims), .none)
    }
  }

  /// The largest elements along `dim` and where they are.
  public func max(dim: Int) throws -> (values: Tensor, indices: Tensor) {
    let both = try Operation.largest.results(
      [.tensor(self), .integer(dim), .flag(false)], room: 2, needed: 2)
    return (both[0], both[1])
  }

  /// Where the largest element along `dim` is, int64.
  public func argmax(dim: Int) throws -> Tensor {
    try Operation.argmax(.tensor(self), .integer(dim), .flag(false))
  }
}
