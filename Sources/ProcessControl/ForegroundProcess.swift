internal import CProcess
import Glibc

/// A program that has the terminal of this one, with its echo, while it runs.
///
/// It stays in the process group of this one, unlike one that Foundation starts, and so it may read
/// from the terminal and receives Ctrl-C.
package enum ForegroundProcess {
  /// Runs a program to its end and gives its status as `waitpid` does; nil if it cannot be started.
  ///
  /// Ctrl-C is the program's and does not count here as an interrupt; a request to end is handed on.
  /// - Parameters:
  ///   - program: an absolute path.
  ///   - input: what it reads as standard input; nil: what this process reads.
  ///   - variables: added to the environment of this process, or put in the place of what it has.
  package static func run(
    _ program: String, _ arguments: [String], input: Int32? = nil,
    variables: [String: String] = [:]
  ) -> Int32? {
    fflush(nil)
    cpr_lend(1)
    defer { cpr_lend(0) }
    guard let process = start(program, arguments, input, variables) else { return nil }
    var status: Int32 = 0
    var isToldToEnd = false
    while true {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return status }
      guard ended == 0 || errno == EINTR else { return nil }
      if Interrupt.terminationRequested, !isToldToEnd {
        isToldToEnd = true
        kill(process, SIGTERM)
      }
      usleep(20_000)
    }
  }

  private static func start(
    _ program: String, _ arguments: [String], _ input: Int32?, _ variables: [String: String]
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var environment = Self.environment(with: variables).map { strdup($0) } + [nil]
    defer { for word in words + environment { free(word) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, program, &actions, nil, &words, &environment)
    return status == 0 ? process : nil
  }

  private static func environment(with variables: [String: String]) -> [String] {
    var kept: [String] = []
    var entry = environ
    while let text = entry.pointee.map({ String(cString: $0) }) {
      entry += 1
      guard variables[String(text.prefix { $0 != "=" })] == nil else { continue }
      kept.append(text)
    }
    return kept + variables.map { "\($0.key)=\($0.value)" }
  }
}
