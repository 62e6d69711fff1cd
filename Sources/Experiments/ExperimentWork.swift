import Journal

/// Where the runs of an experiment are done.
package enum ExperimentPlace: String, CaseIterable, Sendable {
  /// In processes of this machine.
  case local
  /// As an array of jobs.
  case slurm
  /// By hand: only command lines are written.
  case print
}

extension ExperimentFolder {
  /// Whether Slurm was asked to do runs of it.
  package var isSubmitted: Bool { SlurmQueue.isUsed(by: self) }

  /// Has all runs done that nobody works on and that have no good end.
  ///
  /// - Returns: what was done, in words, and whether it was asked to stop.
  /// - Throws: `Failure` if nothing can be started.
  package func start(
    on place: ExperimentPlace, atOnce count: Int?, _ slurm: SlurmOptions, _ workers: LocalWorkers
  ) throws(Failure) -> (words: String?, isStopped: Bool) {
    let open = ExperimentStatus(self, queue: SlurmQueue(of: self)).open
    guard !open.isEmpty else { return (nil, false) }
    switch place {
    case .local: return (nil, !(try workers.run(open, of: self, atOnce: count)))
    case .slurm: return (try SlurmQueue.submit(open, of: self, slurm), false)
    case .print: return (try CommandLines.write(open, of: self), false)
    }
  }
}
