import Torch

/// What results depend on besides the script; stands in the head of every journal.
public struct Circumstances: Sendable {
  public let facts: [(name: String, value: String)]

  /// The circumstances of `workspace` in this process.
  public init(_ workspace: Workspace) {
    let configuration = Backend.configuration
    facts = [
      ("seed", "\(workspace.configuration.seed)"),
      ("threads", "\(configuration.threads)"),
      ("instructions", configuration.instructions.rawValue),
      ("subnormals", configuration.keepsSubnormals ? "kept" : "zero"),
      ("processor", Processor.maker),
      ("device", "\(workspace.configuration.device)"),
      ("torch", Backend.version ?? "not loaded yet"),
      ("data", workspace.configuration.data.path),
    ]
  }
}
