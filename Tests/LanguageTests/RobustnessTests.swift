import TestSupport
import Testing

@testable import Language

struct RobustnessTests {
  private static let fragments = [
    "train", "data", " ", " ", "\n", ";", "{", "}", "(", ")", "\"", "\\", "\\\n", "#", "=", "==",
    "$", "$x",
    "1", "-", "1..5", "..", ".", ",", "*", "/", "./", "~/", "epochs=", "on", "for s in ",
    "repeat 2 {",
    "expect ", "let x = ", "?", "\0", "🙂", "👩‍👩‍👧", "\u{301}", "学", "\u{FEFF}", "\r\n", "\u{202E}",
    "1e9999",
    "99999999999999999999", "\u{10FFFF}", "\\u{", "a.b", "a.", "“",
  ]

  /// Reads the text in every way there is; all of them may fail, none may trap.
  private func read(_ text: String) {
    let length = text.unicodeScalars.count
    do {
      let found = try Parser.statements(in: text)
      for statement in found.map(\.statement) {
        _ = try? canonical(statement, in: Samples.vocabulary, lenient: true)
        #expect(statement.span.lower >= 0 && statement.span.upper <= length)
        #expect((try? Samples.statement(statement.description)) == statement)
      }
    } catch {
      #expect(error.span.lower >= 0 && error.span.lower <= error.span.upper)
      #expect(error.span.upper <= length)
      #expect(error.rendered(source: text, label: "p").split { $0.isNewline }.count >= 3)
      _ = error.oneLine(source: text, label: "p")
    }
    _ = try? Parser.prompt(text)
    _ = Parser.isComplete(text)
    let cursor = length / 2
    let context = CompletionContext(in: text, cursor: cursor)
    #expect(context.replaceFrom >= 0 && context.replaceFrom <= cursor)
    _ = Samples.vocabulary.proposals(for: context)
    var end = 0
    for token in Highlighter.tokens(in: text) {
      #expect(token.span.lower == end && token.span.upper > end)
      end = token.span.upper
    }
    #expect(end == length)
  }

  @Test(arguments: 0..<10)
  func `random bytes never trap`(seed: UInt64) {
    var random = Seeded(seed: seed)
    for _ in 0..<400 {
      let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 0x7F : 0xFF)
      }
      read(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(arguments: 0..<10)
  func `random words never trap`(seed: UInt64) {
    var random = Seeded(seed: seed + 1000)
    for _ in 0..<400 {
      let count = Int.random(in: 0..<25, using: &random)
      let words = (0..<count).map { _ in
        Self.fragments[Int.random(in: 0..<Self.fragments.count, using: &random)]
      }
      read(words.joined(separator: Bool.random(using: &random) ? " " : ""))
    }
  }

  @Test(arguments: ["repeat 2 {\n", "for s in 1..2 { ", "("])
  func `nesting ends at 64`(opening: String) throws {
    let closing = opening == "(" ? ")" : "}"
    let start = opening == "(" ? "let x = " : ""
    let core = opening == "(" ? "1" : "quit"
    func nested(_ depth: Int) -> String {
      start + String(repeating: opening, count: depth) + core
        + String(repeating: closing, count: depth)
    }
    let statement = try #require(try Samples.statement(nested(64)))
    #expect(try Samples.statement(statement.description) == statement)
    #expect(Samples.diagnostic(of: nested(65))?.message == "nesting is deeper than 64")
    #expect(Samples.diagnostic(of: nested(100_000))?.message == "nesting is deeper than 64")
    #expect(
      Samples.diagnostic(of: start + String(repeating: opening, count: 100_000))?.message
        == "nesting is deeper than 64")
  }

  @Test func `long chains end at 512 operators`() {
    #expect(Samples.diagnostic(of: "expect x" + String(repeating: " + 1", count: 512)) == nil)
    let found = Samples.diagnostic(of: "expect x" + String(repeating: " + 1", count: 100_000))
    #expect(found?.message == "the expression has more than 512 operators")
    #expect(found?.span.lower == 9 + 4 * 512)
    #expect(
      Samples.diagnostic(of: "show (" + String(repeating: "- ", count: 100_000) + "1)")?.message
        == "nesting is deeper than 64")
  }

  @Test func `twenty thousand lines are read completely`() throws {
    let lines = (0..<20_000).map { "train ours on d.\($0) epochs=2 rate=0.001 # line \($0)" }
    let source = lines.joined(separator: "\n")
    let found = try Parser.statements(in: source)
    #expect(found.count == 20_000)
    #expect(found.last?.statement.description == "train ours on d.19999 epochs=2 rate=0.001")
    #expect(found.last.map { $0.span.lower } == source.unicodeScalars.count - lines[19_999].count)
  }

  @Test func `large words are handled in one pass`() {
    let long = String(repeating: "a", count: 200_000)
    #expect(Samples.diagnostic(of: long, lenient: false)?.message.count ?? 1000 < 100)
    #expect(Samples.diagnostic(of: "train a \(long)=2", lenient: true)?.message.count ?? 1000 < 100)
    #expect(Samples.diagnostic(of: "train a \(long)", lenient: true)?.message.count ?? 1000 < 100)
    #expect(
      Samples.diagnostic(of: "show " + String(repeating: "9", count: 200_000))?.message.count
        ?? 1000 < 100)
    #expect(Samples.diagnostic(of: "show " + String(repeating: "x,", count: 19_999) + "x") == nil)
  }
}
