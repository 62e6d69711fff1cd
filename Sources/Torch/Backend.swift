internal import CTorch
import Foundation
import Synchronization

/// libtorch, opened once, in the background, with everything fixed that results depend on.
package enum Backend {
  /// The versions of libtorch with which the shim is known to work.
  static let supported = ["2.11", "2.12", "2.13", "2.14", "2.15"]

  private struct State {
    var configuration = Configuration()
    var hasStarted = false
    var version: String?
  }

  private static let state = Mutex(State())
  private static let opening = Opening()

  /// The shim's table, read without a lock once it is there.
  private static let opened: Result<ct_api, any Error> = {
    start()
    return opening.outcome()
  }()

  /// The configuration in force.
  package static var configuration: Configuration { state.withLock { $0.configuration } }

  /// The version of libtorch; nil until it is loaded.
  package static var version: String? { state.withLock { $0.version } }

  /// Fixes `configuration` and opens libtorch in the background; only the first call has an effect.
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
  /// - Throws: `TorchError` that says how to install libtorch if it is missing.
  package static func ready() throws { _ = try api }

  /// The number of usable GPUs; ask before the first `backward`.
  package static func gpuCount() throws -> Int { Int(try api.gpu_count()) }

  /// Returns the memory of released tensors to the system.
  ///
  /// Freed weights lie between small objects that stay, so the heap would grow with every network.
  package static func giveBackMemory() { ct_give_back() }

  static var api: ct_api { get throws { try opened.get() } }

  static func check(_ configuration: Configuration) throws {
    guard 1...1024 ~= configuration.threads else {
      throw TorchError("cannot use \(configuration.threads) threads: choose 1 to 1024")
    }
    let wanted = configuration.instructions
    guard wanted.isAvailable else {
      let others = InstructionSet.allCases.filter(\.isAvailable).map(\.rawValue)
      throw TorchError(
        "this processor has no \(wanted.rawValue) instructions: choose \(others.joined(separator: " or "))"
      )
    }
  }

  private static func pin(_ configuration: Configuration) {
    // Intel's names; on other makers' processors MKL uses AVX2 and AVX512 too, where they exist.
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
    // The shim finds it by its name then; if this fails, the shim says what it misses.
    if let library = TorchLocation.find(for: path) { _ = dlopen(library, RTLD_NOW | RTLD_LOCAL) }
    guard let table = ct_open(path, &message, message.count) else {
      let text = String(
        decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw TorchError("libtorch does not load (\(text)): \(TorchLocation.advice(for: path))")
    }
    // An older table is shorter: nothing after its version may be read.
    guard table.pointee.version >= Int32(CT_VERSION) else {
      throw TorchError("\(path) is older than this program: run Scripts/setup, then start again")
    }
    let api = table.pointee
    let version = api.torch_version().map { String(cString: $0) } ?? ""
    try checkVersion(version)
    for status in [
      api.set_threads(Int32(configuration.threads)),
      api.set_deterministic(configuration.isDeterministic ? 1 : 0),
      api.flush_subnormals(configuration.subnormals == .zero ? 1 : 0),
      api.seed_with_all_bits(configuration.draws == .bits64 ? 1 : 0),
    ] where status < 0 { throw TorchError.newest(api) }
    state.withLock { $0.version = version }
    return api
  }

  /// How many rounds a thread spins before it sleeps while it waits for the others; changes no result.
  ///
  /// To sleep and wake between two operators takes a third of a small network's step and an eighth of a
  /// large one's; but spinning for a thread whose core another program occupies makes a step a hundred
  /// times slower.
  private static func spins(_ threads: Int) -> Int {
    // Programs come and go within milliseconds; the median ignores those.
    let samples = (0..<5).map { _ in
      usleep(2_000)
      return othersRunning()
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return samples.sorted()[samples.count / 2] + threads <= cores ? 300_000 : 1_000
  }

  /// Threads of other programs that are running or runnable now.
  private static func othersRunning() -> Int {
    func text(_ path: String) -> String {
      (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
    // "0.68 2.47 3.22 1/96 31495": 1 of the machine's 96 threads is running.
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

/// Passes the shim's table from the thread that opens libtorch to those that wait for it.
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
