import Figures
import Language
import Streams
import Torch

/// What a command is given besides its arguments: the live objects and the session it runs in.
package struct CommandContext {
  package let workspace: Workspace
  /// Stops a long command, and reports its progress.
  package var control = RunControl()
  /// The number of the command at work.
  var number = 0
  /// Earlier states to return to; nil: none are kept.
  var timeline: Timeline?
  /// Where trainings keep snapshots; nil: nowhere.
  package var snapshots: SnapshotStore?
  /// Where files are redirected to; nil: not redirected.
  var redirected: RedirectedFiles?
  /// The files that are being played, by their standardized paths.
  var playing: [String] = []
  /// The folder for experiments that are given no place; nil: beside their sessions.
  var experiments: String?
  /// Goes through a file in a dry run, with values for `param`s and makers; nil where nothing does.
  var rehearse: ((_ file: String, _ overrides: [String: Expression]) throws -> Void)?
  /// What the journal holds about the command at work, while a session is resumed.
  var recorded: RecordedCommand?
  /// The newest command that the journal did not keep, for `pin`.
  var lastLook: Invocation?
  /// Pages of help that the front end brings, by topic.
  var manual: [String: Table] = [:]

  package init(_ workspace: Workspace) { self.workspace = workspace }

  var device: Device { workspace.configuration.device }
}
