import Catalog
import Experiments
import Figures
import Foundation
import Journal
import Language
import Workbench

/// Commands that each front end runs in its own way.
extension NotebookKernel {
  func offerCommands() {
    let session = host.session
    interpreter.frontEnd["set"] = { [unowned self] in try set($0) }
    for verb in ["step", "rerun"] {
      interpreter.frontEnd[verb] = { arguments in
        throw Diagnostic(
          "\(verb) asks on a terminal before every command",
          at: arguments.invocation.verbSpan,
          suggestion: verb == "step"
            ? "run the commands as cells: export the journal to a notebook"
            : "run the cells again, changed as needed")
      }
    }
    for verb in ["verify", "accept", "export", "grade"] {
      interpreter.frontEnd[verb] = { [unowned self] in try another($0) }
    }
    let rows = [
      ("Shift-Enter", "run the cell"), ("Tab", "complete a word"),
      ("Shift-Tab", "help on the word at the cursor"),
      ("I I", "interrupt: stop at the next step and keep the state"),
      ("0 0", "restart with an empty session; the journal of this one is kept"),
    ]
    session.manual["keys"] = Table(
      header: ["key", ""], rows: rows.map { [.text($0.0), .text($0.1)] })
  }

  /// Shows the settings; those of a terminal have no effect in a notebook.
  private func set(_ arguments: Arguments) throws(Diagnostic) {
    if let isOn = arguments[Preference.time] { display.showsTimes = isOn }
    let own = [Preference.snapshots.name, Preference.time.name]
    let given = Preference.card.parameters.map(\.name).filter {
      arguments.settings.values[$0] != nil && !own.contains($0)
    }
    if !given.isEmpty {
      display.warn(given.map { $0 + "=" }.joined(separator: " ") + " has no effect in a notebook")
      return
    }
    guard arguments.settings.values.isEmpty else { return }
    let interval = host.session.snapshots?.interval
    interpreter.show(
      .table(
        Table(
          header: ["set", ""],
          rows: [
            [
              .text("\(Preference.snapshots.name)=\(interval.map { Format.number($0) } ?? "off")"),
              .text(Preference.snapshots.help),
            ],
            [
              .text("\(Preference.time.name)=\(display.showsTimes ? "on" : "off")"),
              .text(Preference.time.help),
            ],
          ])),
      .text("The other settings are those of a terminal."))
  }

  /// Threads and instructions cannot be changed in this process, so another one runs the journal.
  private func another(_ arguments: Arguments) throws {
    let options = ["--data", workspace.configuration.data.path]
    let process = ChildProcess(
      LocalWorkers.ownProgram, [arguments.card.name] + options + arguments.resolved.words)
    let status = try process.run(
      shouldStop: host.session.control.shouldStop,
      output: { [display] in display.stream($0) },
      errors: { [display] in display.stream($0, to: "stderr") })
    guard status == 0 || host.session.control.shouldStop() else {
      throw WorkbenchError("\(arguments.card.name) ended with exit code \(status)")
    }
  }
}
