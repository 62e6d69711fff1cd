/// A number in JSON: what is no finite number is a word.
struct FigureNumber: Codable {
  let value: Double

  init(_ value: Double) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
      return
    }
    switch try container.decode(String.self) {
    case "nan": value = .nan
    case "inf": value = .infinity
    case "-inf": value = -.infinity
    default: throw FigureError("a number that is none")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else {
      try container.encode(value.isNaN ? "nan" : value < 0 ? "-inf" : "inf")
    }
  }
}

extension Array where Element == Double {
  var figureNumbers: [FigureNumber] { map(FigureNumber.init) }
}

extension ClosedRange where Bound == Double {
  var figureNumbers: [FigureNumber] { [lowerBound, upperBound].figureNumbers }

  /// Reads a range as two numbers, the lower first.
  init(_ numbers: [FigureNumber]) throws {
    guard numbers.count == 2, numbers[0].value <= numbers[1].value else {
      throw FigureError("a range that is none")
    }
    self = numbers[0].value...numbers[1].value
  }
}
