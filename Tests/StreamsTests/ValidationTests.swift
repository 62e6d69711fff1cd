import Catalog
import TestSupport
import Testing

@testable import Streams

/// One-pixel images with these labels, to train and to test with.
private func labelled(_ labels: [Int], classes: Int) throws -> Dataset {
  let shape = ImageShape(channels: 1, height: 1, width: 1)
  func archive(_ labels: [UInt16]) throws -> ImageArchive {
    try ImageArchive(
      shape: shape, labels: labels, storage: ImageStorage(count: labels.count) { _ in })
  }
  return try Dataset(
    name: "toy", train: archive(labels.map(UInt16.init)),
    test: archive((0..<classes).map { UInt16($0) }),
    classNames: (0..<classes).map { "class\($0)" })
}

@Suite struct ValidationTests {
  @Test func `every class of glyphs gives its share`() throws {
    let stream = try Datasets.stream(
      "glyphs", Settings(["validation": .number(0.1)]), in: DataDirectory("/"))
    let kept = try #require(stream.experiences[0].validation)
    #expect(classCounts(kept) == Array(repeating: 10, count: 10))
    #expect(classCounts(stream.experiences[0].train) == Array(repeating: 90, count: 10))
  }

  private func classCounts(_ selection: ImageSelection) -> [Int] {
    selection.labels.reduce(into: [Int](repeating: 0, count: 10)) { $0[$1] += 1 }
  }

  @Test(arguments: 0..<200)
  func `any validation is a stratified partition`(_ seed: Int) throws {
    var random = Seeded(seed: UInt64(seed))
    let classes = 1 + random.below(12)
    let counts = (0..<classes).map { _ in 1 + random.below(40) }
    var labels = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
    // In turn, sorted or shuffled: the order in the file must not matter for the counts.
    if seed % 3 == 0 { labels = (0..<40).flatMap { n in (0..<classes).filter { counts[$0] > n } } }
    if seed % 3 == 1 {
      for last in labels.indices.dropFirst().reversed() {
        labels.swapAt(last, random.below(last + 1))
      }
    }
    let share = Double(1 + random.below(99)) / 100
    let limit = random.below(2) == 0 ? nil : 1 + random.below(30)
    var options = SplitOptions()
    (options.validation, options.limit) = (share, limit)
    let expected = counts.map { count in
      let used = min(count, limit ?? count)
      return (used: used, held: min(Int((Double(used) * share).rounded()), used - 1))
    }
    let data = try labelled(labels, classes: classes)
    guard expected.contains(where: { $0.held > 0 }) else {
      #expect(throws: StreamsError.self) { try ExperienceStream(data, options) }
      return
    }
    let experience = try ExperienceStream(data, options).experiences[0]
    let held = try #require(experience.validation)
    #expect(held.indices == held.indices.sorted())
    #expect(experience.train.indices == experience.train.indices.sorted())
    #expect(Set(held.indices).isDisjoint(with: experience.train.indices))
    for (label, wanted) in expected.enumerated() {
      #expect(held.labels.count { $0 == label } == wanted.held)
      #expect(experience.train.labels.count { $0 == label } == wanted.used - wanted.held)
    }
    // Evenly spread: no stretch without any is longer than it must be.
    for (label, wanted) in expected.enumerated() where wanted.held > 0 {
      let places = labels.indices.filter { labels[$0] == label }.prefix(wanted.used)
      let ranks = places.enumerated().filter { held.indices.contains(Int32($0.element)) }.map(
        \.offset)
      let gaps = zip([-1] + ranks, ranks + [wanted.used]).map { $1 - $0 - 1 }
      #expect((gaps.max() ?? 0) <= (wanted.used + wanted.held - 1) / wanted.held)
    }
  }

  @Test func `without strata every n-th image is held out`() throws {
    var options = SplitOptions()
    (options.validation, options.stratify) = (0.25, false)
    let data = try labelled((0..<24).map { $0 % 2 }, classes: 2)
    let experience = try ExperienceStream(data, options).experiences[0]
    #expect(experience.validation?.indices == [3, 7, 11, 15, 19, 23])
  }

  @Test func `numbers mean the classes of these names where all names are numbers`() throws {
    let gap = ClassNames(["3", "7", "10", "100"])
    #expect([3, 7, 10, 100, 0, 1].map(gap.place) == [0, 1, 2, 3, nil, nil])
    #expect(gap.numbers == "3, 7, 10, 100")
    let words = ClassNames(["cat", "7", "dog"])
    #expect([0, 1, 2, 7].map(words.place) == [0, 1, 2, nil])
    #expect(ClassNames(["1", "01"]).place(0) == 0)
    #expect(ClassNames.ordered(["10", "9", "-1", "2"]) == ["-1", "2", "9", "10"])
    #expect(ClassNames.ordered(["b10", "b9"]) == ["b10", "b9"])
    let groups = try ClassGroups.groups([["100", "3"], ["7"]]).resolved(names: gap.names)
    #expect(groups == [[3, 0], [1]])
    #expect(
      try ClassOrder.listed([100, 3, 7, 10]).arranged([0, 1, 2, 3], names: gap.names) == [
        3, 0, 1, 2,
      ])
    let error = #expect(throws: StreamsError.self) {
      try ClassGroups.chosen([3, 4]).resolved(names: gap.names)
    }
    #expect(error?.message == "classes: there is no class 4; use 3, 7, 10, 100")
  }

  @Test func `reading can be stopped everywhere`() throws {
    for (maker, limits) in [("digits", [1, 2, 3, 5, 8]), ("glyphs", [1, 2, 3])] {
      for limit in limits {
        var asked = 0
        #expect(throws: StreamsError.stopped) {
          try Datasets.stream(
            maker, in: DataDirectory("/"),
            shouldStop: {
              asked += 1
              return asked >= limit
            })
        }
      }
    }
  }
}
