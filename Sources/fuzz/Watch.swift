import Foundation

/// Measures time and memory of the executions and leaves a trace for whoever finds the process dead.
final class Watch {
  /// Seconds of processor time that no input may need.
  static let longest = 1.0
  /// Bytes by which the process may grow beyond what it had after its first inputs.
  static let mostGrowth = 512 << 20
  /// Executions between two checks of the memory.
  let block: Int
  private(set) var worst = (time: 0.0, number: 0)
  private var newest = Watch.processorTime()
  private var first: Int?
  /// The number of the execution at work, in a file that outlives the process.
  private let trace: UnsafeMutablePointer<Int64>

  init(trace path: String?, block: Int) throws {
    self.block = max(1, block)
    guard let path else {
      trace = .allocate(capacity: 1)
      return
    }
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(file) }
    guard ftruncate(file, 8) == 0,
      let memory = mmap(nil, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), memory != MAP_FAILED
    else { throw Finding("\(path) cannot be written") }
    trace = memory.bindMemory(to: Int64.self, capacity: 1)
  }

  /// Before execution `number`, the first of a block if `isFirst`.
  func begin(_ number: Int, isFirst: Bool) {
    trace.pointee = Int64(number)
    guard isFirst else { return }
    // Whoever hangs is ended by SIGPROF.
    var limit = itimerval()
    limit.it_value.tv_sec = 30
    setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &limit, nil)
  }

  /// Behind execution `number`, the last of a block if `isLast`.
  func end(_ number: Int, isLast: Bool) throws(Finding) {
    let now = Self.processorTime()
    let time = now - newest
    newest = now
    if time > worst.time { worst = (time, number) }
    try require(time < Self.longest, "it took \(time) s")
    guard isLast else { return }
    let size = Self.bytes(of: "VmPeak")
    let limit = (first ?? size) + Self.mostGrowth
    if first == nil { first = size }
    try require(
      size < limit, "in the \(block) executions up to this one the process came to \(size) bytes")
    newest = Self.processorTime()
  }

  /// Bounds what the process can ask for.
  static func bound() {
    let most = rlim_t(bytes(of: "VmSize") + mostGrowth * 4)
    var limit = rlimit(rlim_cur: most, rlim_max: most)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  }

  /// Seconds that all threads of the process have used.
  static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// What the kernel says about this process's memory.
  static func bytes(of field: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    return (line?.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0) << 10
  }
}
