extension Operation {
  static let equal = Operation("eq", "Tensor")
  static let equalNumber = Operation("eq", "Scalar")
  static let unequal = Operation("ne", "Tensor")
  static let unequalNumber = Operation("ne", "Scalar")
  static let less = Operation("lt", "Tensor")
  static let lessNumber = Operation("lt", "Scalar")
  static let lessOrEqual = Operation("le", "Tensor")
  static let lessOrEqualNumber = Operation("le", "Scalar")
  static let greater = Operation("gt", "Tensor")
  static let greaterNumber = Operation("gt", "Scalar")
  static let greaterOrEqual = Operation("ge", "Tensor")
  static let greaterOrEqualNumber = Operation("ge", "Scalar")
}

extension Tensor {
  /// Where elements equal those of another tensor, as booleans.
  public static func .== (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.equal(.tensor(left), .tensor(right))
  }

  /// Where elements equal a number, as booleans.
  public static func .== (left: Tensor, right: Double) throws -> Tensor {
    try Operation.equalNumber(.tensor(left), .number(right))
  }

  /// Where elements differ from those of another tensor, as booleans.
  public static func .!= (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.unequal(.tensor(left), .tensor(right))
  }

  /// Where elements differ from a number, as booleans.
  public static func .!= (left: Tensor, right: Double) throws -> Tensor {
    try Operation.unequalNumber(.tensor(left), .number(right))
  }

  /// Where elements are below those of another tensor, as booleans.
  public static func .< (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.less(.tensor(left), .tensor(right))
  }

  /// Where elements are below a number, as booleans.
  public static func .< (left: Tensor, right: Double) throws -> Tensor {
    try Operation.lessNumber(.tensor(left), .number(right))
  }

  /// Where elements are at most those of another tensor, as booleans.
  public static func .<= (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.lessOrEqual(.tensor(left), .tensor(right))
  }

  /// Where elements are at most a number, as booleans.
  public static func .<= (left: Tensor, right: Double) throws -> Tensor {
    try Operation.lessOrEqualNumber(.tensor(left), .number(right))
  }

  /// Where elements are above those of another tensor, as booleans.
  public static func .> (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.greater(.tensor(left), .tensor(right))
  }

  /// Where elements are above a number, as booleans.
  public static func .> (left: Tensor, right: Double) throws -> Tensor {
    try Operation.greaterNumber(.tensor(left), .number(right))
  }

  /// Where elements are at least those of another tensor, as booleans.
  public static func .>= (left: Tensor, right: Tensor) throws -> Tensor {
    try Operation.greaterOrEqual(.tensor(left), .tensor(right))
  }

  /// Where elements are at least a number, as booleans.
  public static func .>= (left: Tensor, right: Double) throws -> Tensor {
    try Operation.greaterOrEqualNumber(.tensor(left), .number(right))
  }
}
