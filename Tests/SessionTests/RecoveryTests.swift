import Foundation
import TestSupport
import Testing

/// Sessions that are killed, and what the next one makes of them.
@Suite struct RecoveryTests {
  let program: Program

  init() throws { program = try Program() }

  /// Scripts/kill-test is the long form.
  @Test func `killed sessions are resumed bit for bit`() throws {
    let process = Process()
    process.executableURL = Program.root.appending(path: "Scripts/kill-test")
    process.arguments = ["3", "11"]
    var environment = program.environment
    environment["REVERIE"] = Program.path
    process.environment = environment
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    #expect(text.contains("sessions resumed bit for bit"))
  }

  private static let script = """
    data d = digits split=5 limit=40
    model net = mlp hidden=16
    learner l = finetune model=net
    train l on d epochs=2 batch=16

    """

  /// A home with a session that died in a training of `steps` steps.
  private func dead(_ steps: Int) throws -> String {
    let path = program.folder.path + "/journals/2026-01-01-000000-abcd.journal"
    let run = try program.run("--journal", path, "--threads", "1", input: Self.script)
    try #require(run.status == 0, "\(run.errors)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let cut = try #require(text.ranges(of: "#: end=").first)
    try (text[..<cut.lowerBound] + "#> 5 10:00:00 train l on d steps=\(steps)\n")
      .write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }

  private func start(_ arguments: String...) throws -> Pty {
    try Pty(
      running: Program.path, arguments + ["--home", program.folder.path, "--no-color"],
      environment: program.environment.map { "\($0.key)=\($0.value)" })
  }

  @Test(arguments: ["r", "w", ""])
  func `a session that died is offered when the next one begins`(answer: String) throws {
    let path = try dead(3)
    let pty = try start()
    #expect(pty.wait(for: "It was interrupted in: train l on d steps=3"))
    pty.send(answer + "\r")
    #expect(pty.wait { $0.screen.text.hasSuffix("] >") }, "\(pty.painted)")
    if !answer.isEmpty {
      #expect(pty.wait(for: "[5] >"), "\(pty.painted)")
      pty.send("show l\r")
      #expect(pty.wait(for: "learned 5 of 5"), "\(pty.painted)")
      #expect(pty.wait { $0.screen.text.hasSuffix("[5] >") })
    } else {
      #expect(pty.wait(for: "[1] >"))
    }
    pty.send("quit\r")
    #expect(pty.exitStatus() == 0, "\(pty.painted)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("#! 5 ") && text.contains("#: end="))
    let verified = try program.run("verify", path)
    #expect(verified.status == 0, "\(verified)")
    // It is not offered twice.
    let next = try start()
    #expect(next.wait(for: "[1] >"), "\(next.painted)")
    next.send("quit\r")
    #expect(next.exitStatus() == 0)
  }

  @Test func `a resumed session keeps its own seed`() throws {
    let path = try dead(3)
    let pty = try start("--seed", "7", "--threads", "2", "--set", "epochs=3")
    #expect(pty.wait(for: "It was interrupted in: train l on d steps=3"))
    pty.send("r\r")
    #expect(pty.wait { $0.screen.text.hasSuffix("[5] >") }, "\(pty.painted)")
    for (number, line) in ["learner m = finetune model=net", "train m on d steps=2"].enumerated() {
      pty.send(line + "\r")
      #expect(pty.wait { $0.screen.text.hasSuffix("[\(number + 6)] >") }, "\(pty.painted)")
    }
    pty.send("quit\r")
    #expect(pty.exitStatus() == 0, "\(pty.painted)")
    let verified = try program.run("verify", path)
    #expect(verified.status == 0, "\(verified)")
  }

  @Test(arguments: [
    ["--seed", "7"], ["--threads", "2"], ["--instructions", "baseline"], ["--device", "cuda"],
    ["--set", "epochs=3"],
  ])
  func `resume refuses circumstances that are not the journal's`(option: [String]) throws {
    let path = try dead(3)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let run = try program.run(["resume", path] + option)
    #expect(run.status == 2 && run.errors.contains("omit \(option[0])"), "\(run)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func `a session that cannot be brought back opens no prompt and stays as it was`() throws {
    let text = """
      #!reverie journal 1
      #: process=1 threads=1
      #> 1 10:00:00 load "gone.safetensors" as net
      load "gone.safetensors" as net
      #> 2 10:00:00 list

      """
    let path = try program.folder.write(text, to: "a.journal")
    let pty = try Pty(
      running: Program.path, ["resume", path, "--home", program.folder.path],
      environment: program.environment.map { "\($0.key)=\($0.value)" })
    #expect(pty.exitStatus() == 1, "\(pty.painted)")
    #expect(!pty.painted.contains("resumed") && !pty.painted.contains("[2]"))
    #expect(try program.run("resume", path).status == 1)
    #expect(try program.folder.text("a.journal") == text)
  }

  @Test func `a session is stepped through at the prompt`() throws {
    let path = try program.folder.write(Self.script, to: "s.session")
    let pty = try Pty(
      running: Program.path,
      ["step", path, "--home", program.folder.path, "--no-color", "--threads", "1"],
      environment: program.environment.map { "\($0.key)=\($0.value)" })
    let question = "b back · q quit:"
    func answer(_ key: String, _ next: String) {
      pty.send(key)
      #expect(
        pty.wait {
          $0.screen.text.hasSuffix(question)
            && $0.screen.lines.last { $0.hasPrefix(next) } != nil
        }, "\(pty.painted)")
    }
    #expect(pty.wait(for: "1/4  data d"))
    answer("\r", "2/4  model net")
    answer("s", "3/4  learner l")
    answer("b", "2/4  model net")
    pty.send("i")
    #expect(pty.wait { $0.screen.text.hasSuffix("[2] >") }, "\(pty.painted)")
    pty.send("step\r")
    #expect(pty.wait { $0.screen.text.hasSuffix(question) })
    pty.send("c")
    #expect(pty.wait { $0.screen.text.hasSuffix("[5] >") }, "\(pty.painted)")
    pty.send("quit\r")
    #expect(pty.exitStatus() == 0)
  }

  @Test func `resume takes the training from its snapshot, and refuses a file that is no journal`()
    throws
  {
    let path = try dead(3)
    let run = try program.run("resume", path, "--without-last", "--threads", "1")
    #expect(run.status == 0, "\(run)")
    // However long the path is, and wherever the line is broken.
    let words = run.output.split(whereSeparator: \.isWhitespace)
    #expect(words.suffix(3) == ["after", "4", "commands"])
    #expect(try program.run("verify", path).status == 0)
    try program.folder.write("list\n", to: "s.session")
    let plain = try program.run("resume", "s.session")
    #expect(plain.status == 2 && plain.errors.contains("no journal"), "\(plain)")
    #expect(try program.run("resume", "missing.journal").status == 2)
    #expect(try program.run("resume", path, "--no-journal").status == 2)
  }

  @Test func `resume says when the processor is another maker's`() throws {
    let path = try dead(3)
    try String(contentsOfFile: path, encoding: .utf8)
      .replacing(#/processor=\S+/#, with: "processor=AbacusAndSons", maxReplacements: 1)
      .write(toFile: path, atomically: false, encoding: .utf8)
    let run = try program.run("resume", path, "--without-last")
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("recorded on a processor of AbacusAndSons"), "\(run)")
  }

  // MARK: Trouble with files

  @Test func `a journal that cannot be created says so before anything runs`() throws {
    let run = try program.run("--journal", "/proc/nowhere/x.journal", "-c", "list")
    #expect(run.status == 1 && run.errors.contains("cannot be created"), "\(run)")
    let taken = try program.run("--journal", "/dev/full", "-c", "list")
    #expect(taken.status == 1 && taken.errors.contains("cannot be created"), "\(taken)")
  }

  @Test func `a full disk is reported and the command before it is kept`() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    // Files may grow to 8 KiB: the journal does, a snapshot does not.
    process.arguments = [
      "-c", "ulimit -f 8; exec \"$0\" --threads 1 --journal full.journal run s.session 2> err",
      Program.path,
    ]
    try program.folder.write(
      Self.script
        + (1...200).map { "note \"\($0) \(String(repeating: "x", count: 60))\"\n" }
        .joined(), to: "s.session")
    process.environment = program.environment
    process.currentDirectoryURL = URL(fileURLWithPath: program.folder.path)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let errors = try program.folder.text("err")
    #expect(process.terminationReason == .exit && process.terminationStatus == 1, "\(errors)")
    #expect(errors.contains("no snapshot could be written"), "\(errors)")
    #expect(errors.contains("live objects are kept; nothing more is recorded"), "\(errors)")
    let verified = try program.run("verify", "full.journal")
    #expect(verified.status == 5 && verified.output.contains("all identical"), "\(verified)")
    let files = try FileManager.default.subpathsOfDirectory(atPath: program.folder.path)
    #expect(!files.contains { $0.contains(".part-") || $0.hasSuffix(".safetensors") })
  }

  @Test func `two processes share a home`() throws {
    try program.folder.write(Self.script, to: "s.session")
    let processes = try (0..<2).map { _ in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = [
        "run", "s.session", "--home", program.folder.path + "/home", "--threads", "1",
      ]
      process.environment = program.environment
      process.currentDirectoryURL = URL(fileURLWithPath: program.folder.path)
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      return process
    }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let journals = try FileManager.default.contentsOfDirectory(
      atPath: program.folder.path + "/home/journals"
    ).filter { $0.hasSuffix(".journal") }
    #expect(journals.count == 2)
    for name in journals {
      #expect(try program.run("verify", "home/journals/" + name).status == 0)
    }
  }
}
