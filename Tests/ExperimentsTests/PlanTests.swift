import Journal
import Testing

@testable import Experiments

/// What a line asks to vary, and the folder that comes of it.
@Suite struct PlanTests {
  @Test func `every combination is a run, the first axis outermost`() throws {
    let bench = try Bench()
    let plan = try bench.plan("seed=1..2", "epochs=2,5")
    let runs = PlannedRun.all(plan.axes)
    #expect(
      runs.map { $0.text(plan.axes) } == [
        "seed=1 epochs=2", "seed=1 epochs=5", "seed=2 epochs=2", "seed=2 epochs=5",
      ])
    #expect(
      runs.map { $0.group(plan.axes) } == ["epochs=2", "epochs=5", "epochs=2", "epochs=5"])
    #expect(try bench.plan("seed=1..3,7,9..10").axes[0].values == ["1", "2", "3", "7", "9", "10"])
  }

  @Test func `params, objects and the only object of a kind vary`() throws {
    let bench = try Bench()
    let axes = try bench.plan("rate=0.1,0.01", "d=mnist,fashion-mnist", "learner=dgm,lwf").axes
    #expect(axes.map(\.role) == [.parameter, .maker, .maker])
    #expect(axes.map(\.target) == ["rate", "d", "l"])
    #expect(axes.map(\.kind) == [nil, "data", "learner"])
    #expect(axes[1].isData && !axes[2].isData)
    let two = try Bench(Bench.session + "learner m = lwf\n")
    #expect(throws: Failure.self) { try two.plan("learner=dgm,lwf") }
    #expect(try two.plan("m=dgm,lwf").axes[0].target == "m")
    // A param goes before what the process would be given.
    #expect(try Bench("param seed = 1\nlist\n").plan("seed=1,2").axes[0].role == .parameter)
  }

  @Test(
    arguments: [
      (["epoch=2"], "no param 'epoch'"), (["seed=1..100000000"], "counts upward"),
      (["seed=1..1000", "epochs=1..1000"], "more than 10000 runs"), ([], "say what to vary"),
      (["seed=1,1"], "twice"), (["learner=nothing"], "no learner 'nothing'"),
      (["l=dgm", "learner=lwf"], "are the same"), (["model=mlp"], "no param 'model'"),
    ] as [([String], String)])
  func `what cannot be varied is reported in one line`(texts: [String], words: String) throws {
    let bench = try Bench()
    let failure = #expect(throws: Failure.self) {
      try ExperimentPlan(
        bench.path + "/s.session", axes: texts.map { try ExperimentPlan.axis($0) },
        Bench.vocabulary)
    }
    #expect(failure?.oneLine.contains(words) == true, "\(failure?.oneLine ?? "")")
    #expect(failure?.oneLine.contains("\n") != true)
  }

  @Test(arguments: ["seed", "seed=", "=1", "seed=1; quit", "seed=1\nlist", "a b=1", "seed=$x"])
  func `an axis of another form is refused`(text: String) {
    #expect(throws: Failure.self) { try ExperimentPlan.axis(text) }
  }

  @Test func `a folder has a line for each run, and says how to do it by hand`() throws {
    let bench = try Bench()
    let experiment = try bench.experiment("seed=1..2", "learner=dgm,lwf", set: ["epochs=3"])
    let lines = try bench.text("s.session.vary-1/tasks.jsonl").split(separator: "\n")
    #expect(lines.count == 4)
    #expect(
      lines[1]
        == "{\"command\":\"reverie run s.session --seed 1 --threads 1 --instructions avx2 "
        + "--set epochs=3 --set l=lwf\",\"task\":2,\"values\":{\"learner\":\"lwf\",\"seed\":\"1\"}}"
    )
    #expect(try ExperimentFolder(experiment.path).runs == experiment.runs)
    #expect(try ExperimentFolder(experiment.path).description == experiment.description)
    #expect(try bench.text("s.session.vary-1/s.session") == Bench.session)
  }

  @Test func `the same line finds its experiment again, another one makes a new folder`() throws {
    let bench = try Bench()
    let first = try bench.experiment("seed=1..2")
    #expect(try bench.experiment("seed=1..2").path == first.path)
    #expect(try bench.experiment("seed=1..3").path == bench.path + "/s.session.vary-2")
    #expect(try bench.experiment("seed=1..2", set: ["rate=1"]).path.hasSuffix("vary-3"))
    try bench.write(Bench.session + "list\n", to: "s.session")
    #expect(try bench.experiment("seed=1..2").path.hasSuffix("vary-4"))
    // The copy is what runs.
    try bench.write("list\n", to: "s.session.vary-1/s.session")
    #expect(throws: Failure.self) { try first.checkSession() }
  }

  @Test func `added values make runs behind those that there are`() throws {
    let bench = try Bench()
    var experiment = try bench.experiment("seed=1..2", "epochs=2,5")
    try experiment.add([("seed", .range(2, 3))], Bench.vocabulary)
    let texts = experiment.runs.map { "\($0.number): \($0.text(experiment.axes))" }
    #expect(texts.count == 6 && texts[4...] == ["5: seed=3 epochs=2", "6: seed=3 epochs=5"])
    #expect(try ExperimentFolder(experiment.path).runs == experiment.runs)
    #expect(throws: Failure.self) { try experiment.add([("rate", .integer(1))], Bench.vocabulary) }
  }
}
