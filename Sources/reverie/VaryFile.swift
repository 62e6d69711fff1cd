import ArgumentParser
import Foundation
import Terminal
import Workbench

/// `reverie vary FILE seed=1..4 epochs=2,5`.
struct VaryFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vary",
    abstract: "Run a session over seeds and params: mean, deviation and interval of every value.")

  @OptionGroup var options: Options
  @Argument(help: "A session or journal.") var file: String
  @Argument(help: "What to vary: seed=1..5, threads=1,2 or a param of the file.")
  var axes: [String]
  @Option(help: "Processes at one time; without it: as many as the cores hold.") var jobs: Int?

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 1024")
    }
  }

  func run() throws {
    var quiet = options
    (quiet.recordsNothing, quiet.journal) = (true, nil)
    let front = try TerminalHost(quiet)
    var whole = false
    let code = front.finish {
      let variation = try Variation(file, axes: try axes.map { try Variation.axis($0) })
      let workspace = front.interpreter.session.workspace
      let beside =
        options.journal
        ?? front.places.journals + "/" + URL(fileURLWithPath: file).lastPathComponent
      let setting = Workers.Setting(
        folder: Workers.folder(beside: beside), threads: options.threads ?? 1, count: jobs,
        of: workspace)
      let report = try VariationReport(
        running: variation, in: setting, front.interpreter.session.control)
      front.renderer.clear()
      front.renderer.present(report)
      whole = report.isWhole
    }
    throw ExitCode(code == 0 && !whole ? 1 : code)
  }
}
