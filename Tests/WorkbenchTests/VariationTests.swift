@testable import Experiments
import Figures
import Language
import Testing

@testable import Journal
@testable import Workbench

@Suite struct VariationTests {
  /// Quantiles of Student's distribution at 0.975, from tables.
  static let quantiles: [(degrees: Int, value: Double)] = [
    (1, 12.706204736432095), (2, 4.302652729911275), (3, 3.182446305284263),
    (4, 2.7764451051977987), (5, 2.570581835636314), (9, 2.2621571628540993),
    (10, 2.2281388519649385), (30, 2.0422724563012373), (100, 1.9839715184496334),
    (1000, 1.9623390808264078),
  ]

  @Test(arguments: quantiles)
  func `quantiles are those of the tables`(degrees: Int, value: Double) {
    #expect(abs(StudentT.quantile(0.975, degrees: degrees) / value - 1) < 1e-10)
  }

  @Test func `mean, deviation and interval of few numbers`() throws {
    let four = try #require(Statistics([1, 2, 3, 4]))
    #expect(four.count == 4 && four.mean == 2.5)
    #expect(four.deviation == (5.0 / 3).squareRoot())
    let margin = try #require(four.margin)
    #expect(abs(margin - 3.182446305284263 * (5.0 / 12).squareRoot()) < 1e-10)
    let one = try #require(Statistics([0.1]))
    #expect(one.mean == 0.1 && one.deviation == nil && one.margin == nil)
    let same = try #require(Statistics([0.1, 0.1, 0.1]))
    #expect(same.mean == 0.1 && same.deviation == 0 && same.margin == 0)
    #expect(Statistics([]) == nil)
    #expect(Statistics([.nan, 1])?.mean.isNaN == true)
  }

  @Test func `ranges in a list give their numbers, to runs and to loops`() throws {
    let desk = try Desk(journal: "a.journal")
    try desk.write("list\n", to: "s.session")
    let axis = try Variation.axis("seed=1..3,7,9..10")
    let variation = try Variation(desk.path("s.session"), axes: [axis])
    let seeds = ["1", "2", "3", "7", "9", "10"]
    #expect(variation.choices.map(\.text) == seeds.map { "seed=\($0)" })
    try desk.type("for s in 1..3,7,9..10 {\n expect $s > 0\n}")
    try desk.type("export to \"\(desk.path("a.md"))\"")
    let page = try desk.text(of: "a.md")
    for seed in seeds { #expect(page.contains("s=\(seed) ")) }
    let failure = try #require(desk.failure(of: "for s in 1..1000000,5..6 {\n list\n}"))
    #expect(failure.diagnostic.message.contains("at most 1000000 numbers"))
  }

  @Test func `every combination is a choice, the first axis outermost`() throws {
    let desk = try Desk()
    try desk.write("param epochs = 1\nparam rate = 0.1\n", to: "s.session")
    let axes = try ["seed=1..2", "epochs=2,5"].map { try Variation.axis($0) }
    let variation = try Variation(desk.path("s.session"), axes: axes)
    #expect(
      variation.choices.map(\.text) == [
        "seed=1 epochs=2", "seed=1 epochs=5", "seed=2 epochs=2", "seed=2 epochs=5",
      ])
    #expect(variation.choices.map(\.group) == ["epochs=2", "epochs=5", "epochs=2", "epochs=5"])
  }

  @Test(
    arguments: [
      (["epoch=2"], "no param 'epoch'"), (["seed=1..100000000"], "counts upward"),
      (["seed=1..1000", "epochs=1..1000"], "more than 10000 runs"), ([], "say what to vary"),
      (["seed=$x"], "no variable"),
    ] as [([String], String)])
  func `what cannot be varied is reported in one line`(texts: [String], words: String) throws {
    let desk = try Desk()
    try desk.write("param epochs = 1\n", to: "s.session")
    let failure = #expect(throws: Failure.self) {
      try Variation(desk.path("s.session"), axes: texts.map { try Variation.axis($0) })
    }
    #expect(failure?.oneLine.contains(words) == true, "\(failure?.oneLine ?? "")")
    #expect(failure?.oneLine.contains("\n") != true)
  }

  @Test(arguments: ["seed", "seed=", "=1", "seed=1; quit", "seed=1\nlist", "a b=1"])
  func `an axis of another form is refused`(text: String) {
    #expect(throws: Failure.self) { try Variation.axis(text) }
  }

  @Test func `values are gathered by place, name and entry`() throws {
    func document(_ last: Double) throws -> JournalDocument {
      try JournalDocument(
        "\(JournalText.firstLine)\ndata d = glyphs\n#= 1 train=5\nlist\n"
          + "#= 2 last=\(last) ~time=3 accuracy=[[\(last),1]] name=\"x\"\n"
          + "plot m.losses\n#f 3 heatmap \(Figure.heatMap(.accuracies([[last]])).json())\n")
    }
    let choice = Variation.Choice(values: [("seed", .integer(1))])
    let result = VariationResult([(choice, try document(0.25)), (choice, try document(0.75))])
    #expect(result.rows.map(\.name) == ["last", "accuracy.1.1", "accuracy.1.2"])
    #expect(result.rows[0].values == [0.25, 0.75] && result.rows[0].statistics.mean == 0.5)
    #expect(result.commands == ["[2] list"])
  }
}
