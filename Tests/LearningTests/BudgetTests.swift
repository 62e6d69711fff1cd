import Testing

@testable import Learning

@Suite struct BudgetTests {
  @Test(arguments: [
    (images: 12, batch: 4, steps: 3), (images: 12, batch: 5, steps: 3),
    (images: 12, batch: 12, steps: 1), (images: 12, batch: 128, steps: 1),
    (images: 1, batch: 1, steps: 1), (images: 13, batch: 12, steps: 2),
  ])
  func `an epoch has a step for each begun batch`(example: (images: Int, batch: Int, steps: Int)) {
    #expect(Budget(batch: example.batch).stepsPerEpoch(example.images) == example.steps)
    #expect(
      Budget(epochs: 7, batch: example.batch).total(example.images) == 7 * example.steps)
  }

  @Test func `steps count instead of epochs when they are given`() {
    #expect(Budget(epochs: 7, steps: 5, batch: 4).total(12) == 5)
    #expect(Budget(epochs: 7, steps: 5, batch: 4).total(1_000_000) == 5)
  }
}
