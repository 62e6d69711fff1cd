import Language

/// The options under which one run of an experiment is done.
package struct RunSetting {
  package let seed: String
  /// Nil: as many as the scheduler gives, or 1.
  package let threads: String?
  package let instructions: String
  package let device: String
  package let data: String
  /// `name=value` for `param`s and makers of objects.
  package let overrides: [String]

  package init(_ run: PlannedRun, of experiment: ExperimentFolder) {
    let all = experiment.description.circumstances
    let choice = Array(zip(experiment.axes, run.values))
    func option(_ name: String) -> String? {
      choice.first { $0.0.role == .circumstance && $0.0.target == name }?.1
    }
    seed = option("seed") ?? "\(all.seed)"
    threads = option("threads") ?? all.threads.map(String.init)
    instructions = option("instructions") ?? all.instructions
    (device, data) = (all.device, all.data)
    let set = choice.filter { $0.0.role != .circumstance }
    let targets = Set(set.map { $0.0.target })
    overrides =
      experiment.description.set.filter { text in
        !targets.contains(String(text.prefix { $0 != "=" }))
      } + set.map { "\($0.0.target)=\($0.1)" }
  }

  /// The line that does the same outside of the experiment.
  func command(_ session: String) -> String {
    var words = ["reverie", "run", session, "--seed", seed]
    if let threads { words += ["--threads", threads] }
    words += ["--instructions", instructions] + overrides.flatMap { ["--set", $0] }
    return words.map(JobScript.quoted).joined(separator: " ")
  }
}
