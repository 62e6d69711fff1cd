extension ATenOperator {
  static let add = ATenOperator("add", "Tensor")
  static let addNumber = ATenOperator("add", "Scalar")
  static let subtract = ATenOperator("sub", "Tensor")
  static let multiply = ATenOperator("mul", "Tensor")
  static let multiplyNumber = ATenOperator("mul", "Scalar")
  static let divide = ATenOperator("div", "Tensor")
  static let divideNumber = ATenOperator("div", "Scalar")
  static let negative = ATenOperator("neg")
  static let reciprocal = ATenOperator("reciprocal")
  static let matmul = ATenOperator("matmul")
  static let symmetricEigenvectors = ATenOperator("linalg_eigh")
  static let exp = ATenOperator("exp")
  static let log = ATenOperator("log")
  static let sqrt = ATenOperator("sqrt")
  static let square = ATenOperator("square")
  static let power = ATenOperator("pow", "Tensor_Scalar")
  static let absolute = ATenOperator("abs")
  static let floor = ATenOperator("floor")
  static let cosine = ATenOperator("cos")
  static let tanh = ATenOperator("tanh")
  static let sigmoid = ATenOperator("sigmoid")
  static let relu = ATenOperator("relu")
  static let leakyRelu = ATenOperator("leaky_relu")
  static let softplus = ATenOperator("softplus")
  static let clamp = ATenOperator("clamp")
  static let softmax = ATenOperator("softmax", "int")
  static let logSoftmax = ATenOperator("log_softmax", "int")
  static let select = ATenOperator("where", "self")
  static let maximum = ATenOperator("maximum")
  static let addInPlace = ATenOperator("add_", "Tensor")
  static let multiplyInPlace = ATenOperator("mul_", "Tensor")
  static let addNumberInPlace = ATenOperator("add_", "Scalar")
  static let multiplyNumberInPlace = ATenOperator("mul_", "Scalar")
  static let divideNumberInPlace = ATenOperator("div_", "Scalar")
  static let fillInPlace = ATenOperator("fill_", "Scalar")
  static let copyInPlace = ATenOperator("copy_")
}

extension Tensor {
  /// Elementwise, with broadcasting.
  package static func + (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.add(.tensor(left), .tensor(right), .integer(1))
  }

  /// Elementwise, with broadcasting.
  package static func - (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.subtract(.tensor(left), .tensor(right), .integer(1))
  }

  /// Elementwise, with broadcasting.
  package static func * (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.multiply(.tensor(left), .tensor(right))
  }

  /// Elementwise, with broadcasting.
  package static func / (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.divide(.tensor(left), .tensor(right))
  }

  /// Adds a number to every element.
  package static func + (left: Tensor, right: Double) throws -> Tensor {
    try ATenOperator.addNumber(.tensor(left), .number(right), .integer(1))
  }

  /// Subtracts a number from every element.
  package static func - (left: Tensor, right: Double) throws -> Tensor { try left + -right }

  /// Subtracts every element from a number.
  package static func - (left: Double, right: Tensor) throws -> Tensor { try -right + left }

  /// Multiplies every element by a number.
  package static func * (left: Tensor, right: Double) throws -> Tensor {
    try ATenOperator.multiplyNumber(.tensor(left), .number(right))
  }

  /// Multiplies every element by a number.
  package static func * (left: Double, right: Tensor) throws -> Tensor { try right * left }

  /// Divides every element by a number.
  package static func / (left: Tensor, right: Double) throws -> Tensor {
    try ATenOperator.divideNumber(.tensor(left), .number(right))
  }

  /// Divides a number by every element.
  package static func / (left: Double, right: Tensor) throws -> Tensor {
    try right.reciprocal() * left
  }

  /// Every element negated.
  package static prefix func - (operand: Tensor) throws -> Tensor {
    try ATenOperator.negative(.tensor(operand))
  }

  /// The matrix product.
  package func matmul(_ other: Tensor) throws -> Tensor {
    try ATenOperator.matmul(.tensor(self), .tensor(other))
  }

  /// Eigenvalues, `[size]` in ascending order, and eigenvectors, `[size, eigenvector]`, of a symmetric
  /// matrix.
  ///
  /// - Throws: `TorchError` if elements are not finite or the method does not converge.
  package func eigenvectors() throws -> (values: Tensor, vectors: Tensor) {
    guard try to(.float64).sum().item().isFinite else {
      throw TorchError("a matrix with elements that are not finite has no eigenvectors")
    }
    let both = try ATenOperator.symmetricEigenvectors.results([.tensor(self)], room: 2, needed: 2)
    return (both[0], both[1])
  }

  /// The exponential of every element.
  package func exp() throws -> Tensor { try ATenOperator.exp(.tensor(self)) }

  /// The natural logarithm of every element.
  package func log() throws -> Tensor { try ATenOperator.log(.tensor(self)) }

  /// The square root of every element.
  package func sqrt() throws -> Tensor { try ATenOperator.sqrt(.tensor(self)) }

  /// The square of every element.
  package func square() throws -> Tensor { try ATenOperator.square(.tensor(self)) }

  /// The absolute value of every element.
  package func abs() throws -> Tensor { try ATenOperator.absolute(.tensor(self)) }

  /// Every element rounded down; the gradient is 0.
  package func floor() throws -> Tensor { try ATenOperator.floor(.tensor(self)) }

  /// The cosine of every element.
  package func cosine() throws -> Tensor { try ATenOperator.cosine(.tensor(self)) }

  /// The hyperbolic tangent of every element.
  package func tanh() throws -> Tensor { try ATenOperator.tanh(.tensor(self)) }

  /// 1 / (1 + e^-x) of every element.
  package func sigmoid() throws -> Tensor { try ATenOperator.sigmoid(.tensor(self)) }

  /// ReLU of every element: max(x, 0).
  package func relu() throws -> Tensor { try ATenOperator.relu(.tensor(self)) }

  /// 1 / x of every element.
  package func reciprocal() throws -> Tensor { try ATenOperator.reciprocal(.tensor(self)) }

  /// Every element to the power of `exponent`.
  package func pow(_ exponent: Double) throws -> Tensor {
    try ATenOperator.power(.tensor(self), .number(exponent))
  }

  /// x where positive, `slope` x where negative.
  package func leakyRelu(_ slope: Double = 0.01) throws -> Tensor {
    try ATenOperator.leakyRelu(.tensor(self), .number(slope))
  }

  /// log(1 + e^x) of every element.
  package func softplus() throws -> Tensor {
    try ATenOperator.softplus(.tensor(self), .number(1), .number(20))
  }

  /// Every element limited to `lower ... upper`.
  package func clamp(_ lower: Double?, _ upper: Double?) throws -> Tensor {
    try ATenOperator.clamp(.tensor(self), .number(lower), .number(upper))
  }

  /// Softmax along `dim`.
  package func softmax(dim: Int) throws -> Tensor {
    try ATenOperator.softmax(.tensor(self), .integer(dim), .none)
  }

  /// The logarithm of `softmax`.
  package func logSoftmax(dim: Int) throws -> Tensor {
    try ATenOperator.logSoftmax(.tensor(self), .integer(dim), .none)
  }

  /// The elementwise maximum.
  package func maximum(_ other: Tensor) throws -> Tensor {
    try ATenOperator.maximum(.tensor(self), .tensor(other))
  }

  /// Elements of `first` where this boolean tensor is true, else those of `second`.
  package func choose(_ first: Tensor, _ second: Tensor) throws -> Tensor {
    try ATenOperator.select(.tensor(self), .tensor(first), .tensor(second))
  }

  /// Adds `scale` times `other` in place.
  package func add(inPlace other: Tensor, scale: Double = 1) throws {
    try ATenOperator.addInPlace.run(.tensor(self), .tensor(other), .number(scale))
  }

  /// Multiplies by `other` in place.
  package func multiply(inPlace other: Tensor) throws {
    try ATenOperator.multiplyInPlace.run(.tensor(self), .tensor(other))
  }

  /// Adds a number in place.
  package func add(inPlace number: Double) throws {
    try ATenOperator.addNumberInPlace.run(.tensor(self), .number(number), .integer(1))
  }

  /// Multiplies by a number in place.
  package func multiply(inPlace number: Double) throws {
    try ATenOperator.multiplyNumberInPlace.run(.tensor(self), .number(number))
  }

  /// Divides by a number in place.
  package func divide(inPlace number: Double) throws {
    try ATenOperator.divideNumberInPlace.run(.tensor(self), .number(number))
  }

  /// Sets every element to 0.
  package func zero() throws { try fill(0) }

  /// Sets every element.
  package func fill(_ value: Double) throws {
    try ATenOperator.fillInPlace.run(.tensor(self), .number(value))
  }

  /// Copies the elements of `other` in place.
  package func copy(from other: Tensor) throws {
    try ATenOperator.copyInPlace.run(.tensor(self), .tensor(other), .flag(false))
  }
}
