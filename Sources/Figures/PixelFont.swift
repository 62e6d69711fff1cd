/// Letters of five by seven pixels, for drawings as pixels.
enum PixelFont {
  /// Pixels of a letter from the top to the line that it stands on.
  static let height = 7
  /// From the beginning of a letter to that of the next.
  static let advance = 6

  /// Pixels that `text` takes; its last letter needs no room after it.
  static func width(of text: String) -> Int { max(0, text.unicodeScalars.count * advance - 1) }

  /// Draws `text` with its upper left corner at `origin`; what has no letter is left out.
  ///
  /// - Parameter zoom: pixels of the canvas for a pixel of a letter.
  static func draw(
    _ text: String, at origin: (x: Int, y: Int), zoom: Int, isBold: Bool, _ colour: Colour,
    on canvas: inout PixelCanvas
  ) {
    for (place, scalar) in text.unicodeScalars.enumerated() {
      guard let rows = letter(scalar) else { continue }
      for (row, bits) in rows.enumerated() {
        for column in 0..<5 where bits >> UInt8(4 - column) & 1 == 1 {
          let x = origin.x + (place * advance + column) * zoom
          let y = origin.y + row * zoom
          canvas.fill(x: x..<(x + zoom + (isBold ? 1 : 0)), y: y..<(y + zoom), colour)
        }
      }
    }
  }

  private static func letter(_ scalar: Unicode.Scalar) -> ArraySlice<UInt8>? {
    guard (33...126).contains(scalar.value) else { return nil }
    let start = Int(scalar.value - 33) * height
    return rows[start..<(start + height)]
  }

  /// For each letter from `!` to `~` seven rows of five bits, the first row on top, the highest bit on
  /// the left, written as digits of base 32.
  private static let rows: [UInt8] = [
    "4444404AA00000AAVAVAA4FKE5U4OP248J3CIK8LID44000002488842842224804LEL40044V4400000C48",
    "000V00000000CC01248G0EHJLPHE4C4444EEH1248VV2421HE26AIV22VGU11HE68GUHHEV124888EHHEHHE",
    "EHHF12C0CC0CC00CC0C48248G84200V0V008421248EH12404EH1DLLEEHHVHHHUHHUHHUEHGGGHESIHHHIS",
    "VGGUGGVVGGUGGGEHGNHHFHHHVHHHE44444E72222ICHIKOKIHGGGGGGVHRLLHHHHHPLJHHEHHHHHEUHHUGGG",
    "EHHHLIDUHHUKIHFGGE11UV444444HHHHHHEHHHHHA4HHHLLRHHHA4AHHHHA4444V1248GVE88888E0G84210",
    "E22222E4AH0000000000V840000000E1FHFGGUHHHU00EGGHE11FHHHF00EHVGE698S8880FHHF1EGGUHHHH",
    "40C444E20622ICGGIKOKIC44444E00QLLHH00UHHHH00EHHHE0UHHUGG0FHHF1100MPGGG00FGE1U88S8896",
    "00HHHJD00HHHA400HHLLA00HA4AH0HHHF1E00V248V244844244444448442448008L200",
  ].joined().utf8.map { $0 < 65 ? $0 - 48 : $0 - 55 }
}
