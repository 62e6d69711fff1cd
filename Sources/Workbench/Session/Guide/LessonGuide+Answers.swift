import Catalog
import Foundation
import Journal
import Language

extension LessonGuide {
  /// Words that a student may put before an answer.
  private static let verbs: Set<String> = ["answer", "predict", "prediction", "guess"]

  /// What a line means while a prediction is asked for: `40` and `b` are answers.
  ///
  /// - Throws: `Failure` if it is one word that is neither an answer nor a command.
  func reading(_ text: String) throws(Failure) -> String {
    guard trial == nil else { return text }
    guard case .question(let question)? = step else {
      try refuseAnswer(text)
      return text
    }
    var words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    if words.count > 1, Self.verbs.contains(words[0]) { words.removeFirst() }
    if words.count == 2, ["%", "percent"].contains(words[1]) { words.removeLast() }
    guard words.count == 1 else { return text }
    let word = String(words[0].reversed().drop { "%.,)".contains($0) }.reversed())
    let isAnswer =
      question.choices.isEmpty
      ? word.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil
      : question.choices.contains { $0.letter == word }
    if isAnswer { return "let \(question.variable) = \(word)" }
    guard word.allSatisfy({ $0.isLetter || $0.isNumber }),
      Commands.vocabulary.card(word: word) == nil,
      !Commands.vocabulary.verbs.contains(where: {
        $0.elsewhere.contains(word) || $0.name.hasPrefix(word)
      })
    else { return text }
    let span = Span(lower: 0, upper: text.unicodeScalars.count)
    throw Failure(
      Diagnostic(
        "'\(word)' is neither an answer nor a command", at: span,
        suggestion: "type \(question.form), or skip"), trouble: .syntax
    ).inside(text, "prompt")
  }

  /// Where no prediction is asked for, `b` is no command: it would be short for back.
  ///
  /// - Throws: `Failure` if the line is a letter or a number alone.
  private func refuseAnswer(_ text: String) throws(Failure) {
    let word = text.lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
    guard word.wholeMatch(of: /[a-z]\)?|-?[0-9]+(\.[0-9]+)?( ?%)?/) != nil else { return }
    throw Failure(
      Diagnostic(
        "no prediction is asked for now", at: Span(lower: 0, upper: text.unicodeScalars.count),
        suggestion: step == nil ? "next goes on with the lesson" : "hint helps with the task"),
      trouble: .syntax
    ).inside(text, "prompt")
  }

  /// Shows again what the lesson waits for.
  func remind() throws(Failure) {
    if trial != nil { return tell("You are trying things out: back returns to the lesson.") }
    if isPaused, step(at: position) == nil {
      return tell("next goes on with the lesson.", footer)
    }
    try ask()
  }

  private func step(at place: Int) -> Int? {
    lesson.items.indices.contains(place) ? lesson.items[place].step : nil
  }
}
