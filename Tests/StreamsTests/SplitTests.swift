import Catalog
import TestSupport
import Testing

@testable import Streams

/// Images of one pixel, `each` of every class in turn to train and `each / 2` to test.
func toy(_ classes: Int, each: Int = 12) throws -> Dataset {
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

func options(_ settings: [String: Value]) throws -> SplitOptions {
  try SplitOptions(Settings(settings))
}

func stream(_ classes: Int, _ settings: [String: Value]) throws -> ExperienceStream {
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
      let each = min(Int((share * 12).rounded()), 11)
      #expect(kept.count == 2 * each)
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
