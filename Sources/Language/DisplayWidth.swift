internal import CText

/// How many terminal cells text takes.
enum DisplayWidth {
  /// The cells of one scalar: 0 for marks that combine, 2 for wide scripts and emoji, else 1.
  static func cells(_ scalar: Unicode.Scalar) -> Int {
    let width = scalar.value < 0x300 ? 1 : Int(ctx_width(scalar.value))
    return width < 0 ? 1 : width
  }
}
