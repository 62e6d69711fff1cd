import Foundation
import TestSupport
import Testing

/// Every way of starting the program with standard streams that are closed, full, slow,
/// non-blocking or left by their reader: none crashes, and the exit code is right.
@Suite struct StreamMatrixTests {
  typealias Input = StreamLaunch.Input
  typealias Output = StreamLaunch.Output

  /// A way of starting the program.
  enum Way: String, CaseIterable, Sendable {
    case script, runDash, run, command, wrong, check, verify, export, diff, resume, vary, train

    var readsInput: Bool { self == .script || self == .runDash }

    /// Starts it with the files in `folder`.
    func arguments(in folder: String) -> [String] {
      words.map { word in
        guard word != "." else { return folder }
        return word.hasSuffix(".session") || word.hasSuffix(".journal") ? folder + "/" + word : word
      }
    }

    private var words: [String] {
      switch self {
      case .script: ["--no-journal"]
      case .runDash: ["run", "-", "--no-journal"]
      case .run: ["run", "s.session", "--no-journal"]
      case .command: ["-c", "let x = 1; help", "--no-journal"]
      case .wrong: ["-c", "trian x", "--no-journal"]
      case .check: ["check", "s.session"]
      case .verify: ["verify", "a.journal"]
      case .export: ["export", "a.journal", "--to", "md"]
      case .diff: ["diff", "a.journal", "a.journal"]
      case .resume: ["resume", "a.journal"]
      case .vary: ["vary", "s.session", "seed=1", "--jobs", "1", "--home", "."]
      case .train: ["run", "t.session", "--no-journal", "--threads", "1"]
      }
    }

    /// The exit code where all that is written arrives.
    func status(_ input: Input) -> Int32 {
      switch self {
      case .wrong: 2
      case .script, .runDash: input == .closed || input == .folder ? 2 : 0
      default: 0
      }
    }

    /// Whether it says something on standard output.
    func prints(_ input: Input) -> Bool {
      switch self {
      case .wrong: false
      case .script, .runDash: input != .closed && input != .folder && input != .null
      default: true
      }
    }
  }

  struct Case: CustomStringConvertible, Sendable {
    let way: Way
    let input: Input
    let output: Output
    let errors: Output

    var description: String { "\(way) <\(input) >\(output) 2>\(errors)" }

    var status: Int32 {
      let status = way.status(input)
      let isLost = output != .file && output != .slow && way.prints(input)
      return status == 0 && isLost ? 74 : status
    }
  }

  /// Those that read standard input with every input, the others with two; the dear ones, which need
  /// other processes or libtorch, where something is wrong.
  static let cases: [Case] = Way.allCases.flatMap { way in
    let isDear = way == .vary || way == .train
    let inputs = way.readsInput ? Input.allCases : isDear ? [.closed] : [.closed, .null]
    let outputs: [Output] = isDear ? [.closed, .full, .unread] : Output.allCases
    let errors: [Output] = isDear ? [.closed, .full] : [.file, .closed, .full]
    return inputs.flatMap { input in
      outputs.flatMap { output in
        errors.map { Case(way: way, input: input, output: output, errors: $0) }
      }
    }
  }

  private static let script = "let x = 1\nfor k in 1..2 {\n  let y = $k\n}\nhelp\nhelp keys\n"

  private func prepared() throws -> Program {
    let program = try Program()
    try program.folder.write(Self.script, to: "s.session")
    try program.folder.write(
      "data d = glyphs split=2\nlearner l = finetune\ntrain l on d steps=2\n", to: "t.session")
    let run = try program.run("run", "s.session", "--journal", "a.journal")
    try #require(run.status == 0, "\(run)")
    return program
  }

  @Test func `there are cases enough`() { #expect(Self.cases.count >= 200) }

  @Test(arguments: Way.allCases) func `no state of the standard streams ends it`(way: Way) throws {
    let program = try prepared()
    let launch = StreamLaunch(
      program: Program.path, folder: program.folder.path, environment: program.environment)
    let journal = try program.folder.text("a.journal")
    for one in Self.cases where one.way == way {
      try program.folder.write(journal, to: "a.journal")
      let status = try launch.run(
        way.arguments(in: program.folder.path), text: Self.script, input: one.input,
        output: one.output, errors: one.errors)
      #expect(status == one.status, "\(one)")
    }
  }
}
