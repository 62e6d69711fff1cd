import Experiments
import Figures
import Foundation
import Host
import Journal
import ProcessControl
import Terminal
import Text
import Workbench

/// Shows what happens: figures and progress on a terminal, plain lines elsewhere.
///
/// Texts of files and users become lines through `Figure` or `Console`, which leave nothing in them
/// that a terminal would act on; colours are added afterwards.
final class Renderer: Display {
  private let screen: Screen
  private let status: StatusLine
  private var progressText: ProgressText
  /// Whether commands are shown before they run: those of a file are, those just typed are not.
  var echoes: () -> Bool = { true }
  /// Whether results are shown; while a journal is verified they are not.
  var isQuiet = false
  var showsColours: Bool
  /// Whether what no journal keeps goes through a pager when it is longer than two screens.
  var pages = false
  var graphics = Graphics.auto
  /// Whether the time that each command took is shown.
  var showsTimes = false
  /// Whether the accuracy matrix is shown while a learner is trained.
  var showsMatrix = true

  /// How images are shown; `auto`: inline where the terminal is known to show them, else as blocks.
  enum Graphics: String { case auto, blocks, kitty, iterm2, off }

  /// Since when which learner is trained.
  private var began: (learner: String, at: ContinuousClock.Instant)?

  private let output = StandardStreams.output

  init(screen: Screen) {
    self.screen = screen
    showsColours = screen.coloursAllowed
    status = StatusLine(on: screen)
    progressText = ProgressText(unicode: Screen.isUTF8)
  }

  private var style: TextStyle {
    TextStyle(
      columns: screen.isInteractive ? Screen.columns : 80,
      rows: screen.isInteractive ? Screen.rows : 24, colours: showsColours,
      unicode: Screen.isUTF8, trueColour: Self.hasTrueColour)
  }

  private static let hasTrueColour =
    ["truecolor", "24bit"].contains(ProcessInfo.processInfo.environment["COLORTERM"] ?? "")

  func show(_ event: Session.Event) {
    status.clear()
    began = nil
    if isQuiet { return }
    switch event {
    case .begin(let number, let text):
      guard echoes(), let number else { return }
      let mark = Paint.dim("[\(number)]", style)
      output.line(mark + " " + Console.safe(text).replacing("\n", with: "\n    "))
    case .end(let number, let result):
      if let origin = result.outcome.origin {
        output.line("  " + Paint.dim(Console.safe("\(origin)"), style))
      }
      present(result.outcome.figures, asLook: number == nil, size: result.outcome.size)
      show(seconds: result.seconds)
    case .look(let figures): present(figures)
    case .done(let seconds): show(seconds: seconds)
    case .prose(let text):
      output.line()
      let shown = Wrapping.reflowed(SafeText.block(text), to: style.columns)
      for line in Figure.text(shown.joined(separator: "\n")).lines(style) {
        output.line(Paint.dim(line, style))
      }
    }
  }

  private func show(seconds: Double) {
    guard showsTimes else { return }
    output.line("  " + Paint.dim("took \(Format.duration(seconds))", style))
  }

  /// Shows figures that no journal keeps.
  func present(_ figures: [Figure]) { present(figures, asLook: true) }

  private func present(
    _ figures: [Figure], asLook isLook: Bool, size: (width: Int?, height: Int?) = (nil, nil)
  ) {
    var style = narrowed
    (style.plotWidth, style.plotHeight) = size
    let text = figures.flatMap { lines($0, style) }.map { "  " + $0 }.joined(separator: "\n")
    guard !figures.isEmpty else { return }
    if pages, isLook { return Pager.show(text, on: screen) }
    output.line(text)
  }

  private func lines(_ figure: Figure, _ style: TextStyle) -> [String] {
    guard case .images(let sheet) = figure else { return figure.lines(style) }
    if graphics == .off { return ["(\(sheet.images.count) images)"] }
    guard let inline = inlineImages else { return figure.lines(style) }
    let captions = sheet.captions.filter { !$0.isEmpty }
    return [inline.sequence(png: sheet.png(gap: 136))]
      + (captions.isEmpty ? [] : Figure.text(captions.joined(separator: " ")).lines(style))
  }

  /// Nil where images are shown as blocks, as they always are in what is no terminal.
  private var inlineImages: InlineImages? {
    guard screen.isInteractive else { return nil }
    return graphics == .auto
      ? InlineImages.detected(in: ProcessInfo.processInfo.environment)
      : InlineImages(rawValue: graphics.rawValue)
  }

  /// Two columns go to the indent.
  private var narrowed: TextStyle {
    var narrow = style
    narrow.columns = max(10, style.columns - 2)
    return narrow
  }

  func progress(_ report: TrainingReport) {
    let progress = report.progress
    if screen.isInteractive {
      return status.show(above: { matrix(report, at: $0) }) {
        progressText.line(report, at: $0, cells: $1)
      }
    }
    guard !isQuiet, progress.isMeasured else { return }
    Console.say("  " + ProgressText.experience(report))
  }

  /// The accuracy matrix of a training that takes longer than a moment, if there is room for it.
  private func matrix(_ report: TrainingReport, at now: ContinuousClock.Instant) -> [String] {
    if began?.learner != report.learner { began = (report.learner, now) }
    let room = min(Screen.rows - 8, 16)
    guard showsMatrix, report.progress.experiences > 1, room >= 4, Screen.columns >= 40,
      let began, now - began.at >= .seconds(1), let map = report.matrix
    else { return [] }
    return Figure.heatMap(map.newest(rows: room)).lines(narrowed).map { "  " + $0 }
  }

  func say(_ text: String) {
    if isQuiet { return }
    status.show(text)
  }

  func present(_ report: ExperimentReport) {
    for figure in report.figures {
      for line in figure.lines(style) { output.line(line) }
    }
  }

  /// Lines about the session itself or from a file.
  func tell(_ text: String) {
    status.clear()
    if isQuiet { return }
    for line in Figure.text(text).lines(style) { output.line(line) }
  }

  /// Something a user should know, beside the results.
  func warn(_ text: String) {
    status.clear()
    Console.complain("warning: " + text)
  }

  func complain(_ failure: Failure) {
    status.clear()
    guard screen.isInteractive || screen.inputIsTerminal else { return Console.complain(failure) }
    let lines = failure.rendered(cells: narrowed.columns)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      for part in Figure.text(String(line)).lines(narrowed) {
        output.line("  " + (index == 0 ? Paint.red(part, style) : part))
      }
    }
    for line in failure.details.map(Figure.text).flatMap({ $0.lines(narrowed) }) {
      output.line("  " + line)
    }
  }

  func clear() { status.clear() }
}
