import Figures
import Foundation
import Host
import Journal
import Terminal
import Workbench

/// Shows what happens: figures and progress on a terminal, plain lines elsewhere, or JSON.
final class Renderer: Display {
  private let screen: Screen
  private let json: Bool
  private let status: StatusLine
  private var progressText: ProgressText
  /// Whether commands are shown before they run: when a file is played.
  var echoes = true
  /// Whether results are shown; while a journal is verified they are not.
  var isQuiet = false
  var showsColours: Bool
  /// Whether what no journal keeps goes through a pager when it is longer than the screen.
  var pages = false
  var graphics = Graphics.blocks

  /// How images are shown.
  enum Graphics: String { case blocks, kitty, off }

  init(screen: Screen, json: Bool) {
    (self.screen, self.json) = (screen, json)
    showsColours = screen.coloursAllowed
    status = StatusLine(on: screen)
    progressText = ProgressText(unicode: Screen.isUTF8)
  }

  private var style: TextStyle {
    TextStyle(
      columns: screen.isInteractive ? Screen.columns : 80, colours: showsColours,
      unicode: Screen.isUTF8, trueColour: Self.hasTrueColour)
  }

  private static let hasTrueColour =
    ["truecolor", "24bit"].contains(ProcessInfo.processInfo.environment["COLORTERM"] ?? "")

  func show(_ event: Session.Event) {
    status.clear()
    if isQuiet { return }
    if json { return showJSON(event) }
    switch event {
    case .begin(let number, let text):
      guard echoes, let number else { return }
      let mark = Paint.dim("[\(number)]", style)
      print(mark, text.replacing("\n", with: "\n    "))
    case .end(let number, let result):
      if let origin = result.outcome.origin { print("  " + Paint.dim("\(origin)", style)) }
      present(result.outcome.figures, asLook: number == nil)
    case .look(let figures): present(figures)
    case .prose(let text):
      print()
      for line in Figure.text(text).lines(style) { print(Paint.dim(line, style)) }
    }
    fflush(nil)
  }

  /// Shows figures that no journal keeps.
  func present(_ figures: [Figure]) { present(figures, asLook: true) }

  private func present(_ figures: [Figure], asLook isLook: Bool) {
    let text = figures.flatMap(lines).map { "  " + $0 }.joined(separator: "\n")
    guard !figures.isEmpty else { return }
    if pages, isLook { return Pager.show(text, on: screen) }
    print(text)
    fflush(nil)
  }

  private func lines(_ figure: Figure) -> [String] {
    guard case .images(let sheet) = figure else { return figure.lines(narrowed) }
    switch graphics {
    case .blocks: return figure.lines(narrowed)
    case .off: return ["(\(sheet.images.count) images)"]
    case .kitty:
      let captions = sheet.captions.filter { !$0.isEmpty }
      return [KittyGraphics.sequence(png: sheet.png(gap: 136))]
        + (captions.isEmpty ? [] : Figure.text(captions.joined(separator: " ")).lines(narrowed))
    }
  }

  /// Two columns go to the indent.
  private var narrowed: TextStyle {
    var narrow = style
    narrow.columns = max(10, style.columns - 2)
    return narrow
  }

  private func showJSON(_ event: Session.Event) {
    switch event {
    case .end(let number, let result): print(ResultJSON.line(number: number, result))
    case .look(let figures): print(ResultJSON.line(figures))
    case .begin, .prose: return
    }
    fflush(nil)
  }

  func progress(_ report: TrainingReport) {
    let progress = report.progress
    if screen.isInteractive, !json {
      return status.show { progressText.line(report, at: $0) }
    }
    guard !json, !isQuiet, progress.isMeasured else { return }
    print("  " + ProgressText.experience(report))
    fflush(nil)
  }

  func say(_ text: String) {
    guard !json else { return }
    status.show(text)
  }

  /// Shows what a variation came to.
  func present(_ report: VariationReport) {
    if json {
      for row in report.result.rows { print(ResultJSON.line(row)) }
    } else {
      for figure in report.figures {
        for line in figure.lines(style) { print(line) }
      }
    }
    fflush(nil)
  }

  /// Lines about the session itself or from a file.
  func tell(_ text: String) {
    status.clear()
    guard !json else { return }
    for line in Figure.text(text).lines(style) { print(line) }
    fflush(nil)
  }

  /// Something a person should know, beside the results.
  func warn(_ text: String) {
    status.clear()
    TerminalHost.complain("warning: " + text)
  }

  func complain(_ failure: Failure) {
    status.clear()
    guard screen.isInteractive else { return TerminalHost.complain(failure) }
    let lines = failure.rendered(cells: narrowed.columns)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      for part in Figure.text(String(line)).lines(narrowed) {
        print("  " + (index == 0 ? Paint.red(part, style) : part))
      }
    }
    for line in failure.details.map(Figure.text).flatMap({ $0.lines(narrowed) }) {
      print("  " + line)
    }
    fflush(nil)
  }

  func clear() { status.clear() }
}
