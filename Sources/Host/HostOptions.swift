import Torch

/// What a front end may choose for the session that it opens; nil: the default.
package struct HostOptions {
  /// Random seed; default 1.
  package var seed: UInt64?
  /// Compute threads; results depend on it; default 2.
  package var threads: Int?
  /// Vector instructions; results depend on them; default `REVERIE_INSTRUCTIONS`, else AVX2.
  package var instructions: InstructionSet?
  /// `cpu` or `cuda`.
  package var device: String?
  /// Folder with data sets.
  package var data: String?
  /// File to record the session in; without it a new one among the journals.
  package var journal: String?
  package var recordsNothing = false
  /// Seconds between snapshots of a training; 0: only where experiences end.
  package var snapshots: Double?
  package var refusesSnapshots = false
  /// Folder for journals and history.
  package var home: String?
  /// `name=value` for `param`s and makers of objects, overriding those in a script.
  package var overrides: [String] = []

  package init() {}

  /// The same choices for a session that records nothing.
  package var unrecorded: HostOptions {
    var quiet = self
    (quiet.recordsNothing, quiet.journal) = (true, nil)
    return quiet
  }
}
