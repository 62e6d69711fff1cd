import Foundation
import Journal

/// What Slurm has of an experiment: arrays that were submitted, and which of their elements are still
/// there.
///
/// `squeue` is asked alone, and only for what is still there: a database of finished jobs is rare, and
/// the ends of runs say what came of them.
package struct SlurmQueue {
  /// One call of `sbatch`, as `submissions.jsonl` has it.
  struct Submission: Codable {
    let job: String
    let pack: Int
    /// The elements of the array.
    let array: String
  }

  /// Where runs stand that are still in the queue, by their numbers.
  package let states: [Int: RunState]
  /// Why the queue is not known.
  package let remark: String?
  private static let file = "submissions.jsonl"

  /// Asks the queue about an experiment; nil if nothing of it was ever submitted.
  package init?(of experiment: ExperimentFolder) {
    let text = (try? SessionFile.read("\(experiment.path)/\(Self.file)")) ?? ""
    let submissions = text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Submission.self, from: Data($0.utf8))
    }
    guard !submissions.isEmpty else { return nil }
    let answer = Tool(name: "squeue").run([
      "--noheader", "--array", "--me", "--format=%F|%K|%T|%r",
    ])
    guard let answer, answer.status == 0 else {
      let why = answer?.errors.split(separator: "\n").first.map { ": \($0)" } ?? ""
      (states, remark) = ([:], "squeue cannot be asked\(why); only ends and locks are known")
      return
    }
    states = Self.states(answer.output, submissions)
    remark = nil
  }

  /// Whether anything of an experiment was ever submitted.
  static func isUsed(by experiment: ExperimentFolder) -> Bool {
    FileManager.default.fileExists(atPath: "\(experiment.path)/\(file)")
  }

  /// Reads lines such as `812|3|PENDING|Resources`.
  static func states(_ text: String, _ submissions: [Submission]) -> [Int: RunState] {
    var states: [Int: RunState] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard words.count == 4, let element = Int(words[1]),
        let submission = submissions.first(where: { $0.job == words[0] })
      else { continue }
      let isRunning = ["RUNNING", "COMPLETING", "CONFIGURING", "STAGE_OUT"].contains(words[2])
      let isGone = ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "PREEMPTED"]
        .contains(words[2])
      guard !isGone else { continue }
      let reason = ["None", "Resources", "Priority", ""].contains(words[3]) ? "" : words[3]
      let first = (element - 1) * submission.pack + 1
      for run in first..<(first + submission.pack) {
        states[run] = isRunning ? .running : .waiting(reason)
      }
    }
    return states
  }

  /// Submits runs as one array.
  ///
  /// - Returns: what was submitted, in words.
  /// - Throws: `Failure` if Slurm is not there or refuses.
  static func submit(
    _ runs: [PlannedRun], of experiment: ExperimentFolder, _ options: SlurmOptions
  ) throws(Failure) -> String {
    let elements = Set(runs.map { ($0.number - 1) / options.pack + 1 }).sorted()
    let tool = Tool(name: "sbatch")
    guard tool.isThere, let answer = tool.run(options.arguments(elements, of: experiment)) else {
      throw ExperimentFolder.failure("sbatch is not there: is this a machine of a Slurm cluster?")
    }
    // `812`, or `812;cluster`.
    let job = answer.output.split(whereSeparator: { $0.isNewline || $0 == ";" }).first ?? ""
    guard answer.status == 0, Int(job) != nil else {
      let why = answer.errors.split(separator: "\n").first ?? "it exited with \(answer.status)"
      throw ExperimentFolder.failure("sbatch refuses: \(why)")
    }
    let array = SlurmOptions.ranges(elements)
    try note(Submission(job: String(job), pack: options.pack, array: array), in: experiment)
    return "\(runs.count) run\(runs.count == 1 ? "" : "s") as job \(job)_[\(array)]; "
      + "you may leave: experiment \"\(experiment.path)\" says how far they are"
  }

  private static func note(
    _ submission: Submission, in experiment: ExperimentFolder
  ) throws(Failure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let old = (try? SessionFile.read("\(experiment.path)/\(file)")) ?? ""
    do {
      let line = String(decoding: try encoder.encode(submission), as: UTF8.self)
      try experiment.write(old + line + "\n", to: file)
    } catch {
      throw ExperimentFolder.failure(
        "job \(submission.job) was submitted, but \(experiment.path)/\(file) cannot be written")
    }
  }
}
