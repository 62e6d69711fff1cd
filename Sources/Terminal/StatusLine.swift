import ProcessControl
import Synchronization

/// One line of progress, drawn over itself, and lines above it that seldom change; nothing at all
/// when there is no terminal.
package final class StatusLine: Sendable {
  private struct State {
    var drawn: ContinuousClock.Instant?
    var isShown = false
    /// The lines that stand above, and the columns that there were when they were drawn.
    var above: [String] = []
    var columns = 0
    /// How often the process had been stopped and continued by then.
    var continuations = 0
  }

  /// The least time between two drawings.
  package static let interval = Duration.milliseconds(100)

  private let isActive: Bool
  private let columns: @Sendable () -> Int
  private let continuations: @Sendable () -> Int
  private let output: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// A status line on standard output.
  package convenience init(on screen: Screen) {
    self.init(
      isActive: screen.isInteractive, columns: { Screen.columns },
      continuations: { Interrupt.continuations }
    ) { text in StandardStreams.output.write(text) }
  }

  init(
    isActive: Bool, columns: @escaping @Sendable () -> Int,
    continuations: @escaping @Sendable () -> Int = { 0 },
    output: @escaping @Sendable (String) -> Void
  ) {
    self.isActive = isActive
    self.columns = columns
    self.continuations = continuations
    self.output = output
  }

  /// Shows `text` (no escape sequences), cut to the width; skipped when the last one is too recent.
  package func show(_ text: String) { show { _, _ in text } }

  /// Shows what `text` makes of the time and the cells there are, asked for only when it is drawn.
  ///
  /// - Parameter above: whole lines to stand above, with escape sequences or without, none of them wider
  ///   than the terminal, and fewer than it has rows; they are drawn only when they change.
  package func show(
    above: (ContinuousClock.Instant) -> [String] = { _ in [] },
    _ text: (ContinuousClock.Instant, Int) -> String
  ) {
    show(at: .now, above: above, text)
  }

  func show(_ text: String, at now: ContinuousClock.Instant) { show(at: now) { _, _ in text } }

  func show(
    at now: ContinuousClock.Instant,
    above: (ContinuousClock.Instant) -> [String] = { _ in [] },
    _ text: (ContinuousClock.Instant, Int) -> String
  ) {
    guard isActive else { return }
    state.withLock { state in
      if let drawn = state.drawn, now - drawn < Self.interval { return }
      state.drawn = now
      state.isShown = true
      let width = columns()
      let cells = width - 1
      draw(above(now), columns: width, &state)
      let line = text(now, cells).prefix { !$0.isNewline }.unicodeScalars.map(Cells.shown).joined()
      output("\r" + Cells.cut(line, to: cells) + "\u{1b}[K")
    }
  }

  /// Draws the lines above, if they changed, and leaves the cursor below them.
  private func draw(_ lines: [String], columns: Int, _ state: inout State) {
    if isLost(state, columns: columns) {
      output("\r\u{1b}[J")
      state.above = []
    }
    (state.columns, state.continuations) = (columns, continuations())
    guard lines != state.above else { return }
    output(Self.erasing(state.above) + lines.map { $0 + "\r\n" }.joined())
    state.above = lines
  }

  /// Whether nobody knows where the lines above are, so that what is above the cursor stays.
  ///
  /// The terminal has wrapped them again, or the shell has written below them while the process was
  /// stopped.
  private func isLost(_ state: State, columns: Int) -> Bool {
    !state.above.isEmpty
      && (columns != state.columns || continuations() != state.continuations)
  }

  /// Moves to the first of the lines and erases all from there on.
  private static func erasing(_ lines: [String]) -> String {
    "\r" + (lines.isEmpty ? "" : "\u{1b}[\(lines.count)A") + "\u{1b}[J"
  }

  /// Erases everything; to be called before anything else is printed.
  package func clear() {
    state.withLock { state in
      guard state.isShown else { return }
      state.isShown = false
      state.drawn = nil
      let isLost = isLost(state, columns: columns())
      output(state.above.isEmpty || isLost ? "\r\u{1b}[K" : Self.erasing(state.above))
      state.above = []
    }
  }
}
