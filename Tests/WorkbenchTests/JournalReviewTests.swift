import Foundation
import Language
import TestSupport
import Testing

@testable import Journal
@testable import Workbench

/// Journals that were changed by hand, found by reading and by running them again.
@Suite struct JournalReviewTests {
  static let lines =
    Lines.all + [
      Lines.train, "eval ours on d", "let r = 0.01", "sample ours n=2", "note \"done\"",
      "for s in 1..2 {\n  let x = ($s * $r)\n  eval ours on d\n}", "expect ours.last >= 0",
      "plot ours.accuracy", "compare ours",
    ]

  /// A whole session of these lines, with prose.
  static func recorded() throws -> (desk: Desk, text: String) {
    let desk = try Desk(journal: "a.journal")
    try desk.session.say("Prose.")
    for line in lines { try desk.type(line) }
    _ = desk.failure(of: "train nobody on d")
    desk.session.close(status: "ok")
    return (desk, try desk.text(of: "a.journal"))
  }

  private func review(_ text: String) throws -> JournalReview {
    JournalReview(try JournalDocument(text))
  }

  /// Whether `check` and `verify` find nothing wrong with it.
  private func isCalledWhole(_ text: String, by review: (String) throws -> JournalReview) -> Bool {
    guard let review = try? review(text) else { return false }
    return review.trouble == nil
  }

  @Test func `a journal as it was recorded is whole and identical`() throws {
    let (_, text) = try Self.recorded()
    let document = try JournalDocument(text)
    let review = JournalReview(document)
    #expect(review.damages == [] && review.shortfall == nil && review.report == [])
    #expect(document.hasEnded && document.attempts.count == 1)
    let verification = try Desk().verification(of: document)
    #expect(verification.differences == [] && verification.exitCode == 0)
    #expect(verification.report[0].hasSuffix("all identical"))
    #expect(try self.review(text.replacing("\n", with: "\r\n")).trouble == nil)
  }

  @Test func `what a person may add or change leaves a journal whole`() throws {
    let (_, text) = try Self.recorded()
    for (before, after) in [
      ("#' Prose.", "#' Other prose.\n#' And more."), ("#' Prose.\n", ""),
      ("#> 5 ", "# by hand\n\n#~ loss rel=1e-9\n#> 5 "), ("10:11", "00:00"),
    ] {
      #expect(try review(text.replacing(before, with: after)).trouble == nil, "\(before)")
    }
    let verification = try Desk().verification(of: JournalDocument(text))
    let note = VerificationNote(verification, now: Date(timeIntervalSince1970: 0))
    #expect(try review(text + note.line(for: text) + "\n# a comment\n").trouble == nil)
  }

  @Test func `every line that the digest covers is missed, and found when doubled or edited`()
    throws
  {
    let (_, text) = try Self.recorded()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var kinds: Set<String> = []
    for (index, line) in lines.dropLast().enumerated() where index > 0 {
      guard [.covered, .seal].contains(JournalLine(line)) else { continue }
      kinds.insert(line.hasPrefix("#") ? String(line.prefix(2)) : "command")
      var (less, more, other) = (lines, lines, lines)
      less.remove(at: index)
      more.insert(line, at: index)
      let digit = line.lastIndex(where: \.isHexDigit) ?? line.startIndex
      other[index] = line.replacingCharacters(
        in: digit...digit, with: line[digit] == "1" ? "2" : "1")
      for changed in [less, more, other] {
        #expect(!isCalledWhole(changed.joined(separator: "\n"), by: review), "\(line)")
      }
    }
    #expect(kinds == ["command", "#=", "#@", "#f", "#!", "#:", "#%"])
  }

  @Test func `lines that changed places are found`() throws {
    let (_, text) = try Self.recorded()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let covered = lines.indices.dropLast().filter { JournalLine(lines[$0]) == .covered && $0 > 0 }
    var count = 0
    for seed in 0..<40 as Range<UInt64> {
      var dice = Seeded(seed: seed)
      let (one, two) = (
        covered.randomElement(using: &dice) ?? 0, covered.randomElement(using: &dice) ?? 0
      )
      guard lines[one] != lines[two] else { continue }
      count += 1
      var changed = lines
      changed.swapAt(one, two)
      #expect(!isCalledWhole(changed.joined(separator: "\n"), by: review), "\(one) and \(two)")
    }
    #expect(count > 30)
  }

  @Test func `a command that nothing depends on is missed with its records and its digest`() throws
  {
    let (_, text) = try Self.recorded()
    for name in ["note \"done\"", "sample ours n=2", "let r = 0.01"] {
      let start = try #require(text.range(of: "\n\(name)\n")).lowerBound
      let end = try #require(text.range(of: "\n#> ", range: start..<text.endIndex)).lowerBound
      let changed = text.replacingCharacters(in: start..<end, with: "")
      let found = try review(changed)
      #expect(found.trouble == .damaged && found.damages.count >= 1, "\(name)")
    }
  }

  @Test func `a journal that was cut anywhere is read, and never called complete`() throws {
    let (_, text) = try Self.recorded()
    let end = try #require(text.range(of: "\n#: end=")).upperBound
    // At the end of every line and at every seventh place inside.
    for (place, index) in text.indices.enumerated()
    where index < end && (place % 7 == 0 || text[index] == "\n" || text[..<index].last == "\n") {
      let part = String(text[..<index])
      guard part.contains("\n") else { continue }
      let document = try JournalDocument(part)
      #expect(JournalReview(document).trouble != nil, "cut at \(index)")
      // What is whole of it is not damaged.
      guard part.contains("\n#% 0 "), !part.hasSuffix("#% 0 ") else { continue }
      if JournalTail(part).kept.contains("\n#% 0 ") { #expect(document.damages == [], "\(part)") }
    }
    let cut = try #require(text.range(of: "\n#> 6 ")).lowerBound
    let found = try review(String(text[...cut]))
    #expect(found.trouble == .incomplete)
    #expect(found.report == ["incomplete: it ends without '#: end' after command 5"])
    let begun = try review(String(text[...cut]) + "#> 6 10:00:00 eval ours on d\n")
    #expect(begun.report[0].hasSuffix("command 6 was begun and not finished: eval ours on d"))
  }

  @Test func `the place of a change is reported with its command`() throws {
    let (_, text) = try Self.recorded()
    let line = try #require(text.split(separator: "\n").firstIndex(of: "eval ours on d")) + 1
    let found = try review(text.replacing("\n#= 6 overall=0", with: "\n#= 6 overall=1"))
    #expect(found.damages.count == 1)
    let report = try #require(found.report.first)
    #expect(report.hasPrefix("lines \(line - 1) to "), "\(report)")
    #expect(report.hasSuffix(": command 6, its records or their digest were changed"))
    let head = try review(text.replacing("seed=1", with: "seed=2"))
    #expect(head.report == ["lines 1 to 3: the head was changed"])
    let none = try review(text.replacing(#/#% .*\n/#, with: ""))
    #expect(none.report == ["the digests of its records were removed"])
  }

  @Test func `a change with recomputed digests differs from a re-run`() throws {
    let (_, text) = try Self.recorded()
    for (before, after) in [
      (#/#= 6 overall=[^ ]+/#, "#= 6 ~overall=0.99"), (#/#= 6 [^\n]+\n/#, ""),
      (#/#@ 5 [^\n]+\n/#, ""),
      (#/#f 5 [^\n]+\n/#, ""), (#/#= 6 overall=/#, "#= 6 overall=9\n#= 6 overall="),
      (#/"pixels":"[0-9a-f]+"/#, "\"pixels\":\"00\""),
      (#/\nsample ours n=2\n/#, "\nsample ours n=3\n"),
      (#/#f 5 heatmap [^\n]+/#, "#f 5 problem=\"the figure is too large\""),
    ] as [(Regex<Substring>, String)] {
      let forged = JournalText.sealed(text.replacing(before, with: after, maxReplacements: 1))
      let document = try JournalDocument(forged)
      let verification = try Desk().verification(of: document)
      let isFound =
        JournalReview(document).trouble != nil || !verification.differences.isEmpty
      #expect(isFound, "\(after)")
    }
  }

  @Test func `a tolerance that the file sets is reported`() throws {
    let (_, text) = try Self.recorded()
    let forged = JournalText.sealed(
      text.replacing("#> 6 ", with: "#~ overall abs=1e9\n#> 6 ").replacing(
        #/#= 6 overall=[^ ]+/#, with: "#= 6 overall=0.99", maxReplacements: 1))
    let verification = try Desk().verification(of: JournalDocument(forged))
    #expect(verification.differences == [] && verification.isTolerant)
    #expect(
      verification.report[0].hasSuffix(
        "none differs, 1 within tolerance, the file sets a tolerance for 1"))
    #expect(VerificationNote(verification).mode == "tolerance")
  }

  @Test func `a second record of a result is damage`() throws {
    let (_, text) = try Self.recorded()
    let forged = JournalText.sealed(
      text.replacing(#/#= 6 overall=/#, with: "#= 6 last=0.99\n#= 6 last=", maxReplacements: 1))
    #expect(try review(forged).report[0].hasSuffix("a second record of one result of command 6"))
  }

  @Test func `a resumed journal continues its digests`() throws {
    let (desk, text) = try Self.recorded()
    let cut = try #require(text.range(of: "\n#= 6 ")).upperBound
    try desk.write(String(text[..<cut]), to: "b.journal")
    let resumption = try Resumption(desk.path("b.journal"))
    #expect(resumption.unfinished == "eval ours on d")
    let other = try Desk(writer: resumption.writer())
    other.session.snapshots?.look(beside: desk.path("a.journal"))
    try resumption.replay(in: other.interpreter)
    try resumption.finish(in: other.interpreter)
    for line in Self.lines.dropFirst(6) { try other.type(line) }
    other.session.close(status: "ok")
    let now = try desk.text(of: "b.journal")
    #expect(try review(now).trouble == nil)
    // Once more, after the goodbye.
    let again = try Resumption(desk.path("b.journal"))
    #expect(again.hasEnded)
    try again.leave()
    #expect(try review(desk.text(of: "b.journal")).trouble == nil)
  }

  @Test func `a session that died after a stopped block continues with that command`()
    throws
  {
    let desk = try Desk(journal: "a.journal")
    for line in Lines.all { try desk.type(line) }
    desk.patience = 5
    try desk.type("for s in 1..3 {\n let x = $s\n train ours on d steps=(2 * $s) batch=8\n}")
    desk.patience = nil
    let text = try desk.text(of: "a.journal")
    #expect(try review(text).damages == [])
    let number = desk.session.number
    let begun = text + "#> \(number) 10:00:00 let y = 7\n"
    try desk.write(begun, to: "b.journal")
    let resumption = try Resumption(desk.path("b.journal"))
    #expect(resumption.unfinished == "let y = 7")
    #expect(
      try JournalDocument(resumption.script).commands.map(\.text)
        == JournalDocument(text).commands.map(\.text) + ["let y = 7"])
    // A turn that is torn takes the block with it.
    let seal = try #require(text.ranges(of: "\n#% ").dropLast().last).upperBound
    let next = try #require(text[seal...].firstIndex(of: "\n"))
    for more in ["train ours on d st", "train ours on d steps=4 batch=8\n#= "] {
      let torn = try Resumption(path: "x", text: String(text[...next]) + more)
      #expect(torn.unfinished?.hasPrefix("for s in") == true, "\(more)")
      #expect(torn.document.damages == [] && !torn.hasEnded)
    }
  }

  @Test func `a changed journal is still reported as changed after it was continued`() throws {
    let (desk, text) = try Self.recorded()
    for changed in [
      text.replacing("note \"done\"", with: "note \"gone\""), text + "note \"by hand\"\n",
    ] {
      try desk.write(changed, to: "c.journal")
      try Resumption(desk.path("c.journal")).leave()
      let found = try review(desk.text(of: "c.journal"))
      #expect(found.trouble == .damaged && found.shortfall == nil)
    }
  }

  @Test func `an old journal is reported as one without digests and needs no end`() throws {
    let review = try review("#!reverie journal 1\ndata d = glyphs\n#= 1 train=5\n")
    #expect(review.report == ["recorded without digests of its records"] && review.trouble == nil)
  }
}
