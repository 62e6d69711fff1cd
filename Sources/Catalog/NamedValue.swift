/// A value of a result with its name.
package struct NamedValue: Sendable, Equatable {
  package let name: String
  package let value: Value
  /// Whether it differs from run to run (a time) and is never compared.
  package let isVolatile: Bool

  package init(_ name: String, _ value: Value, volatile: Bool = false) {
    (self.name, self.value, isVolatile) = (name, value, volatile)
  }
}
