import ArgumentParser
import Foundation
import Torch

/// Gives one reader inputs without end; `Scripts/fuzz` runs all of them.
@main
struct Fuzz: ParsableCommand {
  enum Part: String, ExpressibleByArgument, CaseIterable {
    case language, journal, snapshot

    func target(_ corpus: Corpus) throws -> any Target {
      switch self {
      case .language: return LanguageTarget(corpus)
      case .journal: return JournalTarget(corpus)
      case .snapshot:
        Backend.start(Backend.Configuration(threads: 1))
        return try SnapshotTarget(corpus)
      }
    }
  }

  @Argument(help: "The reader to test.") var part: Part
  @Option(help: "Number of inputs.") var count = 100_000
  @Option(help: "The first input.") var from = 0
  @Option(help: "Seed of all inputs.") var seed: UInt64 = 1
  @Option(help: "Folder with sessions to take pieces from.") var sessions = "Sessions"
  @Option(help: "File to write the number of the current input to.") var trace: String?
  @Option(help: "Inputs between two checks of the memory.") var block = 1024
  @Flag(help: "Print the inputs before they are read.") var show = false

  func validate() throws {
    guard count >= 0, from >= 0, from.addingReportingOverflow(count).overflow == false else {
      throw ValidationError("--count and --from take numbers from 0")
    }
  }

  func run() throws {
    let target = try part.target(Corpus(sessions: sessions))
    let watch = try Watch(trace: trace, block: block)
    Watch.bound()
    let start = Date()
    var input: [UInt8] = []
    for number in from..<(from + count) {
      let place = (number - from) % watch.block
      watch.begin(number, isFirst: place == 0)
      do throws(Finding) {
        try Self.execute(number, of: target, part, seed, &input) {
          if show { FileHandle.standardOutput.write(Data($0 + [10])) }
        }
        try watch.end(number, isLast: place == watch.block - 1)
      } catch {
        print("\(part.rawValue) \(seed) \(number): \(error)")
        throw ExitCode(1)
      }
    }
    let seconds = -start.timeIntervalSinceNow
    print(
      """
      {"part": "\(part.rawValue)", "seed": \(seed), "executions": \(count), \
      "seconds": \(rounded(seconds)), "per_second": \(Int(Double(count) / max(seconds, 1e-9))), \
      "cpu_seconds": \(rounded(Watch.processorTime())), "worst_ms": \(rounded(watch.worst.time * 1000)), "worst_input": \(watch.worst.number), \
      "peak_mb": \(Watch.bytes(of: "VmHWM") >> 20)}
      """)
  }

  private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  /// Makes input `number` and has it read.
  static func execute(
    _ number: Int, of target: any Target, _ part: Part, _ seed: UInt64, _ input: inout [UInt8],
    _ look: ([UInt8]) -> Void = { _ in }
  ) throws(Finding) {
    var dice = Dice(seed: seed, part: part.rawValue, number: number)
    target.make(&input, &dice)
    look(input)
    try target.read(input, &dice)
  }
}
