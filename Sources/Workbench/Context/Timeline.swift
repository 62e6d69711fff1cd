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
    /// The command that was the newest before it, on its branch.
    let parent: Int?
    let text: String
  }

  /// Bytes of states in memory, and in files.
  package var memoryLimit = 1 << 30
  package var fileLimit = 8 << 30
  private var moments: [Int: Moment] = [:]
  private var marks: [String: Int] = [:]
  /// The command whose state this is.
  private var current: Int
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
      objects: objects, variables: workspace.variables, parent: parent, text: text)
  }

  /// Notes the state after command `number`.
  func note(_ number: Int, _ text: String, _ workspace: Workspace) {
    guard moments[number] == nil else { return }
    moments[number] = moment(workspace, text, parent: current)
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
      if !changes(to: moment, workspace).isEmpty || moment.variables != workspace.variables {
        return number
      }
      at = moment.parent
    }
    return nil
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
  func go(to number: Int, _ workspace: Workspace) throws -> (text: String, changed: [String]) {
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
    workspace.replaceAll(moment.objects.map(\.object), variables: moment.variables)
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
