import Foundation
import Journal
import Language
import Workbench

extension NotebookKernel {
  /// Microseconds for which the reply of a cell that failed waits, so that the cells sent along with
  /// it have arrived and can be aborted.
  private static let grace: UInt32 = 30_000

  /// Runs a cell.
  func execute(_ request: Request) {
    let code = request.content["code"]?.text ?? ""
    let isSilent = request.content["silent"]?.flag ?? false
    let isStored = !isSilent && request.content["store_history"]?.flag ?? true
    if isStored { cells.append(((cells.last?.number ?? 0) + 1, code)) }
    let count = cells.last?.number ?? 0
    display.begin(.init(parent: request.header, count: count))
    if !isSilent {
      outbox.publish(
        "execute_input", ["code": .text(code), "execution_count": .number(Double(count))],
        parent: request.header)
    }
    let pages = run(code, label: "cell \(count)")
    display.clear()
    let isInterrupted = inbox.endCell()
    if let error = display.error?.object ?? (isInterrupted ? Self.interruption : nil) {
      usleep(Self.grace)
      reply(to: request, count, "error", error)
      if request.content["stop_on_error"]?.flag ?? true { abortWaitingCells(count) }
    } else {
      reply(
        to: request, count, "ok",
        ["payload": .list(pages), "user_expressions": values(of: request.content)])
    }
  }

  private func reply(
    to request: Request, _ count: Int, _ status: String, _ more: [String: JSONValue] = [:]
  ) {
    let content: [String: JSONValue] = [
      "status": .text(status), "execution_count": .number(Double(count)),
      "user_expressions": [:], "payload": [],
    ]
    outbox.reply(to: request, "execute_reply", .object(content.merging(more) { $1 }))
  }

  /// The reply of a cell that was interrupted; what it did is shown and recorded.
  private static let interruption: [String: JSONValue] = [
    "ename": "Interrupted", "evalue": "interrupted; everything done so far is kept",
    "traceback": [],
  ]

  /// Cells that were sent before the one that failed was answered do not run.
  private func abortWaitingCells(_ count: Int) {
    for cell in inbox.removeCells(before: .now) {
      outbox.status("busy", parent: cell.header)
      reply(to: cell, count, "aborted")
      outbox.status("idle", parent: cell.header)
    }
  }

  /// Runs the text of a cell; returns the pages to show beside the notebook.
  private func run(_ code: String, label: String) -> [JSONValue] {
    let text = CellSource.statements(of: code)
    do throws(Failure) {
      guard CellSource.isQuestion(text) else {
        try interpreter.script(text, label: label, continues: true, lenient: true)
        return []
      }
      display.page = []
      defer { display.page = nil }
      try interpreter.prompt(text)
      return [["source": "page", "start": 0, "data": Page.bundle(display.page ?? [])]]
    } catch {
      display.complain(error)
      return []
    }
  }

  /// What `user_expressions` asks for: numbers, and values of variables.
  private func values(of content: [String: JSONValue]) -> JSONValue {
    .object((content["user_expressions"]?.object ?? [:]).mapValues { value(of: $0.text ?? "") })
  }

  private func value(of text: String) -> JSONValue {
    do {
      guard let (_, expression) = Parser.binding(in: "x=" + text) else {
        throw Diagnostic("'\(text)' is not an expression", at: .nowhere)
      }
      let evaluator = Evaluator(workspace)
      let shown =
        if let number = try? evaluator.number(expression, at: .nowhere) {
          "\(number)"
        } else {
          "\(try evaluator.value(expression, at: .nowhere))"
        }
      return ["status": "ok", "data": ["text/plain": .text(shown)], "metadata": [:]]
    } catch {
      let failure = Failure(wrapping: error)
      return [
        "status": "error", "ename": .text(failure.trouble.name), "evalue": .text(failure.sentence),
        "traceback": [],
      ]
    }
  }
}
