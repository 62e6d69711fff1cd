import Catalog
import Foundation
import Language
import Learning
import Streams
import Testing
import Torch

@testable import Journal
@testable import Workbench

/// A session with a folder of its own, as a person at the prompt has it.
final class Desk {
  let folder: String
  let session: Session
  let interpreter: Interpreter
  /// Everything that was told, in order.
  private(set) var events: [Session.Event] = []
  /// Polls until the person presses Ctrl-C; nil: never.
  var patience: Int?

  var workspace: Workspace { session.workspace }

  /// - Parameter journal: a file name in the folder.
  init(
    seed: UInt64 = 1, journal: String? = nil, data: String = "/nowhere",
    overrides: [String: Value] = [:], writer: JournalWriter? = nil
  ) throws {
    let folder = NSTemporaryDirectory() + "desk-" + UUID().uuidString
    self.folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let workspace = Workspace(
      Workspace.Configuration(
        seed: seed, data: DataDirectory(data), overrides: overrides.mapValues { .literal($0) }))
    let writer =
      try writer
      ?? journal.map { name in
        try JournalWriter(
          path: folder + "/" + name, facts: [("app", "test"), ("seed", "\(seed)")],
          now: { Date(timeIntervalSince1970: 0) })
      }
    session = Session(workspace, journal: writer)
    interpreter = Interpreter(session)
    session.tell = { [weak self] in self?.events.append($0) }
    session.control.shouldStop = { [weak self] in
      guard let self, let left = patience else { return false }
      patience = max(0, left - 1)
      return left == 0
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { folder + "/" + name }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
  }

  func text(of name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  /// Types lines at the prompt.
  func type(_ lines: String...) throws {
    for line in lines { try interpreter.prompt(line) }
  }

  /// Plays `document` and compares what comes of it with what it recorded.
  func verification(
    of document: JournalDocument, tolerance: Tolerance? = nil, exact: Bool = false
  ) throws -> Verification {
    let player = try Player(document, of: ("", "test"), in: interpreter)
    return Verification(player, in: session, tolerance: tolerance, exact: exact)
  }

  /// What is said about a line that should fail.
  func failure(of line: String) -> Failure? {
    do throws(Failure) {
      try interpreter.prompt(line)
      return nil
    } catch { return error }
  }

  /// The state of every live object, by name.
  func states() throws -> [String: String] {
    var states: [String: String] = [:]
    for object in workspace.objects {
      let digest = try object.digest().map(StateDigest.text) ?? "no state"
      states[object.name] = "\(object.kind) \(object.declaration) \(digest) \(object.fields)"
    }
    return states
  }

  func digest(_ name: String) throws -> UInt64 {
    let object = try #require(workspace[name])
    return try #require(try object.digest())
  }

  func value(_ field: String, of name: String) -> Value? {
    workspace[name]?.fields.first { $0.name == field }?.value
  }
}

/// Lines that declare small live objects.
enum Lines {
  static let data = "data d = glyphs figures=4 split=2 size=8 train=8 test=4"

  /// Data from which the learner `name` can learn.
  static func data(for name: String) -> String {
    let scenarios = Learners.all[name]?.maker.needs.scenarios ?? []
    return data + (scenarios.contains(.classIncremental) ? "" : " scenario=task")
  }

  /// Options that keep the learner `name` small.
  static func options(_ name: String) -> String {
    switch name {
    case "dgm": " width=2 features=2 latent=16"
    case "mergan": " width=1 latent=4"
    default: ""
    }
  }

  static let model = "model net = mlp hidden=16"
  static let generator = "generator g = vae latent=4 hidden=16"
  static let learner = "learner ours = generative-replay model=net generator=g"
  static let all = [data, model, generator, learner]
  static let train = "train ours on d steps=4 batch=8"
}
