/// A prompt with escape sequences for colours, and the cells that it takes.
struct PromptText {
  /// What is written.
  let text: String
  let width: Int

  init(_ prompt: String) {
    var text = String.UnicodeScalarView()
    var width = 0
    var isInSequence = false
    for scalar in prompt.unicodeScalars {
      if scalar == "\u{1b}" {
        isInSequence = true
      } else if isInSequence {
        isInSequence = scalar == "[" || !(0x40...0x7e).contains(scalar.value)
      } else {
        guard !Cells.isHidden(scalar) else { continue }
        width += Cells.width(of: scalar)
      }
      text.append(scalar)
    }
    (self.text, self.width) = (String(text), width)
  }
}
