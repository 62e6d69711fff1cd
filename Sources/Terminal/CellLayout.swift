/// Where on the terminal the characters of an edited text stand.
///
/// Rows count from the row of the prompt, columns from 0 to `columns - 1`.
struct CellLayout {
  /// One cell of the terminal.
  struct Place: Equatable {
    var row = 0
    var column = 0
  }

  /// The first cell of every character.
  private(set) var places: [Place] = []
  private(set) var cursor = Place()
  /// The cell after the last character.
  private(set) var end = Place()

  /// - Parameters:
  ///   - start: the cells that the prompt takes.
  ///   - cursor: an index of `text`, or its count.
  init(_ text: [Unicode.Scalar], cursor: Int, start: Int, columns: Int) {
    let columns = max(2, columns)
    var place = Place(row: start / columns, column: start % columns)
    places.reserveCapacity(text.count)
    for (index, scalar) in text.enumerated() {
      let width = Self.width(of: scalar, at: place.column)
      if scalar != "\n", place.column + width > columns {
        place = Place(row: place.row + 1)
      }
      if index == cursor { self.cursor = place }
      places.append(place)
      place.column += width
      if scalar == "\n" || place.column >= columns { place = Place(row: place.row + 1) }
    }
    end = place
    if cursor >= text.count { self.cursor = end }
  }

  private static func width(of scalar: Unicode.Scalar, at column: Int) -> Int {
    switch scalar {
    case "\n": 0
    case "\t": 8 - column % 8
    default: Cells.width(of: scalar)
    }
  }

  /// The escape sequences that move the cursor of the terminal.
  static func move(from old: Place, to new: Place) -> String {
    guard old != new else { return "" }
    let column = "\u{1b}[\(new.column + 1)G"
    if new.row < old.row { return "\u{1b}[\(old.row - new.row)A" + column }
    if new.row > old.row { return "\u{1b}[\(new.row - old.row)B" + column }
    return column
  }
}
