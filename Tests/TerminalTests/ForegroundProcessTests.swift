import Foundation
import Testing

@testable import ProcessControl

extension TerminalInputTests {
  @Suite(.serialized) struct ForegroundProcessTests {
    @Test(arguments: [0, 1, 126])
    func `a program's exit status comes back`(status: Int32) {
      #expect(ForegroundProcess.run("/bin/sh", ["-c", "exit \(status)"]) == status << 8)
    }

    @Test func `a missing program is told apart from one that fails`() {
      #expect(ForegroundProcess.run("/nowhere/program", []) == nil)
    }

    @Test func `it is in the group of the one that starts it and reads what it is given`() throws {
      let ends = Pipe()
      try ends.fileHandleForWriting.write(contentsOf: Data("\(getpgrp())\n".utf8))
      let script = "read group; set -- $(cut -d ' ' -f 5 /proc/$$/stat); test $1 = $group"
      let input = ends.fileHandleForReading.fileDescriptor
      #expect(ForegroundProcess.run("/bin/sh", ["-c", script], input: input) == 0)
    }
  }
}
