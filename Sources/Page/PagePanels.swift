import Figures
import Foundation
import Journal
import Language
import Reports
import Text

/// What is shown beside the cells: the training at work, samples, live objects.
struct PagePanels {
  private var training: LiveEvent.Training?
  private var samples: [LiveEvent.Samples] = []
  private var objects: [Figure]?

  static let keys: [PageDocument.Key] = [.training, .samples, .objects]

  /// Takes in what the session says and returns the panel that changes.
  mutating func take(_ event: LiveEvent) -> PageDocument.Key {
    switch event {
    case .training(let training):
      self.training = training
      return .training
    case .objects(let figures):
      objects = figures
      return .objects
    case .samples(let new):
      // An experience that is learned again after going back replaces what it showed.
      samples.removeAll {
        ($0.learner, $0.command, $0.experience) == (new.learner, new.command, new.experience)
      }
      samples.append(new)
      return .samples
    }
  }

  func html(_ key: PageDocument.Key, _ report: Report) -> String {
    let content: String? =
      switch key {
      case .training: training.map { html($0, Self.isAtWork(report)) }
      case .samples: html(sheets(report))
      case .objects: html(objects ?? Self.declared(report))
      case .head, .replay: nil
      }
    guard let content else { return "<section id=\"\(key.rawValue)\" hidden></section>" }
    return "<section id=\"\(key.rawValue)\">\n\(content)\n</section>"
  }

  private func html(_ training: LiveEvent.Training, _ isAtWork: Bool) -> String {
    let name = Markup.escaped(training.learner)
    let bar =
      "<progress max=\"\(max(1, training.planned))\" value=\"\(training.done)\" "
      + "aria-label=\"steps\"></progress>"
    return """
      <h2>\(isAtWork ? "Training" : "Last training:") \(name)</h2>
      \(isAtWork ? bar : "")
      <p>\(Markup.escaped(training.words))</p>
      \(HTMLPage.exhibits(training.figures.map { .figure($0) }))
      """
  }

  private func html(_ objects: [Figure]) -> String? {
    objects.isEmpty
      ? nil : "<h2>Objects</h2>\n" + HTMLPage.exhibits(objects.map { .figure($0) })
  }

  // MARK: The state of the session

  /// The newest command, if it has not come to its end.
  static func isAtWork(_ report: Report) -> Bool {
    guard case .entry(let entry)? = report.parts.last else { return false }
    return entry.exhibits.contains { if case .running = $0 { true } else { false } }
  }

  /// What stands in the head of the page; nil: the outcome of the verification that is noted there.
  static func state(_ report: Report, _ isRunning: Bool) -> String? {
    guard isRunning else {
      return report.verification == nil ? badge("The session has ended.", "none") : nil
    }
    let words = isAtWork(report) ? "A command is running." : "Waiting for the next command."
    return badge(words, "now", mark: "<span aria-hidden=\"true\"></span> ")
  }

  static func badge(_ words: String, _ kind: String, mark: String = "") -> String {
    "<p class=\"badge \(kind)\" role=\"status\">\(mark)\(Markup.escaped(words))</p>"
  }

  /// The objects that commands declared, where no session says which ones live.
  private static func declared(_ report: Report) -> [Figure] {
    let rows = report.declarations.map { [Table.Cell.text($0), .text($1), .text($2)] }
    return rows.isEmpty ? [] : [.table(Table(header: ["name", "kind", "maker"], rows: rows))]
  }
}

extension PagePanels {
  /// One place of a slider.
  private struct Sheet {
    let order: (command: Int, experience: Int)
    let label: String
    let picture: Report.Picture
  }

  /// Images by learner, from the oldest to the newest: those that commands showed and those of the
  /// ends of experiences.
  private func sheets(_ report: Report) -> [(learner: String, sheets: [Sheet])] {
    var found: [(learner: String, sheets: [Sheet])] = []
    func add(_ sheet: Sheet, _ learner: String) {
      let place = found.firstIndex { $0.learner == learner }
      if place == nil { found.append((learner, [])) }
      found[place ?? found.count - 1].sheets.append(sheet)
    }
    for case .entry(let entry) in report.parts {
      var turn = ""
      for exhibit in entry.exhibits {
        if case .turn(let name) = exhibit { turn = " (\(name))" }
        guard case .picture(let picture) = exhibit, let learner = picture.learner else { continue }
        let number = entry.number ?? 0
        add(
          Sheet(order: (number, .max), label: "command \(number)\(turn)", picture: picture), learner
        )
      }
    }
    for sample in samples {
      guard
        let picture = Report.Picture(
          png: [UInt8](sample.png), description: sample.description, learner: sample.learner)
      else { continue }
      add(
        Sheet(
          order: (sample.command, sample.experience),
          label: "experience \(sample.experience) of \(sample.experiences)", picture: picture),
        sample.learner)
    }
    return found.map { learner, sheets in
      // A stable order: the turns of one command stay as they are.
      (
        learner,
        sheets.enumerated().sorted {
          ($0.element.order.command, $0.element.order.experience, $0.offset)
            < ($1.element.order.command, $1.element.order.experience, $1.offset)
        }.map(\.element)
      )
    }
  }

  private func html(_ found: [(learner: String, sheets: [Sheet])]) -> String? {
    guard !found.isEmpty else { return nil }
    return found.enumerated().map { index, group in
      let (learner, sheets) = group
      let name = Markup.escaped(learner)
      let last = sheets.count
      let slider = """
        <label class="slider"><span>Sheet</span>
        <input type="range" id="sheets-\(index)" min="1" max="\(last)" value="\(last)" \
        aria-label="sheet of images of \(name)" aria-valuetext="\(label(sheets[last - 1]))">
        <output>\(label(sheets[last - 1]))</output></label>
        """
      let images = sheets.enumerated().map { place, sheet in
        "<div class=\"sheet\" data-label=\"\(label(sheet))\"\(place + 1 < last ? " hidden" : "")>"
          + HTMLPage.exhibits([.picture(sheet.picture)]) + "</div>"
      }
      return "<div class=\"samples\">\n<h2>Samples of \(name)</h2>\n\(slider)\n"
        + images.joined(separator: "\n") + "\n</div>"
    }.joined(separator: "\n")
  }

  private func label(_ sheet: Sheet) -> String {
    Markup.escaped(sheet.label.replacing("\n", with: " "))
  }
}
