import Figures
import Foundation
import Journal
import Language
import Terminal
import Workbench

/// What `set` changes: how the prompt behaves and shows things; no result depends on it.
final class Preferences {
  private let front: TerminalHost
  /// Nil where lines cannot be edited.
  private let editor: LineEditor?
  private let environment = ProcessInfo.processInfo.environment

  init(_ front: TerminalHost, _ editor: LineEditor?) {
    (self.front, self.editor) = (front, editor)
    editor?.coloursEnabled = front.screen.coloursAllowed
    if environment["REVERIE_HINTS"] == "off" { editor?.hintsEnabled = false }
  }

  /// Does what a `set` asks for; without options shows what is set.
  ///
  /// - Throws: `Diagnostic` at a value that is not possible on this terminal.
  func apply(_ arguments: Arguments) throws(Diagnostic) {
    guard !arguments.settings.values.isEmpty else { return list() }
    if let word = arguments[Preference.graphics] {
      guard InlineImages(rawValue: word) == nil || !InlineImages.isInsideMultiplexer(environment)
      else {
        throw Diagnostic(
          "tmux and screen do not support inline images",
          at: arguments.span(.option(Preference.graphics.name)),
          suggestion: "write graphics=blocks")
      }
      front.renderer.graphics = Renderer.Graphics(rawValue: word) ?? .auto
    }
    if let isOn = arguments[Preference.hints] { editor?.hintsEnabled = isOn }
    if let isOn = arguments[Preference.colours] {
      editor?.coloursEnabled = isOn
      front.renderer.showsColours = isOn
    }
    if let isOn = arguments[Preference.time] { front.renderer.showsTimes = isOn }
    if let isOn = arguments[Preference.live] { front.renderer.showsMatrix = isOn }
    if let isOn = arguments[Preference.pager] { front.renderer.pages = isOn }
    if let word = arguments[Preference.keys] { editor?.usesViKeys = word == "vi" }
  }

  private func list() {
    func word(_ isOn: Bool) -> String { isOn ? "on" : "off" }
    let snapshots = front.interpreter.session.snapshots?.interval
    let values = [
      "hints": word(editor?.hintsEnabled ?? false), "colours": word(front.renderer.showsColours),
      "graphics": front.renderer.graphics.rawValue, "pager": word(front.renderer.pages),
      "keys": editor?.usesViKeys ?? false ? "vi" : "emacs",
      "time": word(front.renderer.showsTimes), "live": word(front.renderer.showsMatrix),
      "snapshots": snapshots.map { Format.number($0) } ?? "off",
    ]
    let rows = Preference.card.parameters.compactMap { parameter in
      values[parameter.name].map { value -> [Table.Cell] in
        [.text("\(parameter.name)=\(value)"), .text(parameter.help)]
      }
    }
    front.renderer.present([
      .table(Table(header: ["set", ""], rows: rows)),
      .text(
        "Put lines such as set hints=off into \(front.places.settings) to apply them to every session."
      ),
    ])
  }
}
