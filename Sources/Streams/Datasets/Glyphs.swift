import Catalog
import Torch

/// Small made images: each class is a figure of strokes, each image a moved and noisy copy of it.
package enum Glyphs: DatasetReader {
  static let figures = Parameter(
    "figures", .integer(2...256), default: 10, "how many figures, one class each")
  static let train = Parameter(
    "train", .integer(1...100_000), default: 100, "training images per class")
  static let test = Parameter("test", .integer(1...100_000), default: 20, "test images per class")
  static let size = Parameter("size", .integer(8...16), default: 12, "rows and columns")
  static let seed = Parameter(
    "seed", .integer(0...Int.max), default: 1, "another seed, other figures")

  /// Its card.
  package static let card = Card(
    "glyphs", "made figures of strokes with noise, 8x8 to 16x16 grey, no files needed",
    parameters: [figures, train, test, size, seed],
    example: "data d = glyphs figures=4 split=2",
    source: "made by this program",
    notes: "Figures join random points of a 3x3 grid; each image is moved by up to one pixel and "
      + "has noise. The same options give the same bytes everywhere.")

  /// Makes the images.
  package static func read(
    _ settings: Settings, in directory: DataDirectory, operand path: String?
  ) throws -> Dataset {
    let count = settings[figures]
    guard count * (settings[train] + settings[test]) <= 4_000_000 else {
      throw StreamsError.option("glyphs: these are too many images; use less of train= or test=")
    }
    let size = settings[size]
    var random = KeyedNumbers(seed: UInt64(settings[seed]))
    let drawings = drawings(count, size: size, &random)
    return try Dataset(
      name: "glyphs", train: archive(drawings, settings[train], size: size, &random),
      test: archive(drawings, settings[test], size: size, &random),
      classNames: (0..<count).map(String.init))
  }

  /// Different sets of strokes, drawn [size, size].
  private static func drawings(
    _ count: Int, size: Int, _ random: inout KeyedNumbers
  ) -> [[UInt8]] {
    var seen = Set<[UInt8]>()
    var figures: [[UInt8]] = []
    while figures.count < count {
      // More strokes as figures run out: nine points allow far more than 256.
      let points = (0..<(4 + figures.count / 32)).map { _ in random.below(9) }
      let figure = drawn(points, size: size)
      if seen.insert(figure).inserted { figures.append(figure) }
    }
    return figures
  }

  private static func drawn(_ points: [Int], size: Int) -> [UInt8] {
    var pixels = [UInt8](repeating: 0, count: size * size)
    let place = { (step: Int) in 2 + step * (size - 5) / 2 }
    for (from, to) in zip(points, points.dropFirst()) {
      for step in 0...16 {
        let row = (place(from / 3) * (16 - step) + place(to / 3) * step + 8) / 16
        let column = (place(from % 3) * (16 - step) + place(to % 3) * step + 8) / 16
        pixels[row * size + column] = 210
      }
    }
    return pixels
  }

  /// Images [figures.count * each, 1, size, size], one of each class in turn.
  private static func archive(
    _ figures: [[UInt8]], _ each: Int, size: Int, _ random: inout KeyedNumbers
  ) throws -> ImageArchive {
    let shape = ImageShape(channels: 1, height: size, width: size)
    let labels = (0..<(each * figures.count)).map { UInt16($0 % figures.count) }
    let storage = try ImageStorage(count: labels.count * shape.count) { into in
      for (image, label) in labels.enumerated() {
        let (down, right) = (random.below(3) - 1, random.below(3) - 1)
        let figure = figures[Int(label)]
        for place in 0..<shape.count {
          let (row, column) = (place / size - down, place % size - right)
          let isInside = row >= 0 && row < size && column >= 0 && column < size
          let ink = isInside ? Int(figure[row * size + column]) : 0
          let noise = random.below(46)
          into[image * shape.count + place] = UInt8(ink > 0 ? ink + 45 - 2 * noise : noise)
        }
      }
    }
    return try ImageArchive(shape: shape, labels: labels, storage: storage)
  }
}
