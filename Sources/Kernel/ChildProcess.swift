import Foundation
import Workbench

/// A program whose output is handed over while it runs.
struct ChildProcess {
  private let program: String
  private let arguments: [String]

  init(_ program: String, _ arguments: [String]) {
    (self.program, self.arguments) = (program, arguments)
  }

  /// Runs the program to its end and returns its exit code; as in a shell, 128 and the signal if one
  /// ended it.
  ///
  /// - Parameter shouldStop: whether to interrupt it, as by Ctrl-C.
  /// - Throws: `WorkbenchError` if it cannot be started.
  func run(
    shouldStop: () -> Bool, output: (String) -> Void, errors: (String) -> Void
  ) throws(WorkbenchError) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let pipes = [Pipe(), Pipe()]
    process.standardOutput = pipes[0]
    process.standardError = pipes[1]
    do { try process.run() } catch {
      throw WorkbenchError("\(program) cannot be started: \(error)")
    }
    var ends = pipes.map {
      pollfd(fd: $0.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    }
    var held: [[UInt8]] = [[], []]
    var isStopped = false
    while ends.contains(where: { $0.fd >= 0 }) {
      if shouldStop(), !isStopped {
        isStopped = true
        process.interrupt()
      }
      guard poll(&ends, 2, 50) > 0 else { continue }
      for place in 0..<2 where ends[place].revents != 0 {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(ends[place].fd, &bytes, bytes.count)
        if count > 0 { held[place] += bytes[..<count] } else { ends[place].fd = -1 }
        // Lines as a whole, so that no character is cut.
        let end = count > 0 ? held[place].lastIndex(of: 10).map { $0 + 1 } ?? 0 : held[place].count
        guard end > 0 else { continue }
        let text = String(decoding: held[place][..<end], as: UTF8.self)
        if place == 0 { output(text) } else { errors(text) }
        held[place].removeFirst(end)
      }
    }
    process.waitUntilExit()
    return process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
  }
}
