import Foundation
import Journal
import Testing

/// Journals as files, written by one process and verified by another.
@Suite struct JournalTests {
  let program: Program

  static let text = """
    data d = digits split=5 limit=40
    model net = mlp hidden=32
    generator g = vae latent=8 hidden=32
    learner ours = generative-replay model=net generator=g
    train ours on d steps=12
    eval ours on d
    save ours to "ours.safetensors"
    load "ours.safetensors" as again
    for s in 1..2 {
        learner plain = finetune model=net rate=($s / 1000)
        train plain on d steps=4
    }
    note "a \\"quoted\\" note"
    expect ours.steps == 60
    """

  init() throws {
    program = try Program()
    let run = try program.run("--journal", "j.journal", input: Self.text + "\n")
    try #require(run.status == 0, "\(run.errors)")
  }

  private func verify(_ text: String) throws -> Program.Run {
    try program.folder.write(JournalText.sealed(text), to: "changed.journal")
    return try program.run("verify", "--exact", "changed.journal")
  }

  @Test func `a journal verifies in another folder, with another number of cores`() throws {
    let other = try Program()
    let journal = program.folder.path + "/j.journal"
    let run = try other.run("verify", journal)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("all identical"))
    // What a verification saves does not stay.
    #expect(!FileManager.default.fileExists(atPath: other.folder.path + "/ours.safetensors"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/taskset")
    process.arguments = ["-c", "0", Program.path, "verify", journal]
    process.environment = other.environment
    process.currentDirectoryURL = URL(fileURLWithPath: other.folder.path)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func `a journal from a processor of another vendor is compared, with a note`() throws {
    let text = try program.folder.text("j.journal")
    let changed = text.replacing(
      #/processor=\S+/#, with: "processor=AbacusAndSons", maxReplacements: 1)
    try #require(changed != text)
    let run = try verify(changed)
    #expect(run.status == 0 && run.output.contains("recorded on a processor of AbacusAndSons"))
    #expect(try !verify(text).output.contains("recorded on"))
  }

  /// Recorded by a version that seeded every draw with the lower half of its key.
  static let older = """
    #!reverie journal 1
    #: app=0.1.0 session=older process=1 seed=1 threads=2 instructions=avx2 subnormals=zero device=cpu
    #> 1 14:48:47 data d = digits split=5 limit=4
    data d = digits split=5 limit=4
    #> 2 14:48:49 model net = mlp hidden=2
    model net = mlp hidden=2
    #> 3 14:48:49 learner base = finetune model=net
    learner base = finetune model=net
    #> 4 14:48:49 train base on d steps=1
    train base on d steps=1
    #= 4 last=0.1 average=0.22833333333333333 forgetting=0.25 backward=-0.25 forward=0.0 \
    accuracy=[[0.5,0.0,0.0,0.0,0.0],[0.0,0.5,0.0,0.0,0.0],[0.0,0.5,0.0,0.0,0.0],\
    [0.0,0.0,0.0,0.5,0.0],[0.0,0.0,0.0,0.5,0.0]] a2=0.5 a4=0.25 a6=0.16666666666666666 a8=0.125 \
    a10=0.1 loss=2.1606669425964355 steps=5 ~images_per_second=977.0 ~time=0.041
    #: end=ok commands=4 errors=0

    """

  @Test func `a journal that does not mention draws is verified with the draws of its time`() throws
  {
    // Other processors' products may differ in the last digits.
    func verify(_ text: String) throws -> Program.Run {
      try program.folder.write(text, to: "older.journal")
      return try program.run("verify", "--tol", "rel=1e-4", "older.journal")
    }
    let run = try verify(Self.older)
    #expect(run.status == 0, "\(run)")
    let newer = try verify(Self.older.replacing("=zero", with: "=zero draws=64"))
    #expect(newer.status == 3, "\(newer)")
    let unknown = try verify(Self.older.replacing("=zero", with: "=zero draws=65"))
    #expect(unknown.status == 2 && unknown.errors.contains("draws=65"), "\(unknown)")
  }

  @Test func `a journal that does not mention subnormal numbers is compared with them kept`() throws
  {
    // Averages of gradients that are 0 from the second experience on: 0.9^1000 < 1e-45.
    let text = """
      data d = digits split=5 limit=40
      model net = mlp hidden=4
      learner base = finetune model=net
      train base on d.2 steps=1000 batch=4
      """
    let run = try program.run("--journal", "s.journal", input: text + "\n")
    try #require(run.status == 0, "\(run.errors)")
    let journal = try program.folder.text("s.journal")
    #expect(try verify(journal).status == 0)
    let older = try verify(journal.replacing(" subnormals=zero", with: ""))
    #expect(older.status == 3 && older.output.contains("state of base"), "\(older)")
  }

  @Test(arguments: [
    ["run"], ["verify"], ["accept"], ["check"], ["resume"], ["vary", "seed=1..2"],
    ["export", "--to", "md"],
  ])
  func `every way to run a file reports a broken line with its place`(words: [String]) throws {
    try program.folder.write("data d = digits\nlet x = 3 *\n", to: "bad.session")
    let run = try program.run([words[0], "bad.session"] + words.dropFirst())
    let first = run.errors.split(separator: "\n").first ?? ""
    #expect(run.status == 2 && first.hasPrefix("bad.session:2:11: error: '*' needs"), "\(run)")
  }

  @Test(arguments: ["run", "check", "verify", "accept"])
  func `every way to run a file reports an unknown word with its place`(verb: String) throws {
    try program.folder.write("let x = 3\nbegin x\n", to: "bad.session")
    let run = try program.run(verb, "bad.session")
    #expect(
      run.status == 2
        && run.errors.hasPrefix("bad.session:2:1: error: there is no command 'begin'"), "\(run)")
  }

  @Test func `one changed option is a mismatch that names command and object`() throws {
    let run = try verify(
      try program.folder.text("j.journal").replacing("hidden=32\n", with: "hidden=33\n"))
    #expect(run.status == 3)
    #expect(run.output.contains("command 5 (line "))
    #expect(run.output.contains("state of ours"))
  }

  @Test func `one flipped digit of a value is a mismatch that names it`() throws {
    let text = try program.folder.text("j.journal")
    let loss = try #require(text.firstMatch(of: #/\#= 5 .*[ ]loss=\d\.\d*(\d)[ ]/#)).1
    let digit = loss == "1" ? "2" : "1"
    var changed = text
    changed.replaceSubrange(loss.startIndex..<loss.endIndex, with: digit)
    let run = try verify(changed)
    #expect(run.status == 3)
    #expect(run.output.contains("train ours on d steps=12\n  loss: recorded "))
  }

  @Test func `one flipped digit of a state is a mismatch that names the object`() throws {
    let text = try program.folder.text("j.journal")
    let state = try #require(text.firstMatch(of: #/\#@ 9\.2\.2 plain=([0-9a-f])/#)).1
    var changed = text
    changed.replaceSubrange(state.startIndex..<state.endIndex, with: state == "0" ? "1" : "0")
    let run = try verify(changed)
    #expect(run.status == 3)
    #expect(run.output.contains("state of plain"))
  }

  @Test func `one flipped byte of the data is reported as a data problem`() throws {
    let names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"]
    let tests = ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]
    var images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 4, 0, 0, 0, 4]
    images += (0..<320).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 20] + (0..<20).map { UInt8($0 % 2) }
    let folder = program.folder.path
    try Data(images).write(to: URL(fileURLWithPath: folder + "/" + names[0]))
    try Data(labels).write(to: URL(fileURLWithPath: folder + "/" + names[1]))
    for (name, bytes) in zip(tests, [images, labels]) {
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    let run = try program.run(
      "--journal", "i.journal", "-c", "data d = idx \"\(folder)\" split=2")
    try #require(run.status == 0, "\(run.errors)")
    #expect(try program.run("verify", "i.journal").status == 0)
    images[100] ^= 1
    try Data(images).write(to: URL(fileURLWithPath: folder + "/" + names[0]))
    let changed = try program.run("verify", "i.journal")
    #expect(changed.status == 4)
    #expect(changed.output.contains("sha256"))
    try Data(images.dropLast(10)).write(to: URL(fileURLWithPath: folder + "/" + names[0]))
    #expect(try program.run("verify", "i.journal").status == 4)
  }

  @Test func `a journal runs as the script that it is and gives the same journal`() throws {
    let run = try program.run("run", "j.journal", "--journal", "again.journal")
    #expect(run.status == 0, "\(run.errors)")
    func lasting(_ name: String) throws -> [String] {
      try program.folder.text(name).split(separator: "\n").map(String.init)
        .filter { line in !["#:", "#>", "#%"].contains(where: line.hasPrefix) }
        .map { $0.replacing(#/[ ]~.*/#, with: "") }
    }
    #expect(try lasting("again.journal") == lasting("j.journal"))
  }
}
