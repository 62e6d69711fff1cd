/// An operator between two values of an expression.
package enum Operator: String, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case unequal = "!="

  /// Precedence: comparisons 1, sums 2, products 3.
  var precedence: Int {
    switch self {
    case .multiply, .divide: 3
    case .add, .subtract: 2
    default: 1
    }
  }

  /// Whether it compares; comparisons cannot be chained.
  package var isComparison: Bool { precedence == 1 }
}
