/// What a journal holds of a lesson besides its commands: a fact such as `#: lesson="done 2"`.
package enum LessonNote: Sendable, Equatable {
  /// A lesson begins; the digest is that of its file.
  case begin(digest: String, name: String)
  /// The lesson waits at this place of its file.
  case at(Int)
  /// The step of this number was done.
  case done(Int)
  /// The lesson did a step, or left out a prediction, because it was told to.
  case skip(Int)
  /// A hint on a step was shown.
  case hint(Int)
  /// What follows is tried out, until `back`.
  case trial
  /// The lesson's objects are restored after a trial.
  case back
  case leave
  case end

  /// The name of the fact.
  static let fact = "lesson"

  /// Reads the words of a fact; nil for words of a newer version.
  init?(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    let number = words.count == 2 ? Int(words[1]) : nil
    switch (words.first, number) {
    case ("begin", _) where words.count == 3: self = .begin(digest: words[1], name: words[2])
    case ("at", let number?): self = .at(number)
    case ("done", let number?): self = .done(number)
    case ("skip", let number?): self = .skip(number)
    case ("hint", let number?): self = .hint(number)
    case ("try", nil): self = .trial
    case ("back", nil): self = .back
    case ("leave", nil): self = .leave
    case ("end", nil): self = .end
    default: return nil
    }
  }

  /// The words of the fact.
  var words: String {
    switch self {
    case .begin(let digest, let name): "begin \(digest) \(name)"
    case .at(let place): "at \(place)"
    case .done(let step): "done \(step)"
    case .skip(let step): "skip \(step)"
    case .hint(let step): "hint \(step)"
    case .trial: "try"
    case .back: "back"
    case .leave: "leave"
    case .end: "end"
    }
  }
}

extension JournalWriter {
  /// Records what happens in a lesson after command `number`.
  package func note(_ note: LessonNote, after number: Int) throws {
    try append(JournalText.facts([(LessonNote.fact, note.words)]), closing: number, sync: true)
  }
}
