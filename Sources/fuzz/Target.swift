/// A reader that is given inputs without end.
protocol Target: AnyObject {
  /// Makes an input that has the form that the reader expects, mostly.
  func make(_ input: inout [UInt8], _ dice: inout Dice)

  /// Puts right, now and then, what hides the rest of a changed input, such as a length.
  func mend(_ input: inout [UInt8], _ dice: inout Dice)

  /// Has the program read the input and checks what must hold whatever it is.
  ///
  /// - Throws: `Finding`.
  func read(_ input: [UInt8], _ dice: inout Dice) throws(Finding)
}

extension Target {
  func mend(_ input: inout [UInt8], _ dice: inout Dice) {}

  /// The same with choices that follow from the input.
  func read(_ input: [UInt8]) throws(Finding) {
    var dice = Dice(reading: input)
    try read(input, &dice)
  }
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
