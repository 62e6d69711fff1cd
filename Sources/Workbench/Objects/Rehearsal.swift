import Journal
import Language
import Learning
import Streams

/// What a dry run keeps: the same commands run as ever, but trainings are only counted, long loops
/// are shortened, and files that would be written go elsewhere.
package final class Rehearsal {
  /// Steps and images of trainings; nil where they are too many to be counted.
  package struct Work: Equatable {
    package var steps: Int? = 0
    package var images: Int? = 0

    /// Adds work that is done `times` times.
    mutating func add(_ more: Work, times: Int = 1) {
      func sum(_ before: Int?, _ more: Int?) -> Int? {
        guard let before, let more else { return nil }
        let product = more.multipliedReportingOverflow(by: times)
        let sum = before.addingReportingOverflow(product.partialValue)
        return product.overflow || sum.overflow ? nil : sum.partialValue
      }
      (steps, images) = (sum(steps, more.steps), sum(images, more.images))
    }
  }

  /// Work of the command that is being rehearsed.
  private var work = Work()
  /// Files that would be written, in order.
  package private(set) var files: [String] = []
  /// How many turns each turn of the blocks around stands for.
  private var factors: [Int] = []
  /// Turns of blocks so far.
  private var turns = 0
  /// Data sets that were read, by declaration without its name, from the oldest on.
  private var streams: [(words: String, stream: ExperienceStream)] = []

  /// Turns after which a block is rehearsed by its first turns alone.
  private static let longest = 5000
  private static let mostStreams = 32

  package init() {}

  /// Variables whose values were computed from results, which a dry run does not have.
  private var placeholders: Set<String> = []

  /// Notes that a variable gets the value of an expression.
  func note(_ variable: String, _ value: Expression, in workspace: Workspace) {
    if isUnknown(value, in: workspace) {
      placeholders.insert(variable)
    } else {
      placeholders.remove(variable)
    }
  }

  /// Whether a value depends on results of learners, which a dry run does not have.
  func isUnknown(_ expression: Expression, in workspace: Workspace) -> Bool {
    if expression.variables.contains(where: placeholders.contains) { return true }
    let held = expression.variables.compactMap { workspace.variables[$0]?.path?.first }
    return (expression.names + held).contains { name in
      workspace.objects.contains { object in
        object is LearnerObject && (object.name == name || object.name.hasPrefix(name + "."))
      }
    }
  }

  /// Goes through both branches of an `if`, of which the longer one counts.
  func branches(
    _ first: () throws(Failure) -> Void, _ second: () throws(Failure) -> Void
  ) throws(Failure) {
    let before = work
    work = Work()
    try first()
    let other = work
    work = Work()
    try second()
    let isLonger = other.steps.map { $0 > work.steps ?? .max } ?? true
    if isLonger { work = other }
    let longest = work
    work = before
    work.add(longest)
  }

  /// The work since it was last taken.
  func takeWork() -> Work {
    defer { work = Work() }
    return work
  }

  /// Counts a training.
  func add(_ summary: TrainingSummary) {
    work.add(Work(steps: summary.steps, images: summary.images), times: factor)
  }

  /// How many turns the turn at work stands for.
  var factor: Int { factors.reduce(1, *) }

  /// The places of the turns of a block of `count` turns to go through, each with the number of turns
  /// that it stands for: of a long block two, where the second stands for all that follow, and of
  /// one inside others the first alone.
  func turns(of count: Int) -> [(place: Int, factor: Int)] {
    turns += count
    guard turns > Self.longest, count > 1 else { return (0..<count).map { ($0, 1) } }
    let isDeep = turns > 10 * Self.longest && !factors.isEmpty
    return isDeep ? [(0, count)] : [(0, 1), (1, count - 1)]
  }

  /// Does `turn`, which stands for `factor` turns.
  func standing(for factor: Int, _ turn: () throws(Failure) -> Void) throws(Failure) {
    factors.append(factor)
    defer { factors.removeLast() }
    try turn()
  }

  /// Notes that the file at `path` would be written.
  func writes(_ path: String) { if !files.contains(path) { files.append(path) } }

  /// Whether an earlier command would write the file at `path`, or a folder that it is in.
  func makes(_ path: String) -> Bool {
    let path = RedirectedFiles.name(path)
    return files.map(RedirectedFiles.name).contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  /// The data set that `declaration` describes, read once.
  func stream(
    _ declaration: Invocation, _ read: () throws -> ExperienceStream
  ) throws -> ExperienceStream {
    var nameless = declaration
    nameless.binding = nil
    let words = nameless.description
    if let known = streams.first(where: { $0.words == words }) { return known.stream }
    let stream = try read()
    if streams.count == Self.mostStreams { streams.removeFirst() }
    streams.append((words, stream))
    return stream
  }
}
