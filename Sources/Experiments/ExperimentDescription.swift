import Foundation
import Journal

/// What `experiment.json` says: everything that the results of an experiment depend on.
package struct ExperimentDescription: Codable, Sendable, Equatable {
  /// What results depend on besides the session and the axes.
  package struct Circumstances: Codable, Sendable, Equatable {
    package let seed: UInt64
    /// Of each run; nil: as many as the scheduler gives a task, or 1.
    package let threads: Int?
    package let instructions: String
    package let device: String
    /// The folder with data sets.
    package let data: String

    package init(seed: UInt64, threads: Int?, instructions: String, device: String, data: String) {
      (self.seed, self.threads, self.instructions) = (seed, threads, instructions)
      (self.device, self.data) = (device, data)
    }
  }

  static let format = "reverie-experiment 1"

  private(set) var format = Self.format
  /// The version of Reverie.
  package let version: String
  /// The name of the session file; a copy lies in the experiment's folder.
  package let session: String
  /// SHA-256 of the session file.
  package let sha256: String
  /// The folder in which it was asked for, where relative paths in the session begin.
  package let folder: String
  package internal(set) var axes: [Axis]
  package let circumstances: Circumstances
  /// `name=value` for each `param` and maker that is set in all runs.
  package let set: [String]

  init(_ plan: ExperimentPlan, _ circumstances: Circumstances, set: [String], folder: String) {
    version = Release.version
    session = (plan.file as NSString).lastPathComponent
    sha256 = digest(plan.text)
    (self.folder, axes, self.circumstances) = (folder, plan.axes, circumstances)
    self.set = set.sorted()
  }

  /// What is the same in all runs and may be of interest.
  package var constants: String {
    let threads = circumstances.threads.map { "\($0)" } ?? "as given"
    let varied = Swift.Set(axes.filter { $0.role == .circumstance }.map(\.name))
    let all = [
      ("seed", "\(circumstances.seed)"), ("threads", threads),
      ("instructions", circumstances.instructions),
    ]
    return (set + all.filter { !varied.contains($0.0) }.map { "\($0)=\($1)" })
      .joined(separator: " ")
  }
}
