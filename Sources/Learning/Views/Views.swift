import Figures

/// The views of every learner.
package enum Views {
  package static let all = [accuracy, losses, confusion, classes, calibration, course]

  /// The accuracy matrix with the measures in words.
  package static let accuracy = View(
    "accuracy", "accuracy matrix: trained up to row, tested on column"
  ) { run, _ in Measures.figures(of: run.record, stream: run.stream) }

  /// The course of all losses, of experiences that have not ended too.
  package static let losses = View(
    "losses", "each part of the loss, and quantities such as agreement, during training",
    showsBeginnings: true
  ) { run, experience in
    let figures = run.history.figures(experience)
    return figures.isEmpty ? [.text("no losses are recorded")] : figures
  }
}

extension LearningRun {
  /// Its views: those of every learner, then those of its method.
  package var views: [View] { Views.all + type(of: learner).views }

  /// What the view `name` shows; of experience `experience`, from 0, if one is asked for.
  ///
  /// - Returns: Nothing if there is no such view.
  package func figures(of name: String, experience: Int? = nil) throws -> [Figure] {
    try views.first { $0.name == name }.map { try $0.draw(self, experience) } ?? []
  }
}
