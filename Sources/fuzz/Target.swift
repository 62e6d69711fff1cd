/// A reader that is given inputs without end.
protocol Target: AnyObject {
  /// Makes an input into `input`, whose room is used again.
  func make(_ input: inout [UInt8], _ dice: inout Dice)

  /// Has the program read the input and checks what must hold whatever it is.
  ///
  /// - Throws: `Finding`.
  func read(_ input: [UInt8], _ dice: inout Dice) throws(Finding)
}

/// Something that does not hold for an input.
struct Finding: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Throws what is wrong unless `condition` holds.
func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Finding) {
  guard condition else { throw Finding(message()) }
}
