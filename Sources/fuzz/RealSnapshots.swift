import Journal
import Foundation
import Language
import Streams
import Workbench

/// Small files as the program writes them.
enum RealSnapshots {
  static let noData = DataDirectory("/nowhere")

  private static let lines = [
    "data d = glyphs figures=4 split=2 size=8 train=4 test=2", "model net = mlp hidden=4",
    "generator g = vae latent=2 hidden=4", "learner plain = finetune model=net",
    "learner ours = generative-replay model=net generator=g", "learner fresh = finetune",
    "train plain on d steps=2 batch=4", "train ours on d steps=2 batch=4 stop=3",
  ]

  /// What is alive when a file is loaded.
  static let declarations = statements(["data d = glyphs figures=4 split=2 size=8 train=4 test=2"])

  /// What is done with an object that was loaded.
  static let uses = statements([
    "show again", "eval again on d", "train again on d steps=1 batch=4 stop=1", "compare again",
    "plot again", "save again to \"/dev/null/x\"",
  ])

  private static func statements(_ lines: [String]) -> [Statement] {
    lines.compactMap { try? Parser.statements(in: $0).first?.statement }
  }

  /// The bytes of one file for each kind of object, and of snapshots.
  static func make(in folder: String) throws -> [[UInt8]] {
    let journal = folder + "/a.journal"
    let session = Session(
      Workspace(.init(data: noData)),
      journal: try JournalWriter(path: journal, facts: [], now: Date.init))
    session.snapshots?.interval = 0
    var files: [String] = []
    for line in lines { try session.interpret(line) }
    for name in ["d", "net", "g", "plain", "ours", "fresh"] {
      files.append("\(folder)/\(name).safetensors")
      try session.interpret("save \(name) to \"\(files[files.count - 1])\"")
    }
    session.close(status: "ok")
    let kept = try FileManager.default.subpathsOfDirectory(atPath: folder + "/snapshots")
    files += kept.filter { $0.hasSuffix(".safetensors") }.sorted().map {
      "\(folder)/snapshots/\($0)"
    }
    return files.compactMap { FileManager.default.contents(atPath: $0).map { Array($0) } }
  }
}

extension Session {
  fileprivate func interpret(_ line: String) throws {
    for parsed in try Parser.statements(in: line) { try run(parsed.statement) }
  }
}
