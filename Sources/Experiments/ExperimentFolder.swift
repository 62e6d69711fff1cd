import Catalog
import Digests
import Foundation
import Journal
import Language

/// A folder with everything of an experiment; what lies there is all that is known about it.
///
/// `experiment.json` says what is run, `tasks.jsonl` has a line for each run, `runs/K` holds what came
/// of run K, and `logs` what it printed.
package struct ExperimentFolder: Sendable {
  package let path: String
  package private(set) var description: ExperimentDescription
  package private(set) var runs: [PlannedRun]
  package var axes: [Axis] { description.axes }

  /// Opens the folder at `path`.
  ///
  /// - Throws: `Failure` if it is no experiment or cannot be read.
  package init(_ path: String) throws(Failure) {
    self.path = Self.trimmed(path)
    let file = self.path + "/experiment.json"
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Self.failure("\(path) is no experiment: there is no experiment.json")
    }
    do {
      description = try JSONDecoder().decode(ExperimentDescription.self, from: data)
    } catch { throw Self.failure("\(file) cannot be read: \(Self.words(error))") }
    guard description.format == ExperimentDescription.format else {
      throw Self.failure("\(file) is of another version than this reverie knows")
    }
    runs = []
    runs = try readRuns()
  }

  private init(_ path: String, _ description: ExperimentDescription) {
    (self.path, self.description) = (path, description)
    runs = PlannedRun.all(description.axes)
  }

  /// Makes the folder, or opens it if it holds just this experiment already.
  ///
  /// - Throws: `Failure` if something else lies there, or it cannot be created.
  private init(
    making path: String, _ description: ExperimentDescription, text: String
  ) throws(Failure) {
    if let found = try? ExperimentFolder(path) {
      guard found.description == description else {
        throw Self.failure("\(path) holds another experiment: name another folder")
      }
      self = found
      return
    }
    self.init(Self.trimmed(path), description)
    let files = FileManager.default
    guard (try? files.contentsOfDirectory(atPath: path).isEmpty) ?? true else {
      throw Self.failure("\(path) exists and is no experiment: name another folder")
    }
    do {
      for folder in ["runs", "logs"] {
        try files.createDirectory(
          atPath: self.path + "/" + folder, withIntermediateDirectories: true)
      }
      try write(text, to: description.session)
      try writeRuns()
      try write(JobScript.text(for: self), to: JobScript.name)
      chmod(self.path + "/" + JobScript.name, 0o755)
      // Last: a folder with this file is whole.
      try writeDescription()
    } catch { throw Self.failure("\(path) cannot be written: \(Self.words(error))") }
  }

  /// The folder of an experiment with this plan: `place` if it is named, else the one among
  /// `PATH.vary-1`, `PATH.vary-2` and so on that holds it, or the first that is free.
  ///
  /// - Throws: `Failure` if it cannot be created.
  package static func find(
    _ plan: ExperimentPlan, _ circumstances: ExperimentDescription.Circumstances, set: [String],
    at place: String?, beside path: String
  ) throws(Failure) -> ExperimentFolder {
    let description = ExperimentDescription(
      plan, circumstances, set: set, folder: FileManager.default.currentDirectoryPath)
    if let place { return try ExperimentFolder(making: place, description, text: plan.text) }
    var number = 1
    while FileManager.default.fileExists(atPath: "\(path).vary-\(number)") {
      if let found = try? ExperimentFolder("\(path).vary-\(number)"),
        found.description == description
      {
        return found
      }
      number += 1
    }
    return try ExperimentFolder(
      making: "\(path).vary-\(number)", description, text: plan.text)
  }

  /// Adds values to an axis that there is; runs that there are keep their numbers.
  ///
  /// - Throws: `Failure` if there is no such axis, or nothing new is added.
  package mutating func add(
    _ more: [(name: String, value: Value)], _ vocabulary: Vocabulary
  ) throws(Failure) {
    let plan = try ExperimentPlan(path + "/" + description.session, axes: more, vocabulary)
    for axis in plan.axes {
      guard let place = axes.firstIndex(where: { $0.name == axis.name && $0.role == axis.role })
      else {
        throw Self.failure(
          "this experiment does not vary \(axis.name): it varies "
            + axes.map(\.name).joined(separator: " "))
      }
      let new = axis.values.filter { !axes[place].values.contains($0) }
      var added = axes
      added[place].values = new
      let first = runs.count
      runs += PlannedRun.all(added).map {
        PlannedRun(number: $0.number + first, values: $0.values)
      }
      description.axes[place].values += new
      guard runs.count <= ExperimentPlan.most else {
        throw Self.failure("this would be more than \(ExperimentPlan.most) runs")
      }
    }
    do {
      try writeRuns()
      try writeDescription()
    } catch { throw Self.failure("\(path) cannot be written: \(Self.words(error))") }
  }

  /// The run of this number.
  package func run(_ number: Int) -> PlannedRun? {
    runs.indices.contains(number - 1) ? runs[number - 1] : nil
  }

  /// What lies there of a run.
  package func folder(of run: PlannedRun) -> RunFolder {
    RunFolder("\(path)/runs/\(run.number)", number: run.number)
  }

  /// The copy of the session.
  package var session: String { path + "/" + description.session }

  /// Where a run's standard output and errors go.
  package func log(of run: PlannedRun) -> String { "\(path)/logs/\(run.number).log" }

  /// - Throws: `Failure` if the copy of the session is not what the experiment was made of.
  package func checkSession() throws(Failure) {
    guard digest(try SessionFile.read(session)) == description.sha256 else {
      throw Self.failure("\(session) was changed since the experiment began: make a new experiment")
    }
  }
}

extension ExperimentFolder {
  private func readRuns() throws(Failure) -> [PlannedRun] {
    let file = path + "/tasks.jsonl"
    let text = try SessionFile.read(file)
    var found: [PlannedRun] = []
    for line in text.split(separator: "\n") {
      guard let task = try? JSONDecoder().decode(TaskLine.self, from: Data(line.utf8)),
        task.task == found.count + 1
      else { throw Self.failure("\(file): line \(found.count + 1) cannot be read") }
      let values = axes.compactMap { task.values[$0.name] }
      guard values.count == axes.count else {
        throw Self.failure("\(file): line \(found.count + 1) does not have a value for every axis")
      }
      found.append(PlannedRun(number: task.task, values: values))
    }
    return found
  }

  private func writeRuns() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let lines = try runs.map { run in
      String(
        decoding: try encoder.encode(
          TaskLine(
            task: run.number,
            values: Dictionary(uniqueKeysWithValues: zip(axes.map(\.name), run.values)),
            command: RunSetting(run, of: self).command(description.session))), as: UTF8.self)
    }
    try write(lines.joined(separator: "\n") + "\n", to: "tasks.jsonl")
  }

  private func writeDescription() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    let text = String(decoding: try encoder.encode(description), as: UTF8.self)
    try write(text + "\n", to: "experiment.json")
  }

  /// Writes a file of the folder whole or not at all.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name), options: .atomic)
  }

  static func failure(_ words: String, _ trouble: Failure.Trouble = .command) -> Failure {
    Failure(Diagnostic(words, at: .nowhere), trouble: trouble)
  }

  private static func words(_ error: any Error) -> String {
    if let error = error as? DecodingError, case .dataCorrupted(let context) = error {
      return context.debugDescription
    }
    return (error as NSError).localizedDescription
  }

  /// Absolute, as tasks may start in other folders, and without a slash at the end.
  private static func trimmed(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}

/// SHA-256 of a text, 64 hexadecimal digits.
func digest(_ text: String) -> String { sha256(Array(text.utf8)) }
