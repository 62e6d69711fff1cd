/// The colours that figures use: series colours and the scale of heat maps.
enum Palette {
  /// Okabe-Ito colours that show on dark and on light terminals.
  static let terminal: [Colour] = [
    Colour(86, 180, 233), Colour(230, 159, 0), Colour(0, 158, 115), Colour(204, 121, 167),
    Colour(213, 94, 0), Colour(0, 114, 178),
  ]

  /// Okabe-Ito colours that show on white paper.
  static let paper: [Colour] = [
    Colour(0, 114, 178), Colour(213, 94, 0), Colour(0, 158, 115), Colour(230, 159, 0),
    Colour(204, 121, 167), Colour(86, 180, 233), Colour.black,
  ]

  /// Colour at `fraction` (0...1) of a scale from dark blue to yellow that rises evenly in
  /// lightness and reads the same with colour-blind eyes (the stops of cividis).
  static func heat(_ fraction: Double) -> Colour {
    let position = min(1, max(0, fraction.isNaN ? 0 : fraction)) * Double(stops.count - 1)
    let lower = min(stops.count - 2, Int(position))
    let part = position - Double(lower)
    func blend(_ channel: KeyPath<Colour, UInt8>) -> UInt8 {
      let (from, to) = (Double(stops[lower][keyPath: channel]), stops[lower + 1][keyPath: channel])
      return UInt8((from + (Double(to) - from) * part).rounded())
    }
    return Colour(blend(\.red), blend(\.green), blend(\.blue))
  }

  private static let stops: [Colour] = [
    Colour(0, 34, 78), Colour(66, 78, 108), Colour(124, 123, 120), Colour(188, 175, 111),
    Colour(254, 232, 56),
  ]
}
