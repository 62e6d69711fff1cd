@testable import Journal
import Foundation
import Glibc

/// A pseudo terminal and the screen a person would see on it.
///
/// Not `Sendable`: the test that made it drives it, whatever reads the other side.
package final class Pty {
  /// Our side.
  package let master: Int32
  /// The side of the program, as a descriptor and as a path.
  package let slave: Int32
  /// The path of the side of the program.
  package let path: String
  /// What is visible.
  package private(set) var screen: VisibleScreen
  /// Every byte that was painted.
  package private(set) var painted = ""
  private var undecoded: [UInt8] = []
  private var process: pid_t?

  /// What a pseudo terminal could not do.
  package struct Failure: Error, CustomStringConvertible {
    /// One line.
    package let description: String

    /// A failure that says `description`.
    package init(description: String) { self.description = description }
  }

  /// Opens a pair without a process.
  package init(columns: Int = 80, rows: Int = 24) throws {
    // posix_openpt and friends are hidden from the Glibc module; these are their ioctls.
    let unlockRequest: UInt = 0x4004_5431
    let numberRequest: UInt = 0x8004_5430
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, ioctl(master, unlockRequest, &locked) == 0,
      ioctl(master, numberRequest, &number) == 0
    else { throw Failure(description: "no pseudo terminal: errno \(errno)") }
    path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw Failure(description: "cannot open \(path): errno \(errno)") }
    screen = VisibleScreen(columns: columns, rows: rows)
    setSize(columns: columns, rows: rows)
  }

  /// Runs a program whose controlling terminal is a new pair.
  package convenience init(
    running program: String, _ arguments: [String] = [], environment: [String] = [],
    columns: Int = 80, rows: Int = 24
  ) throws {
    try self.init(columns: columns, rows: rows)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens becomes its controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Whoever runs the tests may ignore signals that the program counts on.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    let newSession: Int16 = 0x80
    let signalFlags = Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    posix_spawnattr_setflags(&attributes, newSession | signalFlags)
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    var started: pid_t = 0
    let status = posix_spawn(&started, program, &actions, &attributes, &words, &variables)
    guard status == 0 else { throw Failure(description: "cannot run \(program): errno \(status)") }
    process = started
  }

  deinit {
    if let process {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(slave)
    close(master)
  }

  /// Types a text; `\u{3}` is Ctrl-C.
  package func send(_ text: String) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      // In pieces, reading in between, for the terminal holds few bytes of either direction.
      let end = min(done + 512, bytes.count)
      let count = bytes[done..<end].withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      done += count
      _ = receive(milliseconds: 0)
    }
  }

  /// Sends a signal to the program alone.
  package func signal(_ number: Int32) {
    if let process { kill(process, number) }
  }

  /// Reads until `condition` holds; false when it does not within `seconds`.
  @discardableResult
  package func wait(seconds: Double = 90, until condition: (Pty) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !condition(self) {
      guard Date() < deadline else { return false }
      _ = receive(milliseconds: 10)
    }
    return true
  }

  /// Reads until `text` is visible.
  @discardableResult
  package func wait(for text: String, seconds: Double = 90) -> Bool {
    wait(seconds: seconds) { $0.screen.text.contains(text) }
  }

  /// Waits for the program to end: its exit status, or minus the signal that ended it.
  package func exitStatus(seconds: Double = 90) -> Int32? {
    guard let process else { return nil }
    var status: Int32 = 0
    guard wait(seconds: seconds, until: { _ in waitpid(process, &status, WNOHANG) == process })
    else { return nil }
    drain()
    self.process = nil
    return status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
  }

  /// Reads all that was written before: the last of it may come later than the end of the program,
  /// but what is written behind it comes behind it.
  private func drain() {
    while receive(milliseconds: 0) {}
    let mark = "\u{1b}[8888m"
    let count = Array(mark.utf8).withUnsafeBytes { write(slave, $0.baseAddress, $0.count) }
    guard count == mark.utf8.count, wait(seconds: 10, until: { $0.painted.hasSuffix(mark) }) else {
      return
    }
    painted.removeLast(mark.count)
  }

  /// Changes the size; the program on the other side gets SIGWINCH from the kernel.
  package func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    setSize(columns: columns, rows: rows)
  }

  private func setSize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Takes what was painted; false when there was nothing.
  private func receive(milliseconds: Int32) -> Bool {
    var input = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&input, 1, milliseconds) > 0, input.revents & Int16(POLLIN) != 0 else {
      return false
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &bytes, bytes.count)
    guard count > 0 else { return false }
    undecoded += bytes[..<count]
    var complete = undecoded.count
    // A character may be cut in two.
    if let lead = undecoded.suffix(3).lastIndex(where: { $0 >= 0xc0 }) {
      let length = undecoded[lead] >= 0xf0 ? 4 : undecoded[lead] >= 0xe0 ? 3 : 2
      if lead + length > undecoded.count { complete = lead }
    }
    let text = String(decoding: undecoded[..<complete], as: UTF8.self)
    undecoded.removeFirst(complete)
    painted += text
    screen.feed(text)
    return true
  }
}

/// A terminal small enough to assert on: what is visible and where the cursor stands.
package struct VisibleScreen {
  private struct Cell: Equatable {
    var text = " "
    var style = "0"
  }

  /// Columns of the window.
  package private(set) var columns: Int
  /// The row of the cursor, from 0.
  package private(set) var row = 0
  /// The column of the cursor, from 0.
  package private(set) var column = 0
  private var cells: [[Cell]]
  private var style = "0"
  private var inserts = false
  private var wrapPending = false
  private var escape: String?

  init(columns: Int, rows: Int) {
    self.columns = columns
    cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  /// The visible rows without blanks at their ends.
  package var lines: [String] {
    cells.map { row in
      var line = row.map(\.text).joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The visible rows up to the last one that is not empty.
  package var text: String {
    var lines = lines
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// The number of the escape sequence, 0 for none, that a visible text is shown with.
  package func style(of text: String) -> String? {
    for row in cells {
      let characters = row.filter { !$0.text.isEmpty }
      for start in characters.indices {
        let end = characters[start...]
        guard end.map(\.text).joined().hasPrefix(text) else { continue }
        return characters[start].style
      }
    }
    return nil
  }

  mutating func resize(columns: Int, rows: Int) {
    let empty = [Cell](repeating: Cell(), count: columns)
    cells = cells.map { Array(($0 + empty).prefix(columns)) }
    while cells.count > rows {
      cells.removeFirst()
      row -= 1
    }
    while cells.count < rows { cells.append(empty) }
    self.columns = columns
    row = max(0, row)
    column = min(column, columns - 1)
    wrapPending = false
  }

  mutating func feed(_ text: String) {
    for scalar in text.unicodeScalars {
      if let sequence = escape { follow(sequence, scalar) } else { feed(scalar) }
    }
  }

  private mutating func feed(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\u{1b}": escape = ""
    case "\r": move(to: row, 0)
    case "\n": lineFeed()
    case "\u{8}": move(to: row, column - 1)
    case "\t": move(to: row, (column / 8 + 1) * 8)
    default: if scalar.value >= 0x20 { put(scalar) }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.width(of: scalar)
    guard width > 0 else {
      let at = wrapPending ? column : column - 1
      if at >= 0 { cells[row][at].text.unicodeScalars.append(scalar) }
      return
    }
    if wrapPending || column + width > columns {
      lineFeed()
      column = 0
    }
    wrapPending = false
    if inserts { insertBlanks(width) }
    cells[row][column] = Cell(text: String(scalar), style: style)
    for extra in 1..<max(2, width) where width > 1 {
      cells[row][column + extra] = Cell(text: "", style: style)
    }
    column += width
    if column >= columns {
      column = columns - 1
      wrapPending = true
    }
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.properties.generalCategory == .nonspacingMark { return 0 }
    let wide: [ClosedRange<UInt32>] = [
      0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
      0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd,
    ]
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  private mutating func lineFeed() {
    wrapPending = false
    guard row == cells.count - 1 else {
      row += 1
      return
    }
    cells.removeFirst()
    cells.append(Array(repeating: Cell(), count: columns))
  }

  private mutating func move(to row: Int, _ column: Int) {
    wrapPending = false
    self.row = min(max(0, row), cells.count - 1)
    self.column = min(max(0, column), columns - 1)
  }

  private mutating func insertBlanks(_ count: Int) {
    let blanks = [Cell](repeating: Cell(), count: count)
    cells[row].insert(contentsOf: blanks, at: column)
    cells[row].removeLast(cells[row].count - columns)
  }

  // MARK: Escape sequences

  private mutating func follow(_ sequence: String, _ scalar: Unicode.Scalar) {
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
