/// What is measured while an experience is learned.
package struct TrainingWatch: Sendable, Equatable {
  /// Steps after which the test images of experiences so far are evaluated; nil: at its end alone.
  package var every: Int?
  /// Epochs without a gain in accuracy on the validation images after which the classifier's training
  /// ends; nil: it takes all its steps.
  package var patience: Int?

  package init(every: Int? = nil, patience: Int? = nil) {
    (self.every, self.patience) = (every, patience)
  }
}

/// Which experience that had ended is learned further.
package struct Reopening: Sendable, Equatable, Codable {
  /// How often one was.
  package var rounds = 0
  /// Whether the experience at hand is one.
  package var isOpen = false
  /// Whether its class head alone was trained in the newest round; files of older versions have none.
  private var headOnly: Bool?

  /// Whether only the class head is being retrained.
  package var isHeadOpen: Bool { isOpen && headOnly == true }

  package init() {}

  init(rounds: Int, isOpen: Bool, headOnly: Bool? = nil) {
    (self.rounds, self.isOpen, self.headOnly) = (rounds, isOpen, headOnly)
  }
}

/// How accuracy on validation images has gone since the beginning of a phase.
package struct EarlyStopping: Sendable, Equatable, Codable {
  /// The most correct answers after any epoch, and the epochs since.
  package private(set) var best = -1
  package private(set) var waited = 0

  package init() {}

  /// Takes in the correct answers after one more epoch; returns whether `patience` epochs have passed
  /// without a gain.
  mutating func isOver(_ correct: Int, patience: Int) -> Bool {
    if correct > best { (best, waited) = (correct, 0) } else { waited += 1 }
    return waited >= patience
  }
}
