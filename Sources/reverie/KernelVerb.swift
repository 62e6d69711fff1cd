import ArgumentParser
import Experiments
import Foundation
import Host
import Journal
import Kernel
import ProcessControl

/// `reverie kernel`: what Jupyter starts for a notebook.
struct KernelVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel", abstract: "Run the cells of a Jupyter notebook as one session.",
    discussion: """
      Jupyter starts a kernel for each notebook; to register it, run: reverie kernel install. The \
      session is recorded in a journal, as at the prompt.
      """,
    subcommands: [KernelInstall.self])

  @OptionGroup var options: Options

  @Option(help: "Connection file that Jupyter writes for the kernel.")
  var connectionFile: String?

  func run() throws {
    guard let connectionFile else {
      Console.complain(
        "Jupyter starts the kernel with --connection-file; to let it: reverie kernel install")
      throw ExitCode(Failure.Trouble.syntax.rawValue)
    }
    Interrupt.install()
    let parent = Self.parent
    let code = options.resumableCode ?? 143
    let status: Int32
    do throws(Failure) {
      let kernel = try NotebookKernel(
        connection: connectionFile, options.host,
        isTerminated: { Interrupt.terminationRequested || parent.map { getppid() != $0 } ?? false },
        terminationCode: { $0 ? code : 143 })
      status = kernel.run()
    } catch {
      Console.complain(error)
      status = error.trouble.rawValue
    }
    throw ExitCode(status)
  }

  /// The process that this one must not outlive: Jupyter, if it started this one itself.
  private static var parent: pid_t? {
    let named = ProcessInfo.processInfo.environment["JPY_PARENT_PID"].flatMap(pid_t.init)
    return named == getppid() ? named : nil
  }
}

/// `reverie kernel install`: tells Jupyter about the kernel.
struct KernelInstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Register the kernel with Jupyter.",
    discussion: """
      Session options such as --threads and --data apply to every notebook. To remove the kernel: \
      jupyter kernelspec remove reverie.
      """)

  @OptionGroup var options: Options

  @Flag(help: "For this user (the default).")
  var user = false

  @Flag(help: "In the Python environment that is active.")
  var sysPrefix = false

  @Option(help: "Under a folder, such as /usr/local.")
  var prefix: String?

  func validate() throws {
    guard [user, sysPrefix, prefix != nil].count(where: { $0 }) < 2 else {
      throw ValidationError("choose one of --user, --sys-prefix and --prefix")
    }
    if options.journal != nil { throw ValidationError("each notebook has a journal of its own") }
  }

  func run() throws {
    let place: KernelSpecification.Place =
      if let prefix { .prefix(prefix) } else { sysPrefix ? .environment : .user }
    do throws(Failure) {
      let folder = try KernelSpecification(
        program: LocalWorkers.ownProgram, options: options.sessionWords
      ).install(place)
      Console.say("installed the kernel in \(folder): choose Reverie in jupyter lab")
      try NotebookKernel.requireLibrary()
    } catch {
      Console.complain(error)
      throw ExitCode(error.trouble.rawValue)
    }
  }
}

extension Options {
  /// The options of a session as words of a command line, paths in full.
  fileprivate var sessionWords: [String] {
    func path(_ path: String?) -> String? {
      path.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    }
    let given: [(String, String?)] = [
      ("seed", seed.map { "\($0)" }), ("threads", threads.map { "\($0)" }),
      ("instructions", instructions?.rawValue), ("device", device), ("data", path(data)),
      ("home", path(home)), ("snapshots", snapshots.map { "\($0)" }),
      ("stop-code", stopCode.map { "\($0)" }),
    ]
    return given.flatMap { name, value in value.map { ["--" + name, $0] } ?? [] }
      + overrides.flatMap { ["--set", $0] }
      + (recordsNothing ? ["--no-journal"] : []) + (refusesSnapshots ? ["--no-snapshots"] : [])
  }
}
