extension ATenOperator {
  static let equal = ATenOperator("eq", "Tensor")
  static let equalNumber = ATenOperator("eq", "Scalar")
  static let unequal = ATenOperator("ne", "Tensor")
  static let unequalNumber = ATenOperator("ne", "Scalar")
  static let less = ATenOperator("lt", "Tensor")
  static let lessNumber = ATenOperator("lt", "Scalar")
  static let lessOrEqual = ATenOperator("le", "Tensor")
  static let lessOrEqualNumber = ATenOperator("le", "Scalar")
  static let greater = ATenOperator("gt", "Tensor")
  static let greaterNumber = ATenOperator("gt", "Scalar")
  static let greaterOrEqual = ATenOperator("ge", "Tensor")
  static let greaterOrEqualNumber = ATenOperator("ge", "Scalar")
}

extension Tensor {
  /// Where elements equal those of another tensor, as booleans.
  package static func .== (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.equal(.tensor(left), .tensor(right))
  }

  /// Where elements equal a number, as booleans.
  package static func .== (left: Tensor, right: Double) throws -> Tensor {
    try ATenOperator.equalNumber(.tensor(left), .number(right))
  }

  /// Where elements differ from those of another tensor, as booleans.
  package static func .!= (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.unequal(.tensor(left), .tensor(right))
  }

  /// Where elements differ from a number, as booleans.
  package static func .!= (left: Tensor, right: Double) throws -> Tensor {
    try ATenOperator.unequalNumber(.tensor(left), .number(right))
  }

  /// Where elements are below those of another tensor, as booleans.
  package static func .< (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.less(.tensor(left), .tensor(right))
  }

  /// Where elements are below a number, as booleans.
  package static func .< (left: Tensor, right: Double) throws -> Tensor {
    try ATenOperator.lessNumber(.tensor(left), .number(right))
  }

  /// Where elements are at most those of another tensor, as booleans.
  package static func .<= (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.lessOrEqual(.tensor(left), .tensor(right))
  }

  /// Where elements are at most a number, as booleans.
  package static func .<= (left: Tensor, right: Double) throws -> Tensor {
    try ATenOperator.lessOrEqualNumber(.tensor(left), .number(right))
  }

  /// Where elements are above those of another tensor, as booleans.
  package static func .> (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.greater(.tensor(left), .tensor(right))
  }

  /// Where elements are above a number, as booleans.
  package static func .> (left: Tensor, right: Double) throws -> Tensor {
    try ATenOperator.greaterNumber(.tensor(left), .number(right))
  }

  /// Where elements are at least those of another tensor, as booleans.
  package static func .>= (left: Tensor, right: Tensor) throws -> Tensor {
    try ATenOperator.greaterOrEqual(.tensor(left), .tensor(right))
  }

  /// Where elements are at least a number, as booleans.
  package static func .>= (left: Tensor, right: Double) throws -> Tensor {
    try ATenOperator.greaterOrEqualNumber(.tensor(left), .number(right))
  }
}
