import Catalog
import Foundation
import Language

/// The states of the whole session after its commands, which can be restored without re-running anything.
///
/// Going back starts a new branch; the old branch stays reachable. States are kept in
/// memory up to a bound, then in files up to a bound; the oldest are given up.
package final class Timeline {
  /// Everything that was alive after one command.
  private struct Moment {
    let objects: [(object: any LiveObject, version: Version?)]
    let variables: [String: Value]
    let definitions: Definitions
    /// The command that was the newest before it, on its branch.
    let parent: Int?
    let text: String
    /// Whether the command went to another moment.
    var isReturn = false
  }

  /// Bytes of states in memory, and in files.
  package var memoryLimit = 1 << 30
  package var fileLimit = 8 << 30
  private var moments: [Int: Moment] = [:]
  private var marks: [String: Int] = [:]
  /// Steps back since the last change, for `redo`: the command whose state was left, and the one whose
  /// state was restored.
  private var returns: [(from: Int, to: Int)] = []
  /// The command whose state this is.
  private var current: Int
  /// Whether the command at work went to another moment.
  private var hasReturned = false
  /// Frozen versions from the oldest on.
  private var frozen: [Version] = []
  private let folder: String?
  private var files = 0

  /// Starts with `workspace` as it is after command `number`; states go to `folder` if memory is
  /// short.
  init(_ workspace: Workspace, number: Int, folder: String?) {
    (current, self.folder) = (number, folder)
    moments[number] = moment(workspace, "the start of the session", parent: nil)
  }

  private func moment(_ workspace: Workspace, _ text: String, parent: Int?) -> Moment {
    let objects = workspace.objects.map { object -> (any LiveObject, Version?) in
      let version = (object as? LearnerObject)?.version
      version?.isNeeded = true
      return (object, version)
    }
    return Moment(
      objects: objects, variables: workspace.variables, definitions: workspace.definitions,
      parent: parent, text: text)
  }

  /// Notes the state after command `number`.
  func note(_ number: Int, _ text: String, _ workspace: Workspace) {
    guard moments[number] == nil else { return }
    var noted = moment(workspace, text, parent: current)
    noted.isReturn = hasReturned
    hasReturned = false
    moments[number] = noted
    current = number
  }

  /// Gives the state after command `number` a name; the newest mark of a name counts.
  func mark(_ name: String, _ number: Int) { marks[name] = number }

  /// Keeps the state of `learner` if a moment needs it; call before it changes.
  func willChange(_ learner: LearnerObject) throws {
    guard learner.version.isNeeded else { return }
    try learner.version.freeze(learner.snapshot, of: learner.data)
    if !frozen.contains(where: { $0 === learner.version }) { frozen.append(learner.version) }
    learner.version = Version()
    shrink()
  }

  /// The command that a number or the name of a mark means.
  func number(_ setting: String) -> Int? { Int(setting) ?? marks[setting] }

  /// The newest earlier command of this branch after which anything differed from now.
  func previous(_ workspace: Workspace) -> Int? {
    var at: Int? = current
    while let number = at, let moment = moments[number] {
      if !isPresent(moment, workspace) { return number }
      at = moment.parent
    }
    return nil
  }

  /// Whether nothing is otherwise than it was in `moment`.
  private func isPresent(_ moment: Moment, _ workspace: Workspace) -> Bool {
    changes(to: moment, workspace).isEmpty && moment.variables == workspace.variables
      && moment.definitions == workspace.definitions
  }

  /// The steps back that `redo` can take again, the oldest first; none once anything has changed.
  private func undone(_ workspace: Workspace) -> [(from: Int, to: Int)] {
    guard let newest = returns.last, let moment = moments[newest.to], isPresent(moment, workspace)
    else { return [] }
    return returns
  }

  /// The command whose state was left by the newest step back; nil if anything has changed since.
  func next(_ workspace: Workspace) -> Int? { undone(workspace).last?.from }

  /// The commands that were undone by the steps back since the last change, in order.
  package func undoneCommands(_ workspace: Workspace) -> [(number: Int, text: String)] {
    let steps = undone(workspace)
    guard let first = steps.first, let last = steps.last else { return [] }
    var found: [(number: Int, text: String)] = []
    var at: Int? = first.from
    while let number = at, number != last.to, let moment = moments[number] {
      if !moment.isReturn { found.insert((number, moment.text), at: 0) }
      at = moment.parent
    }
    return found
  }

  /// Names of the objects that differ in `moment`.
  private func changes(to moment: Moment, _ workspace: Workspace) -> [String] {
    let then = moment.objects.filter { old in
      guard let now = workspace[old.object.name], now === old.object else { return true }
      return (now as? LearnerObject)?.version !== old.version
    }
    let names = moment.objects.map(\.object.name)
    return then.map(\.object.name) + workspace.objects.map(\.name).filter { !names.contains($0) }
  }

  /// Restores the state after command `number`; returns that command's text and the names of the
  /// objects that changed.
  ///
  /// - Throws: `WorkbenchError` if that state is not kept, and then nothing has changed, or if it
  ///   cannot be put back.
  func go(
    to number: Int, _ workspace: Workspace, again isRedo: Bool = false
  ) throws -> (text: String, changed: [String]) {
    let steps = undone(workspace)
    guard let moment = moments[number] else {
      let known = moments.keys.sorted()
      throw WorkbenchError(
        "there is no state after command \(number): choose from \(known.first ?? 0) to "
          + "\(known.last ?? 0), but not from within a block")
    }
    if let lost = moment.objects.first(where: { $0.version?.isGone == true }) {
      throw WorkbenchError(
        "the state of \(lost.object.name) after command \(number) is no longer in memory: "
          + "run the journal with until=\(number) instead")
    }
    let changed = changes(to: moment, workspace)
    for case (let learner as LearnerObject, let version?) in moment.objects
    where learner.version !== version {
      try willChange(learner)
      if let (snapshot, data) = try version.frozen() {
        try learner.restore(snapshot, on: data, device: workspace.configuration.device)
      }
      learner.version = version
    }
    for case let learner as LearnerObject in workspace.objects
    where !moment.objects.contains(where: { $0.object === learner }) {
      try willChange(learner)
      learner.forget()
    }
    workspace.replaceAll(
      moment.objects.map(\.object), variables: moment.variables, definitions: moment.definitions)
    hasReturned = true
    returns = isRedo ? Array(steps.dropLast()) : steps + [(current, number)]
    current = number
    return (moment.text, changed.filter { workspace[$0] != nil })
  }

  /// Moves the oldest states to files, and gives up the oldest files, until the bounds hold.
  private func shrink() {
    frozen.removeAll { $0.isGone }
    var bytes = frozen.reduce(0) { $0 + $1.byteCount }
    for version in frozen where bytes > memoryLimit && version.byteCount > 0 {
      bytes -= version.byteCount
      files += 1
      if let folder {
        try? FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      }
      version.spill(to: folder.map { "\($0)/back-\(getpid())-\(files).safetensors" })
    }
    var stored = frozen.reduce(0) { $0 + $1.fileBytes }
    for version in frozen where stored > fileLimit && version.fileBytes > 0 {
      stored -= version.fileBytes
      version.drop()
    }
  }
}
