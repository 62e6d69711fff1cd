import Figures
import Streams

extension Views {
  /// The accuracy on each class, with the class that it is taken for most often.
  package static let classes = View(
    "classes", "accuracy on each class, and the class it is most often taken for"
  ) { run, experience in
    let record = run.record
    guard
      let (answers, classes) = record.answers(after: experience ?? record.matrix.correct.count - 1)
    else {
      return [.text("no predictions are recorded: the learner was saved by an older version")]
    }
    return [table(of: answers, classes: classes, stream: run.stream)]
  }

  /// The accuracies on the classes of `answers` as a table.
  package static func table(
    of answers: AnswerCounts, classes: Int, stream: ExperienceStream
  ) -> Figure {
    let found = answers.byClass
    let names = classNames(max(classes, (found.last?.place ?? 0) + 1), of: stream)
    let rows = found.map { place, images, accuracy, mistaken -> [Table.Cell] in
      let other = mistaken.map { pair in
        "\(names.indices.contains(pair.answer) ? names[pair.answer] : "\(pair.answer)") "
          + "(\(Format.count(pair.count, "image")))"
      }
      return [
        .text(names[place]), .integer(images), .number(accuracy, digits: 4), .text(other ?? ""),
      ]
    }
    return .table(
      Table(header: ["class", "images", "accuracy", "most often taken for"], rows: rows))
  }
}
