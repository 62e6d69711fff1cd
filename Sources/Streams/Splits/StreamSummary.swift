/// A summary of a stream, as values for a table.
package struct StreamSummary: Sendable, Equatable {
  /// One named value.
  package struct Fact: Sendable, Equatable {
    /// What it is: "images".
    package let name: String
    /// Its value: "1x28x28".
    package let value: String
  }

  /// One experience.
  package struct Row: Sendable, Equatable {
    /// Counted from 1.
    package let number: Int
    /// The names of its classes.
    package let classes: [String]
    /// How many images of each part.
    package let train: Int
    /// Kept for validation; 0 if none were asked for.
    package let validation: Int
    /// To test with.
    package let test: Int
  }

  /// The stream as a whole.
  package let facts: [Fact]
  /// One row per experience.
  package let rows: [Row]

  /// Summarizes a stream.
  package init(_ stream: ExperienceStream) {
    let rows = stream.experiences.map { experience in
      Row(
        number: experience.index + 1,
        classes: experience.classes.map { stream.classNames[$0] },
        train: experience.train.count, validation: experience.validation?.count ?? 0,
        test: experience.test.count)
    }
    let sum = { (part: (Row) -> Int) in rows.reduce(0) { $0 + part($1) } }
    var facts = [
      Fact(name: "data set", value: stream.name),
      Fact(name: "scenario", value: stream.scenario.rawValue),
      Fact(name: "images", value: "\(stream.shape)"),
      Fact(name: "classes", value: "\(stream.order.count)"),
      Fact(name: "outputs", value: "\(stream.headSize)"),
      Fact(name: "experiences", value: "\(rows.count)"),
      Fact(name: "train", value: "\(sum(\.train))"),
      Fact(name: "test", value: "\(sum(\.test))"),
      Fact(name: "sha256", value: String(stream.digest.prefix(12))),
    ]
    let kept = sum(\.validation)
    if kept > 0 { facts.insert(Fact(name: "validation", value: "\(kept)"), at: 7) }
    facts += stream.files.map {
      Fact(name: "file", value: "\($0.name) \($0.sha256.prefix(12))")
    }
    facts += stream.notes.map { Fact(name: "note", value: $0) }
    (self.facts, self.rows) = (facts, rows)
  }
}
