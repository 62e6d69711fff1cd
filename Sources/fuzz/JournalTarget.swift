import Catalog
import Journal
import Language
import Reports
import Workbench

/// The journal reader: the document, resumption, comparison and what exports make of it.
final class JournalTarget: Target {
  private let writer = JournalMaker()
  /// The newest input that was made whole or only cut off, and how many commands it has.
  private var known: (input: [UInt8], commands: Int, isCut: Bool)?

  func make(_ input: inout [UInt8], _ dice: inout Dice) {
    let count = writer.write(&input, &dice)
    let isCut = dice.once(in: 2)
    if isCut { input.removeLast(dice.below(input.count + 1)) }
    known = (input, count, isCut)
  }

  func read(_ input: [UInt8], _ dice: inout Dice) throws(Finding) {
    if known?.input != input { known = nil }
    // Files that are no UTF-8 are refused before they get here, as is half a character at a cut.
    let text = String(decoding: input, as: UTF8.self)
    let document: JournalDocument
    do throws(Diagnostic) {
      document = try JournalDocument(text)
    } catch {
      try require(known == nil, "a journal that was written is refused: \(error.message)")
      let length = text.unicodeScalars.count
      return try require(
        0 <= error.span.lower && error.span.lower <= error.span.upper && error.span.upper <= length,
        "\(error.span) is outside of a text of \(length): \(error.message)")
    }
    try check(document, &dice)
    if known?.isCut == true || dice.once(in: 8) { try resume(text) }
    if dice.once(in: 8) {
      let comparison = JournalComparison(document, document)
      try require(!comparison.isDifferent, "it differs from itself: \(comparison.report)")
    }
    if dice.once(in: 64) { try export(text) }
  }

  private func check(_ document: JournalDocument, _ dice: inout Dice) throws(Finding) {
    if let known {
      let count = document.commands.count
      try require(
        known.isCut ? count <= known.commands : count == known.commands,
        "\(count) commands of \(known.commands)")
      try require(!document.commands.contains(where: \.isDamaged), "a record is damaged")
    }
    for command in document.commands where dice.once(in: 4) {
      for value in command.values.values.flatMap(\.self) { try printed(value) }
    }
  }

  /// A value reads as it is written.
  private func printed(_ value: NamedValue) throws(Finding) {
    let journal = """
      #!reverie journal 1
      quit
      #= 1 \(value.isVolatile ? "~" : "")\(value.name)=\(JournalText.spelled(value.value))

      """
    let again = try? JournalDocument(journal)
    try require(
      again?.commands.first?.values[[]]?.first == value,
      "'\(value.name)=\(JournalText.spelled(value.value))' reads otherwise than what was printed")
  }

  /// What is kept of a journal is a journal that is whole.
  private func resume(_ text: String) throws(Finding) {
    let resumption: Resumption
    do throws(Diagnostic) {
      resumption = try Resumption(path: "a.journal", text: text)
    } catch {
      return try require(
        known.map(\.isCut) ?? true, "a journal cannot be resumed: \(error.message)")
    }
    try require(
      (0...text.utf8.count).contains(resumption.length), "\(resumption.length) bytes are kept")
    if known?.isCut == true, let unfinished = resumption.unfinished {
      try require(
        (try? Parser.statements(in: unfinished)) != nil, "'\(unfinished)' is to be finished")
    }
  }

  private func export(_ text: String) throws(Finding) {
    guard let report = try? ReportReader.report(text, path: "/nowhere/a.journal") else { return }
    for entry in Exports.all.entries {
      let made = entry.maker.files([report]).flatMap(\.bytes)
      // Event files are no texts.
      let hidden = made.first { $0 < 32 && $0 != 10 && $0 != 9 }
      try require(
        hidden == nil || entry.card.name == "tb",
        "\(entry.card.name) holds the control character \(hidden ?? 0)")
      try require(
        made.count < 4_000_000 + 200 * text.utf8.count,
        "\(entry.card.name) of \(text.utf8.count) bytes has \(made.count)")
    }
  }
}
