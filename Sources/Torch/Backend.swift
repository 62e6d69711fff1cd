internal import CTorch
import Foundation
import Synchronization

/// Which vector instructions results may depend on.
public enum InstructionSet: String, Sendable, CaseIterable {
  /// What every x86-64 processor has.
  case baseline
  /// 256-bit vectors with fused multiply-add; the default, so that results travel.
  case avx2
  /// 512-bit vectors.
  case avx512
}

/// libtorch, opened once, in the background, with everything pinned that numbers depend on.
public enum Backend {
  /// What is pinned before libtorch is opened; it cannot be changed afterwards.
  public struct Configuration: Sendable, Equatable {
    public var threads: Int
    public var instructions: InstructionSet

    public init(threads: Int = 2, instructions: InstructionSet = .avx2) {
      (self.threads, self.instructions) = (threads, instructions)
    }
  }

  /// The versions of libtorch that the shim is known to work with.
  static let supported = ["2.11", "2.12", "2.13", "2.14", "2.15"]

  private struct State {
    var configuration = Configuration()
    var hasStarted = false
    var version: String?
  }

  private static let state = Mutex(State())
  private static let opening = Opening()

  /// The configuration in force.
  public static var configuration: Configuration { state.withLock { $0.configuration } }

  /// The version of libtorch; nil until it is loaded.
  public static var version: String? { state.withLock { $0.version } }

  /// Pins `configuration` and opens libtorch in the background; only the first call counts.
  public static func start(_ configuration: Configuration = Configuration()) {
    let isFirst = state.withLock { state in
      defer { state.hasStarted = true }
      if !state.hasStarted { state.configuration = configuration }
      return !state.hasStarted
    }
    guard isFirst else { return }
    pin(configuration)
    Thread.detachNewThread { opening.finish(with: Result { try open(configuration) }) }
  }

  /// Waits until libtorch is open.
  ///
  /// - Throws: `TorchError` that says how to get libtorch if it is missing.
  public static func ready() throws { _ = try api }

  static var api: ct_api {
    get throws {
      start()
      return try opening.result()
    }
  }

  private static func pin(_ configuration: Configuration) {
    let (aten, oneDNN, mkl) =
      switch configuration.instructions {
      case .baseline: ("default", "SSE41", "COMPATIBLE")
      case .avx2: ("avx2", "AVX2", "AVX2,STRICT")
      case .avx512: ("avx512", "AVX512_CORE", "AVX512,STRICT")
      }
    let pinned = [
      "OMP_NUM_THREADS": "\(configuration.threads)", "OMP_DYNAMIC": "FALSE",
      "MKL_NUM_THREADS": "\(configuration.threads)", "MKL_DYNAMIC": "FALSE", "MKL_CBWR": mkl,
      "ATEN_CPU_CAPABILITY": aten, "ONEDNN_MAX_CPU_ISA": oneDNN,
    ]
    for (name, value) in pinned { setenv(name, value, 1) }
  }

  private static func open(_ configuration: Configuration) throws -> ct_api {
    guard let path = ShimLocation.find() else {
      throw TorchError("libtorch is missing: run Scripts/setup, then start again")
    }
    var message = [CChar](repeating: 0, count: 512)
    guard let table = ct_open(path, &message, message.count) else {
      let text = String(
        decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw TorchError("libtorch does not load (\(text)): run Scripts/setup, then start again")
    }
    let api = table.pointee
    let version = api.torch_version().map { String(cString: $0) } ?? ""
    guard supported.contains(where: { version.hasPrefix($0 + ".") }) else {
      throw TorchError("libtorch \(version) is not supported (2.11 to 2.15): run Scripts/setup")
    }
    api.set_threads?(Int32(configuration.threads))
    state.withLock { $0.version = version }
    return api
  }
}

/// Where the shim lies.
enum ShimLocation {
  private static let name = "libTorchShim.so"

  /// `REVERIE_TORCH_SHIM`, beside the executable, `../lib/reverie`, or `.deps/lib` in a folder above
  /// the executable or the current folder.
  static func find() -> String? {
    let files = FileManager.default
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let folder = executable.deletingLastPathComponent()
    var candidates = [
      ProcessInfo.processInfo.environment["REVERIE_TORCH_SHIM"],
      folder.appending(path: name).path,
      folder.deletingLastPathComponent().appending(path: "lib/reverie/\(name)").path,
    ].compactMap(\.self)
    for start in [folder, URL(fileURLWithPath: files.currentDirectoryPath)] {
      var at = start
      while at.path != "/" {
        candidates.append(at.appending(path: ".deps/lib/\(name)").path)
        at = at.deletingLastPathComponent()
      }
    }
    return candidates.first { files.fileExists(atPath: $0) }
  }
}

/// Hands the table from the thread that opens libtorch to whoever waits for it.
///
/// Unchecked: `outcome` is written once, under `condition`, before `isDone` is set.
private final class Opening: @unchecked Sendable {
  private let condition = NSCondition()
  private var outcome: Result<ct_api, any Error>?

  func finish(with outcome: Result<ct_api, any Error>) {
    condition.withLock {
      self.outcome = outcome
      condition.broadcast()
    }
  }

  func result() throws -> ct_api {
    let outcome = condition.withLock {
      while self.outcome == nil { condition.wait() }
      return self.outcome
    }
    guard let outcome else { throw TorchError("libtorch was not opened") }
    return try outcome.get()
  }
}
