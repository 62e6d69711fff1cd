import Catalog

/// What is asked of Slurm for the tasks of an experiment.
package struct SlurmOptions: Sendable, Equatable {
  /// Time limit of one task in minutes.
  package var minutes: Int?
  /// Cores of one task.
  package var cpus = 1
  /// Tasks at one time; nil: as many as there is room for.
  package var most: Int?
  /// Runs of one task, one after another.
  package var pack = 1
  package var partition: String?
  /// More options of `sbatch`, separated by spaces.
  package var more: String?

  package init() {}

  /// Reads a duration: `20m`, `2h`, `1h30m`, `45` (minutes), or `2:30:00` as Slurm writes it.
  ///
  /// Seconds are rounded up to minutes; nil for anything else.
  package static func minutes(_ text: String) -> Int? {
    if text.contains(":") {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
      guard (2...3).contains(parts.count), !parts.contains(where: { $0 < 0 }) else { return nil }
      // Slurm reads two parts as minutes and seconds.
      let seconds = parts.reduce(0) { $0 * 60 + $1 }
      return seconds > 0 ? (seconds + 59) / 60 : nil
    }
    var (rest, minutes) = (text[...], 0)
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits), number <= 1_000_000 else { return nil }
      rest = rest.dropFirst(digits.count)
      switch rest.popFirst() {
      case "d": minutes += number * 1440
      case "h": minutes += number * 60
      case "m", nil: minutes += number
      case "s": minutes += (number + 59) / 60
      default: return nil
      }
    }
    return minutes > 0 ? minutes : nil
  }

  /// The arguments of `sbatch` for an array of these elements.
  func arguments(_ elements: [Int], of experiment: ExperimentFolder) -> [String] {
    let name = experiment.path.split(separator: "/").last.map(String.init) ?? "experiment"
    var words = [
      "--parsable", "--job-name=\(name)",
      "--array=\(Self.ranges(elements))" + (most.map { "%\($0)" } ?? ""),
      "--cpus-per-task=\(cpus)", "--requeue", "--open-mode=append", "--signal=B:USR1@60",
      "--output=\(experiment.path)/logs/%A_%a.log",
    ]
    if let minutes { words.append("--time=\(minutes)") }
    if let partition { words.append("--partition=\(partition)") }
    words += (more ?? "").split(separator: " ").map(String.init)
    return words + ["\(experiment.path)/\(JobScript.name)", "\(pack)"]
  }

  /// `1-4,7,9-10`.
  package static func ranges(_ numbers: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers.sorted() {
      if let last = runs.last, number == last.upperBound + 1 {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
