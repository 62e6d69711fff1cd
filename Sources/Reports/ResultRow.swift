import Journal

/// One number of a run, as tables in long form hold it.
struct ResultRow: Equatable {
  static let columns = [
    "run", "seed", "command", "object", "measure", "experience_learned", "experience_tested",
    "step",
    "value",
  ]

  let run: String
  let seed: Int?
  /// The number of the command; in a block `7.2.1`, the first statement of the second turn.
  let command: String
  let object: String
  let measure: String
  /// Experiences learned by then.
  var learned: Int?
  /// The experience that it was measured on, from 1.
  var tested: Int?
  /// Steps of training by then; in a chart, the place on its axis.
  var step: Int?
  let value: Double
}
