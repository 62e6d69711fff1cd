extension Operation {
  static let add = Operation("add", "Tensor")
  static let addNumber = Operation("add", "Scalar")
  static let subtract = Operation("sub", "Tensor")
  static let multiply = Operation("mul", "Tensor")
  static let multiplyNumber = Operation("mul", "Scalar")
  static let divide = Operation("div", "Tensor")
  static let divideNumber = Operation("div", "Scalar")
  static let negative = Operation("neg")
  static let reciprocal = Operation("reciprocal")
  static let matmul = Operation("matmul")
  static let symmetricEigenvectors = Operation("linalg_eigh")
  static let exp = Operation("exp")
  static let log = Operation("log")
  static let sqrt = Operation("sqrt")
  static let square = Operation("square")
  static let power = Operation("pow", "Tensor_Scalar")
  static let absolute = Operation("abs")
  static let floor = Operation("floor")
  static let tanh = Operation("tanh")
  static let sigmoid = Operation("sigmoid")
  static let relu = Operation("relu")
  static let leakyRelu = Operation("leaky_relu")
  static let softplus = Operation("softplus")
  static let clamp = Operation("clamp")
  static let softmax = Operation("softmax", "int")
  static let logSoftmax = Operation("log_softmax", "int")
  static let select = Operation("where", "self")
  static let maximum = Operation("maximum")
  static let addInPlace = Operation("add_", "Tensor")
  static let multiplyInPlace = Operation("mul_", "Tensor")
  static let addNumberInPlace = Operation("add_", "Scalar")
  static let multiplyNumberInPlace = Operation("mul_", "Scalar")
  static let divideNumberInPlace = Operation("div_", "Scalar")
  static let fillInPlace = Operation("fill_", "Scalar")
  static let copyInPlace = Operation("copy_")
}

extension Tensor {
  /// Elementwise, with broadcasting.
  public static func + (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.add(.tensor(left), .tensor(right), .integer(1))
  }

  /// Elementwise, with broadcasting.
  public static func - (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.subtract(.tensor(left), .tensor(right), .integer(1))
  }

  /// Elementwise, with broadcasting.
  public static func * (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.multiply(.tensor(left), .tensor(right))
  }

  /// Elementwise, with broadcasting.
  public static func / (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.divide(.tensor(left), .tensor(right))
  }

  /// Adds a number to every element.
  public static func + (left: Tensor, right: Double) throws -> Tensor {
    try Operation.addNumber(.tensor(left), .number(right), .integer(1))
  }

  /// Takes a number from every element.
  public static func - (left: Tensor, right: Double) throws -> Tensor { try left + -right }

  /// Takes every element from a number.
  public static func - (left: Double, right: Tensor) throws -> Tensor { try -right + left }

  /// Multiplies every element by a number.
  public static func * (left: Tensor, right: Double) throws -> Tensor {
    try Operation.multiplyNumber(.tensor(left), .number(right))
  }

  /// Multiplies every element by a number.
  public static func * (left: Double, right: Tensor) throws -> Tensor { try right * left }

  /// Divides every element by a number.
  public static func / (left: Tensor, right: Double) throws -> Tensor {
    try Operation.divideNumber(.tensor(left), .number(right))
  }

  /// Divides a number by every element.
  public static func / (left: Double, right: Tensor) throws -> Tensor {
    try right.reciprocal() * left
  }

  /// Every element with its sign changed.
  public static prefix func - (operand: Tensor) throws -> Tensor {
    try Operation.negative(.tensor(operand))
  }

  /// The matrix product.
  public func matmul(_ other: Tensor) throws -> Tensor {
    try Operation.matmul(.tensor(self), .tensor(other))
  }

  /// Eigenvalues, `[size]` in growing order, and eigenvectors, `[size, eigenvector]`, of a symmetric
  /// matrix.
  ///
  /// - Throws: `TorchError` if elements are not finite or the method does not converge.
  public func eigenvectors() throws -> (values: Tensor, vectors: Tensor) {
    guard try to(.float64).sum().item().isFinite else {
      throw TorchError("a matrix with numbers that are not finite has no eigenvectors")
    }
    let both = try Operation.symmetricEigenvectors.results([.tensor(self)], room: 2, needed: 2)
    return (both[0], both[1])
  }

  /// E to the power of every element.
  public func exp() throws -> Tensor { try Operation.exp(.tensor(self)) }

  /// The natural logarithm of every element.
  public func log() throws -> Tensor { try Operation.log(.tensor(self)) }

  /// The square root of every element.
  public func sqrt() throws -> Tensor { try Operation.sqrt(.tensor(self)) }

  /// The square of every element.
  public func square() throws -> Tensor { try Operation.square(.tensor(self)) }

  /// The absolute value of every element.
  public func abs() throws -> Tensor { try Operation.absolute(.tensor(self)) }

  /// The largest whole number that is not above, for every element; its gradient is 0.
  public func floor() throws -> Tensor { try Operation.floor(.tensor(self)) }

  /// The hyperbolic tangent of every element.
  public func tanh() throws -> Tensor { try Operation.tanh(.tensor(self)) }

  /// 1 / (1 + e^-x) of every element.
  public func sigmoid() throws -> Tensor { try Operation.sigmoid(.tensor(self)) }

  /// Max(x, 0) of every element.
  public func relu() throws -> Tensor { try Operation.relu(.tensor(self)) }

  /// 1 / x of every element.
  public func reciprocal() throws -> Tensor { try Operation.reciprocal(.tensor(self)) }

  /// Every element to the power of `exponent`.
  public func pow(_ exponent: Double) throws -> Tensor {
    try Operation.power(.tensor(self), .number(exponent))
  }

  /// x where positive, `slope` x where negative.
  public func leakyRelu(_ slope: Double = 0.01) throws -> Tensor {
    try Operation.leakyRelu(.tensor(self), .number(slope))
  }

  /// log(1 + e^x) of every element.
  public func softplus() throws -> Tensor {
    try Operation.softplus(.tensor(self), .number(1), .number(20))
  }

  /// Every element brought into `lower ... upper`.
  public func clamp(_ lower: Double?, _ upper: Double?) throws -> Tensor {
    try Operation.clamp(.tensor(self), .number(lower), .number(upper))
  }

  /// Shares that sum to 1 along `dim`.
  public func softmax(dim: Int) throws -> Tensor {
    try Operation.softmax(.tensor(self), .integer(dim), .none)
  }

  /// The logarithm of `softmax`.
  public func logSoftmax(dim: Int) throws -> Tensor {
    try Operation.logSoftmax(.tensor(self), .integer(dim), .none)
  }

  /// The larger of two elements, everywhere.
  public func maximum(_ other: Tensor) throws -> Tensor {
    try Operation.maximum(.tensor(self), .tensor(other))
  }

  /// Elements of `first` where this boolean tensor holds, else those of `second`.
  public func choose(_ first: Tensor, _ second: Tensor) throws -> Tensor {
    try Operation.select(.tensor(self), .tensor(first), .tensor(second))
  }

  /// Adds `scale` times `other` in place.
  public func add(inPlace other: Tensor, scale: Double = 1) throws {
    try Operation.addInPlace.run(.tensor(self), .tensor(other), .number(scale))
  }

  /// Multiplies by `other` in place.
  public func multiply(inPlace other: Tensor) throws {
    try Operation.multiplyInPlace.run(.tensor(self), .tensor(other))
  }

  /// Adds a number in place.
  public func add(inPlace number: Double) throws {
    try Operation.addNumberInPlace.run(.tensor(self), .number(number), .integer(1))
  }

  /// Multiplies by a number in place.
  public func multiply(inPlace number: Double) throws {
    try Operation.multiplyNumberInPlace.run(.tensor(self), .number(number))
  }

  /// Divides by a number in place.
  public func divide(inPlace number: Double) throws {
    try Operation.divideNumberInPlace.run(.tensor(self), .number(number))
  }

  /// Sets every element to 0.
  public func zero() throws { try fill(0) }

  /// Sets every element.
  public func fill(_ value: Double) throws {
    try Operation.fillInPlace.run(.tensor(self), .number(value))
  }

  /// Takes over the elements of `other`.
  public func copy(from other: Tensor) throws {
    try Operation.copyInPlace.run(.tensor(self), .tensor(other), .flag(false))
  }
}
