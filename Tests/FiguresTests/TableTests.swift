import Testing

@testable import Figures

struct TableTests {
  static let table = Table(
    header: ["name", "accuracy", "steps"],
    rows: [
      [.text("replay"), .number(0.98765, digits: 3), .integer(2000)],
      [.text("none"), .number(.nan, digits: 3), .text("-")],
    ])

  @Test func `numbers stand right and words left`() {
    #expect(
      Figure.table(Self.table).lines(TextStyle()) == [
        "name    accuracy  steps",
        "replay     0.988   2000",
        "none         nan      -",
      ])
  }

  @Test func `the header is dim in colour`() {
    let lines = Figure.table(Self.table).lines(TextStyle(colours: true))
    #expect(lines[0] == "\u{1B}[2mname    accuracy  steps\u{1B}[0m")
    #expect(lines[1] == "replay     0.988   2000")
  }

  @Test func `the widest words shrink first`() {
    let table = Table(
      header: ["id", "notes"], rows: [[.integer(12345), .text("a long remark on this run")]])
    #expect(
      Figure.table(table).lines(TextStyle(columns: 20)) == [
        "   id  notes", "12345  a long remark", "       on this run",
      ])
  }

  @Test func `a blank header is not printed`() {
    let table = Table(header: ["", ""], rows: [[.text("a"), .integer(1)], [.text("b")], []])
    #expect(Figure.table(table).lines(TextStyle()) == ["a  1", "b", ""])
  }

  @Test func `nothing gives no lines`() {
    #expect(Figure.table(Table(header: [], rows: [])).lines(TextStyle()).isEmpty)
  }
}
