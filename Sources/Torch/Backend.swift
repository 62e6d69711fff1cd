internal import CTorch
import Foundation
import Synchronization

/// Which vector instructions results may depend on.
package enum InstructionSet: String, Sendable, CaseIterable {
  /// What every x86-64 processor has.
  case baseline
  /// 256-bit vectors with fused multiply-add; the default, so that results travel.
  case avx2
  /// 512-bit vectors.
  case avx512
  /// 512-bit vectors with products of bfloat16 numbers, which `Precision.mixed` needs.
  case avx512bf16 = "avx512-bf16"

  /// Whether this processor has them; libtorch would be killed by the first one that it has not.
  package var isAvailable: Bool {
    switch self {
    case .baseline: true
    case .avx2: Processor.flags.isSuperset(of: ["avx2", "fma"])
    case .avx512: Processor.flags.isSuperset(of: Self.wide)
    case .avx512bf16: Processor.flags.isSuperset(of: Self.wide + ["avx512_bf16"])
    }
  }

  private static let wide: [Substring] = ["avx512f", "avx512bw", "avx512dq", "avx512vl"]
}

/// What becomes of numbers nearer to 0 than the smallest normal one.
///
/// An optimizer's averages for weights without gradient decay into them, where an operation takes an
/// Intel processor a hundred times as long.
package enum Subnormals: String, Sendable {
  /// They count as 0.
  case zero
  case kept
}

/// libtorch, opened once, in the background, with everything pinned that numbers depend on.
package enum Backend {
  /// What is pinned before libtorch is opened; it cannot be changed afterwards.
  package struct Configuration: Sendable, Equatable {
    /// Threads of one operation, from 1 to 1024; results depend on it.
    package var threads: Int
    package var instructions: InstructionSet
    /// Whether algorithms whose results change from run to run are refused (on GPUs).
    package var isDeterministic: Bool
    package var subnormals: Subnormals
    /// The shim's file; nil to look for it.
    package var shim: String?

    package init(
      threads: Int = 2, instructions: InstructionSet = .avx2, isDeterministic: Bool = true,
      subnormals: Subnormals = .zero, shim: String? = nil
    ) {
      (self.threads, self.instructions) = (threads, instructions)
      (self.isDeterministic, self.subnormals) = (isDeterministic, subnormals)
      self.shim = shim
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

  /// The table, read without a lock once it is there.
  private static let opened: Result<ct_api, any Error> = {
    start()
    return opening.outcome()
  }()

  /// The configuration in force.
  package static var configuration: Configuration { state.withLock { $0.configuration } }

  /// The version of libtorch; nil until it is loaded.
  package static var version: String? { state.withLock { $0.version } }

  /// Pins `configuration` and opens libtorch in the background; only the first call counts.
  ///
  /// It sets environment variables, so call it before other threads read them.
  package static func start(_ configuration: Configuration = Configuration()) {
    let isFirst = state.withLock { state in
      defer { state.hasStarted = true }
      if !state.hasStarted { state.configuration = configuration }
      return !state.hasStarted
    }
    guard isFirst else { return }
    do {
      try check(configuration)
    } catch {
      return opening.finish(with: .failure(error))
    }
    pin(configuration)
    Thread.detachNewThread { opening.finish(with: Result { try open(configuration) }) }
  }

  /// Waits until libtorch is open.
  ///
  /// - Throws: `TorchError` that says how to get libtorch if it is missing.
  package static func ready() throws { _ = try api }

  /// Number of GPUs that can be used; ask before the first `backward`.
  package static func gpuCount() throws -> Int { Int(try api.gpu_count()) }

  /// Gives the memory of tensors that are gone back to the system.
  ///
  /// Freed weights lie between small things that stay, so the heap would grow with every network.
  package static func giveBackMemory() { ct_give_back() }

  static var api: ct_api { get throws { try opened.get() } }

  static func check(_ configuration: Configuration) throws {
    guard 1...1024 ~= configuration.threads else {
      throw TorchError("\(configuration.threads) threads are not possible: choose 1 to 1024")
    }
    let wanted = configuration.instructions
    guard wanted.isAvailable else {
      let others = InstructionSet.allCases.filter(\.isAvailable).map(\.rawValue)
      throw TorchError(
        "this processor has no \(wanted) instructions: choose \(others.joined(separator: " or "))")
    }
  }

  private static func pin(_ configuration: Configuration) {
    // Intel's names; on other processors MKL takes AVX2 and AVX512 too, where they are to be had.
    let (aten, oneDNN, mkl) =
      switch configuration.instructions {
      case .baseline: ("default", "SSE41", "COMPATIBLE")
      case .avx2: ("avx2", "AVX2", "AVX2,STRICT")
      case .avx512: ("avx512", "AVX512_CORE", "AVX512,STRICT")
      case .avx512bf16: ("avx512", "AVX512_CORE_BF16", "AVX512,STRICT")
      }
    let pinned = [
      "OMP_NUM_THREADS": "\(configuration.threads)", "OMP_DYNAMIC": "FALSE",
      "MKL_NUM_THREADS": "\(configuration.threads)", "MKL_DYNAMIC": "FALSE", "MKL_CBWR": mkl,
      "ATEN_CPU_CAPABILITY": aten, "ONEDNN_MAX_CPU_ISA": oneDNN,
    ]
    for (name, value) in pinned { setenv(name, value, 1) }
    setenv("GOMP_SPINCOUNT", "\(spins(configuration.threads))", 0)
    if configuration.isDeterministic { setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 1) }
  }

  private static func open(_ configuration: Configuration) throws -> ct_api {
    guard let path = configuration.shim ?? ShimLocation.find() else {
      throw TorchError("libtorch is missing: run Scripts/setup, then start again")
    }
    var message = [CChar](repeating: 0, count: 512)
    guard let table = ct_open(path, &message, message.count) else {
      let text = String(
        decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw TorchError("libtorch does not load (\(text)): run Scripts/setup, then start again")
    }
    // An older table is shorter: nothing behind its version may be read.
    guard table.pointee.version >= Int32(CT_VERSION) else {
      throw TorchError("\(path) is older than this program: run Scripts/setup, then start again")
    }
    let api = table.pointee
    let version = api.torch_version().map { String(cString: $0) } ?? ""
    try checkVersion(version)
    api.set_threads(Int32(configuration.threads))
    api.set_deterministic(configuration.isDeterministic ? 1 : 0)
    api.flush_subnormals(configuration.subnormals == .zero ? 1 : 0)
    state.withLock { $0.version = version }
    return api
  }

  /// Rounds that a thread waits awake for the others; changes no number.
  ///
  /// To fall asleep and wake between two operators costs a third of a small network's step and an
  /// eighth of a large one's; but threads that wait awake for one whose core another program has slow
  /// a step a hundredfold.
  private static func spins(_ threads: Int) -> Int {
    // Programs come and go within milliseconds; what most looks see is there to stay.
    let looks = (0..<5).map { _ in
      usleep(2_000)
      return othersRunning()
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return looks.sorted()[looks.count / 2] + threads <= cores ? 300_000 : 1_000
  }

  /// Threads of other programs that run or wait for a core now.
  private static func othersRunning() -> Int {
    func text(_ path: String) -> String {
      (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
    // "0.68 2.47 3.22 1/96 31495": 1 of the machine's 96 threads runs.
    let load = text("/proc/loadavg").split(separator: " ").dropFirst(3).first
    let running = load?.split(separator: "/").first.flatMap { Int($0) } ?? 0
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    let ours = tasks.count { text("/proc/self/task/\($0)/stat").contains(") R ") }
    return max(0, running - ours)
  }

  static func checkVersion(_ version: String) throws {
    guard supported.contains(where: { version.hasPrefix($0 + ".") }) else {
      throw TorchError("libtorch \(version) is not supported (2.11 to 2.15): run Scripts/setup")
    }
  }
}

/// Where the shim lies.
enum ShimLocation {
  private static let name = "libTorchShim.so"

  /// `REVERIE_TORCH_SHIM` alone if it is set; else beside the executable, in `../lib/reverie`, or
  /// in `.deps/lib` in a folder above the executable or the current folder.
  static func find() -> String? {
    let files = FileManager.default
    if let given = ProcessInfo.processInfo.environment["REVERIE_TORCH_SHIM"] {
      return files.fileExists(atPath: given) ? given : nil
    }
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let folder = executable.deletingLastPathComponent()
    var candidates = [
      folder.appending(path: name).path,
      folder.deletingLastPathComponent().appending(path: "lib/reverie/\(name)").path,
    ]
    for start in [folder, URL(fileURLWithPath: files.currentDirectoryPath)] {
      var at = start
      // A current folder that was removed has no path, and nothing is above it.
      while at.path.hasPrefix("/"), at.path != "/" {
        candidates.append(at.appending(path: ".deps/lib/\(name)").path)
        at = at.deletingLastPathComponent()
      }
    }
    return candidates.first { files.fileExists(atPath: $0) }
  }
}

/// Hands the table from the thread that opens libtorch to whoever waits for it.
///
/// Unchecked: `found` is written once and read under `condition`.
private final class Opening: @unchecked Sendable {
  private let condition = NSCondition()
  private var found: Result<ct_api, any Error>?

  func finish(with outcome: Result<ct_api, any Error>) {
    condition.withLock {
      found = outcome
      condition.broadcast()
    }
  }

  func outcome() -> Result<ct_api, any Error> {
    condition.withLock {
      while true {
        if let found { return found }
        condition.wait()
      }
    }
  }
}
