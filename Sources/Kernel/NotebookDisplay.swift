import Figures
import Host
import Journal
import Reports
import Workbench

/// Shows a session's events in the output of the cell at work.
///
/// Words are streams, figures are MIME bundles, looks are results of the cell; the progress of a
/// command is one output that is updated in place.
final class NotebookDisplay: Display {
  /// How often progress is shown, at most.
  private static let interval = Duration.milliseconds(100)
  /// Columns of words, whose lines clients wrap.
  private static let unwrapped = 10_000
  /// Cells of a line of a progress display.
  private static let width = 78

  /// What outputs belong to.
  struct Cell {
    /// The header of its request; nil: no cell has run yet.
    let parent: [UInt8]?
    let count: Int
  }

  private let outbox: Outbox
  private var cell = Cell(parent: nil, count: 0)
  /// Warnings from before the first cell, which shows them.
  private var early: [String] = []
  /// Whether commands are shown before they run: those of a file are, those of the cell are not.
  var echoes: () -> Bool = { false }
  /// Whether the time that each command took is shown.
  var showsTimes = false
  /// Where figures go instead of the output; nil: there.
  var page: [Figure]?
  /// The error of the cell, if it failed.
  private(set) var error: JSONValue?

  private var progressText = ProgressText(unicode: true)
  /// The progress display of the command at work, and what it shows.
  private var live: (id: String, text: String, shown: ContinuousClock.Instant)?
  private var latest: TrainingReport?
  private var displays = 0

  init(_ outbox: Outbox) { self.outbox = outbox }

  func begin(_ cell: Cell) {
    (self.cell, error, live, latest) = (cell, nil, nil, nil)
    early.forEach(warn)
    early = []
  }

  func show(_ event: Session.Event) {
    clear()
    switch event {
    case .begin(let number?, let text) where echoes(): stream("[\(number)] \(text)\n")
    case .begin: return
    case .end(let number, let result):
      if let origin = result.outcome.origin { stream("\(origin)\n") }
      for figure in result.outcome.figures {
        show(figure, isLook: number == nil, size: result.outcome.size)
      }
      show(seconds: result.seconds)
    case .done(let seconds): show(seconds: seconds)
    case .look(let figures): for figure in figures { show(figure, isLook: true) }
    case .prose(let text):
      publish(
        "display_data",
        [MIMEBundle.text: .text(text), "text/markdown": .text(ProseMarkdown.text(text))])
    }
  }

  private func show(seconds: Double) {
    if showsTimes { stream("took \(Format.duration(seconds))\n") }
  }

  private func show(
    _ figure: Figure, isLook: Bool, size: (width: Int?, height: Int?) = (nil, nil)
  ) {
    guard page == nil else {
      page?.append(figure)
      return
    }
    var style = TextStyle(columns: figure.kind == .text ? Self.unwrapped : 80)
    (style.plotWidth, style.plotHeight) = size
    let bundle = figure.mimeBundle(style)
    if isLook {
      let data = JSONValue.object(bundle.parts.mapValues { .text($0) })
      outbox.publish(
        "execute_result",
        ["data": data, "metadata": [:], "execution_count": .number(Double(cell.count))],
        parent: cell.parent)
    } else if case .text = figure {
      stream((bundle.parts[MIMEBundle.text] ?? "") + "\n")
    } else {
      publish("display_data", bundle.parts.mapValues { .text($0) })
    }
  }

  func progress(_ report: TrainingReport) {
    latest = report
    let now = ContinuousClock.now
    if let live, now - live.shown < Self.interval { return }
    update(progressText.line(report, at: now, cells: Self.width), now)
  }

  func say(_ text: String) {
    let now = ContinuousClock.now
    if let live, now - live.shown < Self.interval {
      self.live?.text = text
      return
    }
    update(text, now)
  }

  private func update(_ text: String, _ now: ContinuousClock.Instant) {
    let isNew = live == nil
    if isNew { displays += 1 }
    let id = live?.id ?? "progress-\(displays)"
    live = (id, text, now)
    publish(
      isNew ? "display_data" : "update_display_data", [MIMEBundle.text: .text(text)],
      transient: ["display_id": .text(id)])
  }

  /// The progress display stays as it was at the end.
  func clear() {
    if live != nil, let latest {
      update(progressText.line(latest, at: .now, cells: Self.width), .now)
    }
    (live, latest) = (nil, nil)
  }

  func warn(_ text: String) {
    guard cell.parent != nil else { return early.append(text) }
    stream("warning: \(text)\n", to: "stderr")
  }

  func complain(_ failure: Failure) {
    clear()
    let lines =
      (failure.rendered(cells: 80).split(separator: "\n").map(String.init)
        + failure.details.map { "  " + $0 })
    let shown = lines.enumerated().map { index, line in
      JSONValue.text(index == 0 ? Paint.red(line, TextStyle(colours: true)) : line)
    }
    let content: JSONValue = [
      "ename": .text(failure.trouble.name), "evalue": .text(failure.sentence),
      "traceback": .list(shown),
    ]
    error = content
    outbox.publish("error", content, parent: cell.parent)
  }

  /// Words of the cell's standard output or `stderr`.
  func stream(_ text: String, to name: String = "stdout") {
    outbox.publish("stream", ["name": .text(name), "text": .text(text)], parent: cell.parent)
  }

  private func publish(
    _ type: String, _ data: [String: JSONValue], transient: JSONValue = [:]
  ) {
    outbox.publish(
      type, ["data": .object(data), "metadata": [:], "transient": transient], parent: cell.parent)
  }
}

extension Failure {
  /// What went wrong and what to do, in one line.
  var sentence: String {
    diagnostic.message + (diagnostic.suggestion.map { "; " + $0 } ?? "")
  }
}

extension Failure.Trouble {
  /// The kind of error, as clients list it.
  var name: String {
    switch self {
    case .command: "CommandError"
    case .syntax: "SyntaxError"
    case .mismatch: "Mismatch"
    case .data: "DataError"
    case .incomplete, .damaged: "JournalError"
    case .circumstances: "CircumstancesError"
    }
  }
}
