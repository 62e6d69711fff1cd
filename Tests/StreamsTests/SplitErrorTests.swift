import Catalog
import TestSupport
import Testing

@testable import Streams

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
    Impossible(["split": .integer(0)], says: "split=0 is not valid", "1 to 65535"),
    Impossible(["split": .integer(-3)], says: "split=-3 is not valid"),
    Impossible(["split": .number(2.5)], says: "split=2.5 is not valid"),
    Impossible(["base": .integer(10)], says: "base=10 leaves none of 10 classes"),
    Impossible(
      ["base": .integer(3), "split": .integer(2)],
      says: "split=2 does not divide the 7 classes after base=3", "1, 7"),
    Impossible(["classes": .text("0,1|1,2")], says: "class 'class1' is listed twice"),
    Impossible(
      ["classes": .list([.integer(3), .integer(3)])], says: "class 'class3' is listed twice"),
    Impossible(["classes": .integer(10)], says: "there is no class 10", "0 to 9"),
    Impossible(["classes": .integer(-1)], says: "there is no class -1"),
    Impossible(["classes": .text("0|10")], says: "there is no class 10"),
    Impossible(["classes": .text("0,1||2")], says: "there is no class ''"),
    Impossible(["classes": .text("0|frog")], says: "there is no class 'frog'"),
    Impossible(["classes": .text("0|7..99999999999")], says: "there is no class '7..99999999999'"),
    Impossible(["classes": .text("5..2|0")], says: "there is no class '5..2'"),
    Impossible(["classes": .text("")], says: "there is no class ''"),
    Impossible(["classes": .list([])], says: "no class is listed"),
    Impossible(["classes": .range(0, .max)], says: "is not valid"),
    Impossible(["classes": .number(1.5)], says: "classes=1.5 is not valid"),
    Impossible(
      ["classes": .text("0|1"), "split": .integer(2)], says: "split= and classes=", "only one"),
    Impossible(["classes": .text("0|1"), "order": .integer(2)], says: "order= and classes="),
    Impossible(["classes": .text("0|1"), "base": .integer(1)], says: "base= and classes="),
    Impossible(
      ["classes": .text("0,1|2"), "scenario": .name("domain")],
      says: "equally many classes", "experience 2 has 1"),
    Impossible(["scenario": .name("domains")], says: "scenario=domains", "class, task, domain"),
    Impossible(["order": .integer(-1)], says: "order=-1 is not valid", "seed"),
    Impossible(["order": .integer(1 << 32)], says: "is not valid"),
    Impossible(["order": .name("random")], says: "order=random is not valid"),
    Impossible(["order": .range(0, 8)], says: "order omits class 'class9'"),
    Impossible(["order": .range(0, 10)], says: "there is no class 10"),
    Impossible(
      ["order": .range(0, 9), "classes": .range(0, 4)], says: "class 'class5' is not among classes="
    ),
    Impossible(
      ["order": .list([.integer(1), .integer(1)])], says: "class 'class1' is listed twice"),
    Impossible(["validation": .integer(1)], says: "validation=1 is not valid"),
    Impossible(["validation": .number(-0.1)], says: "validation=-0.1 is not valid"),
    Impossible(["validation": .number(.nan)], says: "validation=nan is not valid"),
    Impossible(
      ["validation": .number(0.001)], says: "of the 120 training images", "leaves one part empty"),
    Impossible(
      ["validation": .number(0.5), "limit": .integer(1), "split": .integer(10)],
      says: "of the 1 training images of experience 1"),
    Impossible(["limit": .integer(0)], says: "limit=0 is not valid", "1 or more"),
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
