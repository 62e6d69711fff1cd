import Streams

/// The measures there are, in the order in which results list them.
package enum Measures {
  package static let all: [Measure] = [
    .last,
    .average,
    .forgetting,
    .backward,
    .forward,
    .accuracy,
    .byClassesLearned,
    .bytes,
    .parameters,
    .images,
    .operations,
    .learning,
    .intransigence,
    .omega,
    .classes,
    .confusion,
    .calibration,
    .course,
    .lowest,
  ]

  /// The names that `measures=` takes: measures not reported by default.
  package static var onRequest: [Measure] { all.filter { !$0.isRecorded } }

  package static subscript(name: String) -> Measure? { all.first { $0.name == name } }

  /// What every training gives.
  package static func recorded(_ record: EvaluationRecord) -> [MeasuredValue] {
    all.filter(\.isRecorded).flatMap { $0.values(record) }
  }

  /// The numbers that tables show of `record`: those that mean something in its scenario.
  package static func numbers(_ record: EvaluationRecord) -> [(name: String, value: Double)] {
    all.filter { $0.isRecorded && $0.form == .number && $0.scenarios.contains(record.scenario) }
      .flatMap { $0.values(record) }.compactMap { value in
        guard case .number(let number) = value.content else { return nil }
        return (value.name, number)
      }
  }
}
