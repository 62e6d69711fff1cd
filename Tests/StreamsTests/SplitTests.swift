import Catalog
import TestSupport
import Testing

@testable import Streams

/// Images of one pixel, `each` of every class in turn to train and `each / 2` to test.
private func toy(_ classes: Int, each: Int = 12) throws -> Dataset {
  func archive(_ count: Int) throws -> ImageArchive {
    let labels = (0..<(count * classes)).map { UInt16($0 % classes) }
    return try ImageArchive(
      shape: ImageShape(channels: 1, height: 1, width: 1),
      labels: labels.sorted { $0 % 3 < $1 % 3 },
      storage: ImageStorage(count: labels.count) { _ in })
  }
  return try Dataset(
    name: "toy", train: archive(each), test: archive(max(1, each / 2)),
    classNames: (0..<classes).map { "class\($0)" })
}

private func options(_ settings: [String: Value]) throws -> SplitOptions {
  try SplitOptions(Settings(settings))
}

private func stream(_ classes: Int, _ settings: [String: Value]) throws -> ExperienceStream {
  try ExperienceStream(toy(classes), options(settings))
}

@Suite struct SplitTests {
  @Test func `a seed gives NumPy's permutation`() throws {
    let names = (0..<100).map(String.init)
    let order = try ClassOrder.shuffled(seed: 1993).arranged(Array(0..<100), names: names)
    #expect(order.prefix(10) == [68, 56, 78, 8, 23, 84, 90, 65, 74, 76])
    #expect(order.sorted() == Array(0..<100))
  }

  @Test(arguments: [
    (0, [2, 8, 4, 9, 1, 6, 7, 3, 0, 5]), (42, [8, 1, 5, 0, 7, 2, 9, 4, 3, 6]),
    (4_294_967_295, [6, 9, 5, 1, 8, 0, 7, 4, 2, 3]),
  ])
  func `other seeds give NumPy's permutations of ten`(seed: Int, expected: [Int]) throws {
    let stream = try stream(10, ["order": .integer(seed)])
    #expect(stream.order == expected)
  }

  @Test(arguments: 0..<60)
  func `any split is a partition of classes and images`(_ seed: Int) throws {
    var random = Seeded(seed: UInt64(seed))
    let split = 1 + random.below(5)
    let size = 1 + random.below(4)
    let base = random.below(2) == 0 ? nil : 1 + random.below(6)
    let unused = random.below(3)
    let count = split * size + (base ?? 0)
    var settings: [String: Value] = ["split": .integer(split)]
    settings["base"] = base.map { .integer($0) }
    settings["classes"] = .range(unused, unused + count - 1)
    if random.below(2) == 0 { settings["order"] = .integer(random.below(999)) }
    let limit = random.below(2) == 0 ? nil : 1 + random.below(15)
    settings["limit"] = limit.map { .integer($0) }
    let data = try toy(count + unused)
    let stream = try ExperienceStream(data, options(settings))

    #expect(stream.experiences.count == split + (base == nil ? 0 : 1))
    #expect(stream.experiences.map(\.index) == Array(stream.experiences.indices))
    #expect(stream.experiences.last?.classes.count == size)
    if let base { #expect(stream.experiences.first?.classes.count == base) }
    #expect(stream.order.sorted() == Array(unused..<(unused + count)))
    #expect(stream.experiences.flatMap(\.classes) == stream.order)
    #expect(stream.headSize == count)
    let train = stream.experiences.flatMap(\.train.indices).map(Int.init)
    let test = stream.experiences.flatMap(\.test.indices).map(Int.init)
    let kept = (unused..<(unused + count)).flatMap { number in
      data.train.labels.indices.filter { data.train.labels[$0] == number }.prefix(limit ?? 999)
    }
    #expect(train.sorted() == kept.sorted())
    #expect(test.sorted() == data.test.labels.indices.filter { data.test.labels[$0] >= unused })
    for experience in stream.experiences {
      #expect(experience.train.indices == experience.train.indices.sorted())
      for (index, label) in zip(experience.train.indices, experience.train.labels) {
        #expect(stream.order[label] == Int(data.train.labels[Int(index)]))
        #expect(experience.outputs.contains(label))
      }
    }
  }

  @Test(arguments: 1..<40)
  func `validation is taken from the current experience only`(_ seed: Int) throws {
    var random = Seeded(seed: UInt64(seed))
    let share = Double(5 + random.below(90)) / 100
    let settings: [String: Value] = ["split": .integer(3), "order": .integer(seed)]
    let whole = try stream(6, settings)
    let parts = try stream(6, settings.merging(["validation": .number(share)]) { $1 })
    for (all, part) in zip(whole.experiences, parts.experiences) {
      let kept = try #require(part.validation)
      #expect(Set(kept.indices).isDisjoint(with: part.train.indices))
      #expect((kept.indices + part.train.indices).sorted() == all.train.indices)
      #expect(abs(Double(kept.count) - share * Double(all.train.count)) < 1)
      #expect(kept.labels.allSatisfy(part.outputs.contains))
      #expect(part.test.indices == all.test.indices)
      #expect(all.validation == nil)
    }
  }

  @Test func `classes may be listed for each experience by number and name`() throws {
    let stream = try stream(8, ["classes": .text("7, 2..4|class0|class5,1")])
    #expect(stream.experiences.map(\.classes) == [[7, 2, 3, 4], [0], [5, 1]])
    #expect(stream.experiences.map(\.outputs) == [0..<4, 4..<5, 5..<7])
    #expect(stream.order == [7, 2, 3, 4, 0, 5, 1])
  }

  @Test func `chosen classes keep their order`() throws {
    let settings: [String: Value] = [
      "classes": .list([.integer(5), .integer(0), .range(2, 3)]), "split": .integer(2),
    ]
    let stream = try stream(8, settings)
    #expect(stream.experiences.map(\.classes) == [[5, 0], [2, 3]])
  }

  @Test func `a listed order may come with a base`() throws {
    let order = Value.list([4, 3, 2, 1, 0].map { .integer($0) })
    let stream = try stream(5, ["order": order, "base": .integer(3), "split": .integer(2)])
    #expect(stream.experiences.map(\.classes) == [[4, 3, 2], [1], [0]])
  }

  @Test func `scenarios number the outputs`() throws {
    func outputs(_ scenario: String) throws -> (Int, [Range<Int>]) {
      let stream = try stream(6, ["split": .integer(3), "scenario": .name(scenario)])
      #expect(stream.scenario.rawValue == scenario)
      return (stream.headSize, stream.experiences.map(\.outputs))
    }
    #expect(try outputs("class") == (6, [0..<2, 2..<4, 4..<6]))
    #expect(try outputs("task") == (6, [0..<2, 2..<4, 4..<6]))
    #expect(try outputs("domain") == (2, [0..<2, 0..<2, 0..<2]))
  }

  @Test func `a limit of more than there are changes nothing`() throws {
    let whole = try stream(4, [:])
    let limited = try stream(4, ["limit": .integer(.max)])
    #expect(whole.experiences[0].train.indices == limited.experiences[0].train.indices)
  }

  @Test func `the union is all experiences so far`() throws {
    let stream = try stream(6, ["split": .integer(3), "validation": .number(0.25)])
    #expect(stream.union(upTo: -1) == nil)
    for part in ExperienceStream.Part.allCases {
      let all = stream.experiences.map { experience in
        switch part {
        case .train: experience.train.indices
        case .validation: experience.validation?.indices ?? []
        case .test: experience.test.indices
        }
      }
      #expect(stream.union(upTo: 0, part)?.indices == all[0])
      #expect(stream.union(upTo: 1, part)?.indices == all[0] + all[1])
      #expect(stream.union(upTo: 99, part)?.indices == all.flatMap { $0 })
    }
  }

  @Test func `a summary counts what is in the stream`() throws {
    let stream = try stream(4, ["split": .integer(2), "validation": .number(0.25)])
    let summary = StreamSummary(stream)
    #expect(summary.rows.map(\.number) == [1, 2])
    #expect(summary.rows.map(\.classes) == [["class0", "class1"], ["class2", "class3"]])
    #expect(summary.rows.map(\.train) == [18, 18])
    #expect(summary.rows.map(\.validation) == [6, 6])
    #expect(summary.rows.map(\.test) == [12, 12])
    #expect(summary.facts.contains { $0.name == "validation" && $0.value == "12" })
  }
}

@Suite struct SplitErrorTests {
  struct Impossible: Sendable, CustomTestStringConvertible {
    let settings: [String: Value]
    let words: [String]
    var testDescription: String {
      settings.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
    }

    init(_ settings: [String: Value], says words: String...) {
      (self.settings, self.words) = (settings, words)
    }
  }

  static let table: [Impossible] = [
    Impossible(["split": .integer(4)], says: "split=4 does not divide 10 classes", "1, 2, 5, 10"),
    Impossible(["split": .integer(11)], says: "split=11 is more than 10 classes", "at most 10"),
    Impossible(["split": .integer(0)], says: "split=0 is not possible", "1 to 65535"),
    Impossible(["split": .integer(-3)], says: "split=-3 is not possible"),
    Impossible(["split": .number(2.5)], says: "split=2.5 is not possible"),
    Impossible(["base": .integer(10)], says: "base=10 leaves none of 10 classes"),
    Impossible(
      ["base": .integer(3), "split": .integer(2)],
      says: "split=2 does not divide the 7 classes after base=3", "1, 7"),
    Impossible(["classes": .text("0,1|1,2")], says: "class 1 is there twice"),
    Impossible(["classes": .list([.integer(3), .integer(3)])], says: "class 3 is there twice"),
    Impossible(["classes": .integer(10)], says: "there is no class 10", "0 to 9"),
    Impossible(["classes": .integer(-1)], says: "there is no class -1"),
    Impossible(["classes": .text("0|10")], says: "there is no class 10"),
    Impossible(["classes": .text("0,1||2")], says: "there is no class ''"),
    Impossible(["classes": .text("0|frog")], says: "there is no class 'frog'"),
    Impossible(["classes": .text("0|7..99999999999")], says: "there is no class '7..99999999999'"),
    Impossible(["classes": .text("5..2|0")], says: "there is no class '5..2'"),
    Impossible(["classes": .text("")], says: "there is no class ''"),
    Impossible(["classes": .list([])], says: "no class is named"),
    Impossible(["classes": .range(0, .max)], says: "is not possible"),
    Impossible(["classes": .number(1.5)], says: "classes=1.5 is not possible"),
    Impossible(
      ["classes": .text("0|1"), "split": .integer(2)], says: "split= and classes=", "only one"),
    Impossible(["classes": .text("0|1"), "order": .integer(2)], says: "order= and classes="),
    Impossible(["classes": .text("0|1"), "base": .integer(1)], says: "base= and classes="),
    Impossible(
      ["classes": .text("0,1|2"), "scenario": .name("domain")],
      says: "equally many classes", "experience 2 has 1"),
    Impossible(["scenario": .name("domains")], says: "scenario=domains", "class, task, domain"),
    Impossible(["order": .integer(-1)], says: "order=-1 is not possible", "seed"),
    Impossible(["order": .integer(1 << 32)], says: "is not possible"),
    Impossible(["order": .name("random")], says: "order=random is not possible"),
    Impossible(["order": .range(0, 8)], says: "order leaves out class 9"),
    Impossible(["order": .range(0, 10)], says: "there is no class 10"),
    Impossible(
      ["order": .range(0, 9), "classes": .range(0, 4)], says: "class 5 is not among classes="),
    Impossible(["order": .list([.integer(1), .integer(1)])], says: "class 1 is there twice"),
    Impossible(["validation": .integer(1)], says: "validation=1 is not possible"),
    Impossible(["validation": .number(-0.1)], says: "validation=-0.1 is not possible"),
    Impossible(["validation": .number(.nan)], says: "validation=nan is not possible"),
    Impossible(
      ["validation": .number(0.001)], says: "of the 120 training images", "leaves one part empty"),
    Impossible(
      ["validation": .number(0.5), "limit": .integer(1), "split": .integer(10)],
      says: "of the 1 training images of experience 1"),
    Impossible(["limit": .integer(0)], says: "limit=0 is not possible", "1 or more"),
  ]

  @Test(arguments: table)
  func `what cannot be split is refused in one line`(_ impossible: Impossible) throws {
    let error = #expect(throws: StreamsError.self) {
      try stream(10, impossible.settings)
    }
    let message = try #require(error?.message)
    #expect(error?.isDataProblem == false)
    #expect(!message.contains { $0.isNewline })
    for word in impossible.words { #expect(message.contains(word), "\(message)") }
  }

  @Test func `options that never were text are checked too`() throws {
    let data = try toy(4)
    let changes: [@Sendable (inout SplitOptions) -> Void] = [
      { $0.split = 0 }, { $0.split = -1 }, { $0.split = .min }, { $0.base = -2 }, { $0.base = 0 },
      { $0.limit = -1 }, { $0.limit = 0 }, { $0.validation = .nan }, { $0.validation = 1 },
      { $0.validation = -1 }, { $0.classes = .groups([]) }, { $0.classes = .groups([[], []]) },
    ]
    for change in changes {
      var options = SplitOptions()
      change(&options)
      #expect(throws: StreamsError.self) { try ExperienceStream(data, options) }
    }
  }

  @Test func `random options either split or say why not`() throws {
    var random = Seeded(seed: 11)
    let data = try toy(7, each: 3)
    func number() -> Value { .integer(random.below(12) - 2) }
    for _ in 0..<2000 {
      var settings: [String: Value] = [:]
      if random.below(2) == 0 { settings["split"] = number() }
      if random.below(3) == 0 { settings["base"] = number() }
      if random.below(3) == 0 { settings["order"] = .list([number(), number()]) }
      if random.below(3) == 0 { settings["limit"] = number() }
      if random.below(3) == 0 {
        settings["validation"] = .number(Double(random.below(12)) / 10)
      }
      if random.below(2) == 0 {
        let words = (0..<(1 + random.below(5))).map { _ in
          ["0", "1", "2..4", "class5", "|", ",", "6", "9", ".."][random.below(9)]
        }
        settings["classes"] = .text(
          words.joined(separator: random.below(2) == 0 ? "," : "|"))
      }
      do {
        let stream = try ExperienceStream(data, options(settings))
        #expect(Set(stream.order).count == stream.order.count)
        #expect(stream.experiences.allSatisfy { $0.train.count > 0 && $0.test.count > 0 })
      } catch let error as StreamsError {
        #expect(!error.message.contains { $0.isNewline })
      }
    }
  }
}
