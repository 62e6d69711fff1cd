import Catalog
import Workbench

extension Vary {
  /// Runs what a line of `interpreter`'s session asks for, and shows the result.
  ///
  /// - Throws: `Failure` if the file cannot be varied so, `WorkbenchError` if nothing can be started.
  package static func perform(_ arguments: Arguments, in interpreter: Interpreter) throws {
    let (file, session) = (arguments.text(0) ?? "", interpreter.session)
    let variation = try Variation(file, axes: axes(arguments))
    let setting = Workers.Setting(
      folder: Workers.folder(beside: session.journal?.path ?? file),
      threads: arguments[threads].first ?? 1, count: arguments[jobs], of: session.workspace)
    let report = try VariationReport(running: variation, in: setting, session.control)
    session.tell(.look(report.figures))
  }
}
