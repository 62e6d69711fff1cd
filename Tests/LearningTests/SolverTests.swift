import Streams
import Testing
import Torch

@testable import Learning

@Suite struct SolverTests {
  @Test(arguments: [
    (scenario: Scenario.classIncremental, past: false, active: [0..<2, 0..<4, 0..<6]),
    (scenario: .classIncremental, past: true, active: [0..<2, 0..<4, 0..<6]),
    (scenario: .taskIncremental, past: false, active: [0..<2, 2..<4, 4..<6]),
    (scenario: .taskIncremental, past: true, active: [0..<2, 0..<4, 0..<6]),
    (scenario: .domainIncremental, past: false, active: [0..<2, 0..<2, 0..<2]),
    (scenario: .domainIncremental, past: true, active: [0..<2, 0..<2, 0..<2]),
  ])
  func `the outputs that compete follow from the scenario`(
    example: (scenario: Scenario, past: Bool, active: [Range<Int>])
  ) throws {
    let stream = try Small.stream(example.scenario)
    let solver = try TrainedClassifier(.init(), parts: Small.parts(stream))
    for (experience, active) in zip(stream.experiences, example.active) {
      solver.open(experience, past: example.past)
      #expect(solver.active == active)
      let batch = try ImageFeed(experience.train).batch(0..<3)
      #expect(try solver.activeScores(batch.inputs).shape == [3, active.count])
      let labels = try solver.activeLabels(batch.labels)
      #expect(labels.elementType == .int64)
      #expect(try labels.integers() == batch.labels.integers().map { $0 - active.lowerBound })
    }
  }
}
