import Streams

extension ExperienceStream {
  /// What the outputs of a head stand for: classes or, where each stands for several classes in turn,
  /// numbers from 1.
  package var outputNames: [String] {
    (0..<headSize).map {
      scenario == .domainIncremental ? "\($0 + 1)" : classNames[order[$0]]
    }
  }
}

extension Measures {
  /// Characters of a label that is made of class numbers.
  private static let longest = 9

  /// What the experiences of a stream are called: by their classes where these fit.
  ///
  /// Classes with numbers for names are written as `1,9` or `0-3`; up to three other names are
  /// joined by hyphens. Experiences with more such names are called by their numbers, from 1.
  package static func labels(_ stream: ExperienceStream) -> [String] {
    stream.experiences.map { experience in
      let names = experience.classes.map { stream.classNames[$0] }
      if let numbers = numbers(names) { return label(numbers) }
      return names.count > 3 ? "\(experience.index + 1)" : names.joined(separator: "-")
    }
  }

  /// The numbers that all `names` are; nil if one of them is none.
  private static func numbers(_ names: [String]) -> [Int]? {
    let numbers = names.compactMap { name in Int(name).flatMap { "\($0)" == name ? $0 : nil } }
    return numbers.count == names.count ? numbers : nil
  }

  /// Numbers in rising order, runs of them as `0-3`; a list that is too long is cut.
  static func label(_ numbers: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers.sorted() {
      if let last = runs.last, last.upperBound &+ 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    let parts = runs.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    let whole = parts.joined(separator: ",")
    guard whole.count > longest, parts.count > 1 else { return whole }
    var cut = parts[0]
    for part in parts.dropFirst() where cut.count + part.count + 3 <= longest { cut += "," + part }
    return cut + ",…"
  }
}
