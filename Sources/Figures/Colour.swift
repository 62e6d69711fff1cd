import Foundation

/// A colour of the sRGB space, 8 bits a channel.
struct Colour: Sendable, Equatable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  static let black = Colour(0, 0, 0)
  static let white = Colour(255, 255, 255)

  /// `#rrggbb`, for SVG.
  var hexadecimal: String {
    let digits = [red, green, blue].map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "#" + digits.joined()
  }

  /// Relative luminance of the W3C contrast rules, 0 (black) to 1 (white).
  var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  /// Black or white, whichever reads better on this colour.
  var readableInk: Colour {
    (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? .black : .white
  }

  /// Index of the nearest entry of the 256-colour palette (colour cube or grey ramp, 16...255).
  var paletteIndex: Int {
    let levels = [red, green, blue].map(Self.nearestLevel)
    let cube = levels.map { Self.cubeLevels[$0] }
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let step = min(23, max(0, (mean - 3) / 10))
    let grey = 8 + 10 * step
    if distance(to: [grey, grey, grey]) < distance(to: cube) { return 232 + step }
    return 16 + 36 * levels[0] + 6 * levels[1] + levels[2]
  }

  private func distance(to other: [Int]) -> Int {
    let differences = [Int(red) - other[0], Int(green) - other[1], Int(blue) - other[2]]
    return differences.reduce(0) { $0 + $1 * $1 }
  }

  private static let cubeLevels = [0, 95, 135, 175, 215, 255]

  private static func nearestLevel(_ byte: UInt8) -> Int {
    byte < 48 ? 0 : byte < 115 ? 1 : (Int(byte) - 35) / 40
  }

  private static func linear(_ byte: UInt8) -> Double {
    linearValues[Int(byte)]
  }

  private static let linearValues: [Double] = (0...255).map { byte in
    let value = Double(byte) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}
