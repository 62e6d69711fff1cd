import Journal

/// The tasks of an experiment as files for other schedulers.
enum CommandLines {
  /// Writes `commands.txt`, a command on a line, and `condor.sub`, and tells how to use them.
  ///
  /// - Throws: `Failure` if they cannot be written.
  static func write(
    _ runs: [PlannedRun], of experiment: ExperimentFolder
  ) throws(Failure) -> String {
    let program = JobScript.quoted(LocalWorkers.ownProgram)
    let folder = JobScript.quoted(experiment.path)
    let lines = runs.map { "\(program) task \(folder) \($0.number)\n" }.joined()
    do {
      try experiment.write(lines, to: "commands.txt")
      try experiment.write(condor(runs, experiment), to: "condor.sub")
    } catch { throw ExperimentFolder.failure("\(experiment.path) cannot be written") }
    return """
      \(runs.count) commands are in \(experiment.path)/commands.txt:
      GNU parallel: parallel --joblog joblog < commands.txt
      xargs: xargs -d '\\n' -P 4 -I{} sh -c {} < commands.txt
      HTCondor: condor_submit condor.sub
      """
  }

  /// HTCondor takes exit code 85 for a task that can go on.
  private static func condor(_ runs: [PlannedRun], _ experiment: ExperimentFolder) -> String {
    """
    executable = \(experiment.path)/\(JobScript.name)
    environment = "REVERIE_TASK=$(task) REVERIE_STOP_CODE=85"
    output = \(experiment.path)/logs/$(task).log
    error = \(experiment.path)/logs/$(task).log
    checkpoint_exit_code = 85
    kill_sig = SIGTERM
    request_cpus = \(experiment.description.circumstances.threads ?? 1)
    queue task in (\(runs.map { "\($0.number)" }.joined(separator: ", ")))

    """
  }
}
