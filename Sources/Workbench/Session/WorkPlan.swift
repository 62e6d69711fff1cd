import Figures
import Foundation
import Journal
import Language

/// What a session would do: its commands with the steps and images that they take, and the files that
/// it would write.
package struct WorkPlan {
  /// One command of the plan.
  struct Line {
    /// Nil for a command that no journal keeps.
    let number: Int?
    let text: String
    let work: Rehearsal.Work
  }

  let lines: [Line]
  let files: [String]

  /// Rehearses what `player` plays, to its end.
  ///
  /// - Throws: `Failure` of the first command at which a run would fail.
  init(_ player: Player, in session: Session) throws(Failure) {
    let numbers = player.document.numbers
    var lines: [Line] = []
    let rehearsal = session.workspace.rehearsal
    while let command = player.next, !player.isStopped {
      let number = numbers[player.position]
      try player.step()
      lines.append(
        Line(
          number: number, text: command.text,
          work: rehearsal?.takeWork() ?? Rehearsal.Work(steps: nil, images: nil)))
    }
    guard !session.control.shouldStop() else {
      throw Failure(Diagnostic("stopped before all was checked", at: .nowhere))
    }
    (self.lines, files) = (lines, rehearsal?.files ?? [])
  }

  /// All work together.
  var work: Rehearsal.Work {
    lines.reduce(into: Rehearsal.Work()) { $0.add($1.work) }
  }

  /// The plan as a table, a sentence with the sum, and the files.
  package var figures: [Figure] {
    func cell(_ count: Int?) -> Table.Cell {
      guard let count else { return .text("?") }
      return count == 0 ? .text("") : .integer(count)
    }
    let rows = lines.map { line -> [Table.Cell] in
      let first = line.text.split(separator: "\n").first.map(String.init) ?? ""
      let number = line.number.map(Table.Cell.integer) ?? .text("")
      return [number, .text(first), cell(line.work.steps), cell(line.work.images)]
    }
    let (steps, images) = (work.steps.map(Format.count), work.images.map(Format.count))
    let written = files.map { path in
      FileManager.default.fileExists(atPath: path) ? "\(path) (exists)" : path
    }
    return [
      .table(Table(header: ["", "command", "steps", "images"], rows: rows)),
      .text("\(steps ?? "?") steps on \(images ?? "?") images"),
    ] + (files.isEmpty ? [] : [.text("writes: " + written.joined(separator: ", "))])
  }
}
