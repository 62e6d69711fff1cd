import Catalog
import Figures
import Journal
import Language
import Learning
import Models
import Streams

/// What a session would do, and how many steps and images that takes; nothing is run or trained.
///
/// Data sets are read, as the number of their images is needed; those that are missing or too many
/// leave the numbers of their trainings open.
package struct WorkPlan {
  /// One command of the plan.
  struct Line {
    /// Nil for a command that no journal keeps.
    let number: Int?
    let text: String
    /// Nil if it is not known in advance; zero for commands that do not train.
    var steps: Int? = 0
    var images: Int? = 0
  }

  /// A learner that is only counted on.
  private struct Sketch {
    let maker: any Learner.Type
    /// Nil if unknown.
    let settings: Settings?
    var completed = 0
    var step = 0
  }

  private(set) var lines: [Line] = []
  private var learners: [String: Sketch] = [:]
  /// What was counted after each command, for those that go back there.
  private var states: [Int: [String: Sketch]] = [0: [:]]
  private var marks: [String: Int] = [:]
  private let session: Session
  private static let mostReadings = 32
  /// What was read, by declaration without its name; nil where nothing could be read.
  private var streams: [String: ExperienceStream?] = [:]
  /// Names of data sets that were not read.
  private var unread: Set<String> = []
  /// Iterations of blocks that were planned.
  private var visits = 0

  /// Plans the commands of `document`.
  package init(_ document: JournalDocument, in workspace: Workspace) {
    session = Session(workspace)
    for (command, number) in zip(document.commands, document.numbers) {
      var line = Line(number: number, text: command.text)
      add(workspace.overridden(command.statement), to: &line)
      lines.append(line)
      if let number { states[number] = learners }
    }
  }

  private mutating func add(_ statement: Statement, to line: inout Line) {
    switch statement {
    case .bind: _ = try? session.outcome(of: statement, in: session.context())
    case .expect: break
    case .loop(let variable, let over, let body, let span):
      guard
        let values = try? Session.loopValues(
          over, isRepeat: variable == nil, at: span, in: session.workspace)
      else {
        (line.steps, line.images) = (nil, nil)
        return
      }
      // A long loop is planned as one iteration, many times.
      visits += values.count
      let isLong = visits > 5000
      let turns = isLong ? values.prefix(1) : values[...]
      var inner = Line(number: nil, text: "")
      for value in turns {
        if let variable { session.workspace.variables[variable] = value }
        for part in body {
          add(variable.map { part.substituting($0, value) } ?? part, to: &inner)
        }
      }
      let factor = isLong ? values.count : 1
      line.take(inner.steps, inner.images, times: factor)
    case .invocation(let invocation):
      if let binding = invocation.binding {
        declare(invocation, binding)
      } else if invocation.verb == Train.card.name {
        let work = train(invocation)
        line.take(work?.steps, work?.images)
      } else {
        go(invocation, to: &line)
      }
    }
  }

  /// Follows what changes objects without training them.
  private mutating func go(_ invocation: Invocation, to line: inout Line) {
    let word = invocation.operands.first?.value.description
    switch (invocation.verb, word) {
    case (Mark.card.name, let name?): marks[name] = line.number
    case (Back.card.name, let word?): learners = states[Int(word) ?? marks[word] ?? -1] ?? learners
    case (Back.card.name, nil), (Undo.card.name, _):
      learners = line.number.flatMap { states[$0 - 2] } ?? learners
    case (Load.card.name, _):
      learners[invocation.preposition("as")?.value.description ?? ""] = nil
    case (Run.card.name, _), (Resume.card.name, _):
      // What another file trains is not known here.
      learners.removeAll()
      line.take(nil, nil)
    default: break
    }
  }

  private mutating func declare(_ invocation: Invocation, _ binding: Binding) {
    if binding.kind == Kind.data.rawValue {
      read(invocation, binding)
    } else if binding.kind == Kind.learner.rawValue, let entry = Learners.all[invocation.verb] {
      let card = Declarations.cards(.learner).first { $0.name == invocation.verb } ?? entry.card
      let arguments = try? Arguments(invocation, card: card, values: Evaluator(session.workspace))
      learners[binding.name] = Sketch(maker: entry.maker, settings: arguments?.settings)
    }
  }

  /// Reads a data set that was not read with the same options before.
  private mutating func read(_ invocation: Invocation, _ binding: Binding) {
    var nameless = invocation
    nameless.binding = nil
    let words = nameless.description
    if streams[words] == nil, streams.count < Self.mostReadings {
      let isRead =
        (try? session.outcome(of: .invocation(invocation), in: session.context())) != nil
      let data = session.workspace[binding.name] as? DataObject
      streams[words] = .some(isRead ? data?.stream : nil)
    }
    let stream = streams[words].flatMap { $0 }
    unread.remove(binding.name)
    guard let stream else {
      unread.insert(binding.name)
      return
    }
    session.workspace.put(
      DataObject(name: binding.name, declaration: invocation, stream: stream))
  }

  private mutating func train(_ invocation: Invocation) -> (steps: Int, images: Int)? {
    let workspace = session.workspace
    guard
      let arguments = try? Arguments(invocation, card: Train.card, values: Evaluator(workspace)),
      let name = arguments.text(0), var sketch = learners[name], let settings = sketch.settings,
      let reference = arguments.prepositions["on"].flatMap(String.init),
      !unread.contains(reference.prefix { $0 != "." }.description),
      let (data, number) = try? workspace.experiences(reference, at: invocation.span)
    else { return nil }
    let budget = Train.budget(arguments)
    let end = number ?? data.stream.experiences.count
    var work = (steps: 0, images: 0)
    while sketch.completed < end {
      let experience = data.stream.experiences[sketch.completed]
      let images =
        sketch.maker.trainingData == .current
        ? experience.train.count : data.stream.union(upTo: sketch.completed)?.count ?? 0
      let phases = sketch.maker.phases(
        of: experience, budget, settings: settings, outputs: data.stream.headSize)
      let left = phases.reduce(0) { $0 + $1.budget.total(images) } - sketch.step
      let allowed = arguments[Train.stop].map { $0 - work.steps } ?? left
      let taken = max(0, min(left, allowed))
      work.steps += taken
      work.images += phases.images(sketch.step + taken, of: images)
      work.images -= phases.images(sketch.step, of: images)
      if taken < left {
        sketch.step += taken
        break
      }
      (sketch.completed, sketch.step) = (sketch.completed + 1, 0)
    }
    learners[name] = sketch
    return work
  }

  /// The plan as a table, and a sentence with the sum.
  package var figures: [Figure] {
    func cell(_ count: Int?) -> Table.Cell {
      guard let count else { return .text("?") }
      return count == 0 ? .text("") : .integer(count)
    }
    let rows = lines.map { line -> [Table.Cell] in
      let first = line.text.split(separator: "\n").first.map(String.init) ?? ""
      let number = line.number.map(Table.Cell.integer) ?? .text("")
      return [number, .text(first), cell(line.steps), cell(line.images)]
    }
    var all = Line(number: nil, text: "")
    for line in lines { all.take(line.steps ?? 0, line.images ?? 0) }
    let (steps, images) = (all.steps.map(Format.count), all.images.map(Format.count))
    let open = lines.contains { $0.steps == nil } ? " plus work that is not known in advance" : ""
    return [
      .table(Table(header: ["", "command", "steps", "images"], rows: rows)),
      .text("\(steps ?? "?") steps on \(images ?? "?") images\(open)"),
    ]
  }
}

extension WorkPlan.Line {
  /// Adds work that is done `times` times; counts that overflow become unknown.
  fileprivate mutating func take(_ steps: Int?, _ images: Int?, times: Int = 1) {
    func sum(_ before: Int?, _ more: Int?) -> Int? {
      guard let before, let more else { return nil }
      let product = more.multipliedReportingOverflow(by: times)
      let sum = before.addingReportingOverflow(product.partialValue)
      return product.overflow || sum.overflow ? nil : sum.partialValue
    }
    (self.steps, self.images) = (sum(self.steps, steps), sum(self.images, images))
  }
}

extension [Phase] {
  /// Images of the first `steps` steps of an experience with `count` images.
  fileprivate func images(_ steps: Int, of count: Int) -> Int {
    var (left, images) = (steps, 0)
    for budget in map(\.budget) {
      let taken = Swift.min(left, budget.total(count))
      let (epochs, rest) = taken.quotientAndRemainder(dividingBy: budget.stepsPerEpoch(count))
      images += epochs * count + Swift.min(count, rest * budget.batch)
      left -= taken
    }
    return images
  }
}
