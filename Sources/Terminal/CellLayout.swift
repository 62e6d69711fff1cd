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

  /// - Parameter indent: the cells of the prompt, and of the mark before every further line.
  init(_ buffer: EditBuffer, indent: Int, columns: Int) {
    let columns = max(2, columns)
    let start = (row: indent / columns, column: indent % columns)
    var place = Place(row: start.row, column: start.column)
    places.reserveCapacity(buffer.scalars.count)
    for (index, scalar) in buffer.scalars.enumerated() {
      let width = scalar == "\n" ? 0 : Cells.width(of: scalar)
      if place.column + width > columns { place = Place(row: place.row + 1) }
      if index == buffer.cursor { cursor = place }
      places.append(place)
      place.column += width
      if scalar == "\n" {
        place = Place(row: place.row + 1 + start.row, column: start.column)
      } else if place.column >= columns {
        place = Place(row: place.row + 1)
      }
    }
    end = place
    if buffer.isAtEnd { cursor = end }
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
