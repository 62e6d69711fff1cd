/// A grid of cells that curves are drawn on: 2 x 4 Braille dots a cell, or one dot a cell in ASCII.
struct DotCanvas {
  struct Cell: Equatable {
    var dots: UInt8 = 0
    /// Index of the series that drew here last.
    var owner = 0
    /// A letter drawn over the dots.
    var mark: String?
  }

  let columns: Int
  let rows: Int
  private let across: Int
  private let down: Int
  private var cells: [Cell]

  init(columns: Int, rows: Int, isBraille: Bool) {
    self.columns = columns
    self.rows = rows
    across = isBraille ? 2 : 1
    down = isBraille ? 4 : 1
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  subscript(column: Int, row: Int) -> Cell { cells[row * columns + column] }

  /// The dot at a place given as fractions from the left and from the bottom, both 0...1.
  func dot(x: Double, y: Double) -> (x: Int, y: Int) {
    let (right, bottom) = (columns * across - 1, rows * down - 1)
    return (
      Int((x * Double(right)).rounded()), Int(((1 - y) * Double(bottom)).rounded())
    )
  }

  /// The cell that holds a dot.
  func cell(of dot: (x: Int, y: Int)) -> (column: Int, row: Int) {
    (dot.x / across, dot.y / down)
  }

  /// Draws a straight line between two dots (Bresenham's steps).
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), owner: Int) {
    let (width, height) = (abs(end.x - start.x), abs(end.y - start.y))
    let (right, below) = ((end.x - start.x).signum(), (end.y - start.y).signum())
    var (x, y) = start
    var error = width - height
    plot(x, y, owner)
    while (x, y) != end {
      let doubled = 2 * error
      if doubled > -height {
        error -= height
        x += right
      }
      if doubled < width {
        error += width
        y += below
      }
      plot(x, y, owner)
    }
  }

  /// Puts `mark` over the cell of `dot`; a mark that is there already stays unless `replacing`.
  mutating func mark(
    _ dot: (x: Int, y: Int), _ mark: String, owner: Int, replacing: Bool = false
  ) {
    let (column, row) = cell(of: dot)
    let index = row * columns + column
    guard replacing || cells[index].mark == nil else { return }
    cells[index].mark = mark
    cells[index].owner = owner
  }

  private mutating func plot(_ x: Int, _ y: Int, _ owner: Int) {
    let index = y / down * columns + x / across
    cells[index].dots |= Self.bits[y % down][x % across]
    if cells[index].mark == nil { cells[index].owner = owner }
  }

  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// The Braille pattern of a set of dots; empty without any.
  static func braille(_ dots: UInt8) -> String? {
    guard dots != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else { return nil }
    return String(Character(scalar))
  }
}
