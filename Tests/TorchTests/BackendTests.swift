import Testing

@testable import Torch

@Suite struct BackendTests {
  typealias Configuration = Backend.Configuration

  @Test func `the facts of a configuration give it back`() throws {
    for draws in Draws.allCases {
      for subnormals in Subnormals.allCases {
        for instructions in InstructionSet.allCases {
          let configuration = Configuration(
            threads: 3, instructions: instructions, subnormals: subnormals, draws: draws)
          let facts = Dictionary(uniqueKeysWithValues: configuration.facts.map { ($0, $1) })
          #expect(try Configuration(recordedAs: facts) == configuration)
        }
      }
    }
  }

  @Test func `facts that a journal does not mention are those of its time`() throws {
    let found = try Configuration(recordedAs: ["threads": "4", "seed": "1"])
    #expect(
      found
        == Configuration(
          threads: 4, instructions: .avx2, subnormals: .kept, draws: .bits32))
    let current = Configuration()
    #expect(current.subnormals == .zero && current.draws == .bits64)
  }

  @Test(arguments: [
    (name: "instructions", value: "avx9"), (name: "subnormals", value: "Zero"),
    (name: "draws", value: "128"), (name: "threads", value: "two"), (name: "threads", value: "-1"),
  ])
  func `unknown facts are refused by name`(name: String, value: String) throws {
    let error = #expect(throws: TorchError.self) { try Configuration(recordedAs: [name: value]) }
    #expect(error?.description.contains("\(name)=\(value)") == true)
  }

  @Test(arguments: [0, -1, 1025, .max])
  func `impossible numbers of threads are refused`(threads: Int) {
    #expect(throws: TorchError("cannot use \(threads) threads: choose 1 to 1024")) {
      try Backend.check(Configuration(threads: threads, instructions: .baseline))
    }
  }

  @Test func `versions of libtorch are recognised`() throws {
    try Backend.checkVersion("2.13.0+cpu")
    for version in ["2.1.3", "2.10.0", "3.0", ""] {
      #expect(throws: TorchError.self) { try Backend.checkVersion(version) }
    }
  }

  @Test func `the shim is looked for beside the program and never in the current folder`() {
    let shim = "libTorchShim.so"
    #expect(
      ShimLocation.candidates(for: "/opt/reverie/bin/reverie")
        == ["/opt/reverie/bin/\(shim)", "/opt/reverie/lib/reverie/\(shim)"])
    #expect(
      ShimLocation.candidates(for: "/src/r/.build/x86_64/release/reverie")
        == [
          "/src/r/.build/x86_64/release/\(shim)",
          "/src/r/.build/x86_64/lib/reverie/\(shim)", "/src/r/.deps/lib/\(shim)",
        ])
    #expect(ShimLocation.candidates(for: "/reverie").first == "/\(shim)")
  }
}
