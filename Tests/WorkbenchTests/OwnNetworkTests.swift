import Catalog
import Foundation
import Learning
import Models
import Testing
import Torch

@testable import Journal
@testable import Workbench

/// `model net = torchscript "net.pt"`, and `save net` for PyTorch.
@Suite struct OwnNetworkTests {
  private static let networks = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Networks").path
  private static let model = "model net = torchscript \"\(networks)/small.pt\""
  private static let learner = "learner l = lwf model=net"
  private static let train = "train l on d steps=3 batch=8"

  @Test func `a learner trains, saves, restores and journals it like any network`() throws {
    let desk = try Desk(journal: "a.journal")
    let lines = [Lines.data, Self.model, Self.learner, "train l on d steps=3 batch=8 stop=4"]
    for line in lines { try desk.type(line) }
    let path = desk.path("l.safetensors")
    try desk.type("save l to \"\(path)\"", Self.train)
    let document = try JournalDocument(desk.text(of: "a.journal"))
    #expect(try Desk().verification(of: document).differences.isEmpty)
    let fresh = try Desk()
    try fresh.type(Lines.data, Self.model, "load \"\(path)\" as l", Self.train)
    #expect(try fresh.digest("l") == desk.digest("l"))
    for name in ["joint", "ewc", "generative-replay"] {
      try fresh.type("learner other = \(name) model=net", "train other on d steps=2 batch=8")
    }
    try fresh.type("learner other = icarl model=net")
    let text = fresh.failure(of: "train other on d steps=2 batch=8")?.diagnostic.message ?? ""
    #expect(text.hasPrefix("torchscript has no stages") && !text.contains("\n"))
  }

  @Test func `a file that someone mailed runs no code that the session does not name`() throws {
    let desk = try Desk()
    try desk.type(Lines.data, Self.model, Self.learner, Self.train)
    for name in ["net", "l"] {
      let path = desk.path(name + ".st")
      try desk.type(
        name == "net" ? "model other = mlp" : "list", "save \(name) to \"\(path)\" replace=yes")
    }
    let fresh = try Desk()
    let load = "load \"\(desk.path("l.st"))\" as l"
    let text = fresh.failure(of: load)?.diagnostic.message ?? ""
    #expect(text.contains("declare it first") && text.contains("small.pt"), "\(text)")
    try fresh.type(Self.model, load)
    #expect(try fresh.digest("l") == desk.digest("l"))
  }

  @Test func `the digest of the file is recorded, and another file is noticed`() throws {
    let desk = try Desk(journal: "a.journal")
    let file = desk.path("net.pt")
    func put(_ name: String) throws {
      let data = try Data(contentsOf: URL(fileURLWithPath: Self.networks + "/" + name))
      try data.write(to: URL(fileURLWithPath: file))
    }
    try put("small.pt")
    try desk.type(Lines.data, "model net = torchscript \"\(file)\"", Self.learner)
    try put("frozen.pt")
    #expect(
      desk.failure(of: Self.train)?.diagnostic.message.contains("has changed since") == true)
    let document = try JournalDocument(desk.text(of: "a.journal"))
    let verification = try Desk().verification(of: document)
    let difference = try #require(verification.differences.first)
    #expect(difference.what == "sha256" && difference.isDataProblem)
    #expect(verification.exitCode == 4)
  }

  @Test func `it is checked where it is declared`() throws {
    let desk = try Desk()
    try desk.type(Lines.data)
    for (file, words) in [
      ("wide.pt", "(data d)"), ("nowhere.pt", "there is no file"), ("state.pth", "torch.save"),
    ] {
      let failure = desk.failure(of: "model net = torchscript \"\(Self.networks)/\(file)\"")
      let text = failure?.diagnostic.message ?? ""
      #expect(text.contains(words) && !text.contains("\n"), "\(text)")
      #expect(desk.workspace["net"] == nil)
    }
    // Another data set may be the one.
    try desk.type(
      "data e = glyphs figures=7 split=7 size=8 train=4 test=2",
      "model net = torchscript \"\(Self.networks)/wide.pt\"", "show net",
      "learner l = finetune model=net", "train l on e steps=2 batch=4")
    let failure = desk.failure(of: "learner m = genifer model=net; train m on e steps=1")
    #expect(failure?.diagnostic.message.contains("stages") == true)
  }

  @Test func `a trained model is saved for PyTorch, by the only learner or the one that is named`()
    throws
  {
    let desk = try Desk()
    var warnings: [String] = []
    desk.session.control.warn = { warnings.append($0) }
    let path = desk.path("net.safetensors")
    let save = "save net to \"\(path)\""
    try desk.type(
      Lines.data, Lines.model, "learner a = finetune model=net", "train a on d steps=2 batch=8",
      save, save)
    let file = try SafeTensors(readingFrom: path)
    #expect(
      Set(file.tensors.map(\.name)) == ["1.weight", "1.bias", "3.weight", "3.bias"])
    #expect(
      file.metadata["layers"]
        == #"[["Flatten",{}],["Linear",{"in_features":64,"out_features":16}],["ReLU",{}],"#
        + #"["Linear",{"in_features":16,"out_features":4}]]"#)
    let a = try #require(desk.workspace["a"] as? LearnerObject)
    let store = try #require(a.run?.learner.state.stores.first).store
    #expect(try file.byName["1.weight"]?.digest() == store.tensors.first?.tensor.digest())
    for (line, words) in [
      ("save net from d to \"x.st\"", "'d' is a data set"),
      ("save a from a to \"x.st\"", "only a model"),
    ] {
      let text = desk.failure(of: line)?.diagnostic.message ?? ""
      #expect(text.contains(words), "\(text)")
    }
    try desk.type("learner b = lwf model=net", "train b on d steps=2 batch=8")
    try desk.type("load \"\(path)\" as net2", "save net to \"\(desk.path("both.st"))\"")
    #expect(desk.workspace["net2"]?.kind == .model)
    #expect(try SafeTensors(readingFrom: desk.path("both.st")).tensors.isEmpty)
    #expect(warnings.contains { $0.contains("a and b have each trained a copy of net") })
    #expect(
      desk.failure(of: "save net from b to \"\(path)\"")?.diagnostic.message.contains("exists")
        == true)
    try desk.type("save net from b to \"\(path)\" replace=yes")
  }
}
