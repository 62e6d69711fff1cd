import Foundation
import Journal
import Language
import Reports

/// What Jupyter reads to find and start the kernel: `kernels/reverie/kernel.json`.
///
/// Source: Making kernels for Jupyter, jupyter_client.
package struct KernelSpecification {
  /// Where it is installed.
  package enum Place: Equatable, Sendable {
    /// For this user.
    case user
    /// In the Python environment that is active.
    case environment
    /// Under a folder, such as /usr/local.
    case prefix(String)
  }

  private let program: String
  private let options: [String]

  /// - Parameters:
  ///   - program: the absolute path of `reverie`.
  ///   - options: of every session that the kernel opens.
  package init(program: String, options: [String]) {
    (self.program, self.options) = (program, options)
  }

  var json: String {
    let words = [program, "kernel", "--connection-file", "{connection_file}"] + options
    let content: JSONValue = [
      "argv": .list(words.map { .text($0) }), "display_name": .text(NotebookLanguage.displayName),
      "language": .text(NotebookLanguage.name), "interrupt_mode": "message",
      "metadata": ["debugger": false],
    ]
    return content.description + "\n"
  }

  /// Writes the file; returns its folder.
  ///
  /// - Throws: `Failure` if there is no such place or it cannot be written to.
  package func install(
    _ place: Place, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(Failure) -> String {
    let folder =
      try Self.dataFolder(place, environment) + "/kernels/" + NotebookLanguage.kernel
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(json.utf8).write(
        to: URL(fileURLWithPath: folder + "/kernel.json"), options: .atomic)
    } catch {
      throw Failure(
        Diagnostic(
          "\(folder)/kernel.json cannot be written: choose another place with --user, --sys-prefix "
            + "or --prefix DIR", at: .nowhere))
    }
    return folder
  }

  /// The folder of Jupyter's data.
  private static func dataFolder(
    _ place: Place, _ environment: [String: String]
  ) throws(Failure) -> String {
    func given(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    switch place {
    case .prefix(let folder):
      return URL(fileURLWithPath: folder).standardizedFileURL.path + "/share/jupyter"
    case .environment:
      guard let folder = given("VIRTUAL_ENV") ?? given("CONDA_PREFIX") else {
        throw Failure(
          Diagnostic(
            "no Python environment is active: activate one, or use --user or --prefix DIR",
            at: .nowhere), trouble: .syntax)
      }
      return folder + "/share/jupyter"
    case .user:
      if let folder = given("JUPYTER_DATA_DIR") { return folder }
      return (given("XDG_DATA_HOME") ?? (given("HOME") ?? NSHomeDirectory()) + "/.local/share")
        + "/jupyter"
    }
  }
}
