extension VisibleScreen {
  mutating func follow(_ sequence: String, _ scalar: Unicode.Scalar) {
    let sequence = sequence + String(scalar)
    guard sequence != "[", sequence != "(", sequence != ")" else {
      escape = sequence
      return
    }
    guard sequence.hasPrefix("[") else {
      escape = nil
      return
    }
    guard (0x40...0x7e).contains(scalar.value) else {
      escape = sequence
      return
    }
    escape = nil
    let parameters = sequence.dropFirst().dropLast()
    run(scalar, String(parameters))
  }

  private mutating func run(_ final: Unicode.Scalar, _ parameters: String) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let first = numbers.first.flatMap { $0 }
    let count = max(1, first ?? 1)
    switch final {
    case "A": move(to: row - count, column)
    case "B": move(to: row + count, column)
    case "C": move(to: row, column + count)
    case "D": move(to: row, column - count)
    case "G": move(to: row, count - 1)
    case "d": move(to: count - 1, column)
    case "H", "f": move(to: count - 1, (numbers.dropFirst().first.flatMap { $0 } ?? 1) - 1)
    case "J": erase(lines: first ?? 0)
    case "K": erase(in: row, first ?? 0)
    case "P": deleteCells(count)
    case "@": insertBlanks(min(count, columns - column))
    case "X": blank(row, column..<min(columns, column + count))
    case "m": style = parameters.isEmpty ? "0" : parameters
    case "h" where parameters == "4": inserts = true
    case "l" where parameters == "4": inserts = false
    default: break
    }
  }

  private mutating func deleteCells(_ count: Int) {
    cells[row].removeSubrange(column..<min(columns, column + count))
    cells[row] += Array(repeating: Cell(), count: columns - cells[row].count)
  }

  private mutating func erase(lines mode: Int) {
    if mode == 0 || mode == 2 {
      for below in (row + 1)..<max(row + 1, cells.count) { blank(below, 0..<columns) }
    }
    if mode == 1 || mode == 2 {
      for above in 0..<row { blank(above, 0..<columns) }
    }
    erase(in: row, mode)
  }

  private mutating func erase(in row: Int, _ mode: Int) {
    switch mode {
    case 0: blank(row, column..<columns)
    case 1: blank(row, 0..<(column + 1))
    default: blank(row, 0..<columns)
    }
  }

  private mutating func blank(_ row: Int, _ range: Range<Int>) {
    for index in range { cells[row][index] = Cell() }
  }
}
