import Foundation
import Journal
import Testing

@testable import Experiments

/// Processes of an experiment, and what is said to Slurm, played by small shell scripts.
@Suite(.serialized) struct SchedulerTests {
  let bench: Bench

  init() throws { bench = try Bench() }

  private func workers(_ script: String, stop: @escaping () -> Bool = { false }) throws
    -> LocalWorkers
  {
    try bench.write("#!/bin/sh\n" + script + "\n", to: "program", executable: true)
    var workers = LocalWorkers(shouldStop: stop, told: { _, _, _ in })
    workers.program = bench.path + "/program"
    return workers
  }

  @Test func `every run is started with its folder and number`() throws {
    let experiment = try bench.experiment("seed=1..20")
    let isWhole = try workers("echo \"$*\"").run(experiment.runs, of: experiment, atOnce: 6)
    #expect(isWhole)
    for run in experiment.runs {
      let log = try bench.text("s.session.vary-1/logs/\(run.number).log")
      #expect(log == "task \(experiment.path) \(run.number)\n")
    }
  }

  @Test func `whether to stop is asked until the last one has ended`() throws {
    let experiment = try bench.experiment("seed=1..9")
    var count = 0
    let workers = try workers("trap '' TERM; sleep 0.3") {
      count += 1
      return count > 1
    }
    #expect(try !workers.run(experiment.runs, of: experiment, atOnce: 1))
    #expect(count > 3)
    #expect(!FileManager.default.fileExists(atPath: experiment.log(of: experiment.runs[2])))
  }

  @Test func `a program that cannot be started is reported`() throws {
    let experiment = try bench.experiment("seed=1..2")
    let workers = try workers("exit 0")
    unlink(workers.program)
    #expect(throws: Failure.self) {
      try workers.run(experiment.runs, of: experiment, atOnce: 1)
    }
  }

  @Test func `durations are read as people write them`() {
    let texts = ["20m": 20, "2h": 120, "1h30m": 90, "45": 45, "2:30:00": 150, "90s": 2, "1d": 1440]
    for (text, minutes) in texts { #expect(SlurmOptions.minutes(text) == minutes, "\(text)") }
    for text in ["", "m", "2x", "-1", "1:2:3:4", "0"] { #expect(SlurmOptions.minutes(text) == nil) }
    #expect(SlurmOptions.ranges([1, 2, 3, 7, 9, 10]) == "1-3,7,9-10")
  }

  @Test func `an array is submitted so that it can be requeued`() throws {
    let experiment = try bench.experiment("seed=1..12")
    var options = SlurmOptions()
    (options.minutes, options.cpus, options.most, options.pack) = (20, 2, 16, 5)
    options.more = "--account=x --mem=4G"
    #expect(
      options.arguments([1, 2, 3], of: experiment) == [
        "--parsable", "--job-name=s.session.vary-1", "--array=1-3%16", "--cpus-per-task=2",
        "--requeue", "--open-mode=append", "--signal=B:USR1@60",
        "--output=\(experiment.path)/logs/%A_%a.log", "--time=20", "--account=x", "--mem=4G",
        "\(experiment.path)/task.sh", "5",
      ])
  }

  @Test func `what squeue still has is running or waits, as packs of runs`() {
    let submissions = [
      SlurmQueue.Submission(job: "812", pack: 2, array: "1-3"),
      SlurmQueue.Submission(job: "9", pack: 1, array: "5"),
    ]
    let states = SlurmQueue.states(
      "812|1|RUNNING|None\n812|2|PENDING|BeginTime\n9|5|COMPLETED|None\n7|6|RUNNING|None\n",
      submissions)
    #expect(
      states == [
        1: .running, 2: .running, 3: .waiting("BeginTime"), 4: .waiting("BeginTime"),
      ])
  }

  /// Starts a program that hears all signals, unlike the thread of a test.
  private static func start(_ words: [String], _ environment: [String]) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let (given, variables) = (
      words.map { strdup($0) } + [nil], environment.map { strdup($0) } + [nil]
    )
    defer { (given + variables).forEach { free($0) } }
    try #require(posix_spawn(&process, words[0], nil, &attributes, given, variables) == 0)
    return process
  }

  /// `task.sh` as Slurm runs it: told that its time is nearly over, it has the program stop and asks for
  /// this very element again.
  @Test func `a task whose time is nearly over is requeued by its own element`() throws {
    let experiment = try bench.experiment("seed=1..4")
    try bench.write(
      """
      #!/bin/bash
      echo "$*" >> "\(bench.path)/calls"
      trap 'exit 75' TERM
      for _ in $(seq 500); do sleep 0.01; done

      """, to: "program", executable: true)
    try bench.write(
      "#!/bin/sh\necho \"$*\" >> \"\(bench.path)/scontrol.calls\"\nexit 1\n", to: "scontrol",
      executable: true)
    let process = try Self.start(
      ["/bin/bash", experiment.path + "/task.sh", "2"],
      [
        "PATH=\(bench.path):/usr/bin:/bin", "REVERIE=\(bench.path)/program",
        "SLURM_ARRAY_JOB_ID=812", "SLURM_ARRAY_TASK_ID=2", "SLURM_JOB_ID=812",
      ])
    for _ in 0..<500 where (try? bench.text("calls")) == nil { usleep(10_000) }
    usleep(100_000)
    kill(process, SIGUSR1)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    #expect(status >> 8 == 75)
    // The second run of the pack is not begun.
    #expect(try bench.text("calls") == "task \(experiment.path) 3\n")
    #expect(try bench.text("scontrol.calls") == "requeue 812_2\n")
  }

  @Test func `other schedulers get a command for each run`() throws {
    let experiment = try bench.experiment("seed=1..3")
    let words = try CommandLines.write(Array(experiment.runs.dropFirst()), of: experiment)
    #expect(words.contains("parallel"))
    let lines = try bench.text("s.session.vary-1/commands.txt").split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasSuffix("task \(experiment.path) 2"))
    let condor = try bench.text("s.session.vary-1/condor.sub")
    #expect(condor.contains("checkpoint_exit_code = 85") && condor.contains("in (2, 3)"))
    #expect(JobScript.quoted("a b'c") == "'a b'\\''c'")
  }
}
