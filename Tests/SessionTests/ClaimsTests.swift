import Foundation
import Testing

/// The table of the papers' claims, in a copy of the published folder.
@Suite struct ClaimsTests {
  private let copy: Folder

  init() throws {
    copy = try Folder()
    let made = try ExtensionTests.shell(
      """
      mkdir -p Scripts Sessions/published
      cp '\(Program.root.path)'/Scripts/published '\(Program.root.path)'/Scripts/reproduce Scripts
      cp '\(Program.root.path)'/README.md .
      ln -s '\(Program.root.path)'/Sessions/published/* Sessions/published
      rm Sessions/published/claims.json Sessions/published/README.md
      cp '\(Program.root.path)'/Sessions/published/claims.json Sessions/published
      cp '\(Program.root.path)'/Sessions/published/README.md Sessions/published
      printf '#!/bin/sh\\necho "run: $*"\\n' > Scripts/run
      chmod +x Scripts/run
      """, in: copy.path)
    try #require(made.status == 0, "\(made.output)")
  }

  private func replace(_ old: String, by new: String) throws {
    let text = try copy.text("Sessions/published/claims.json")
    try #require(text.contains(old))
    try copy.write(text.replacing(old, with: new), to: "Sessions/published/claims.json")
  }

  private func shell(_ command: String) throws -> (status: Int32, output: String) {
    let run = try ExtensionTests.shell(command + " 2>&1", in: copy.path)
    return (run.status, run.output)
  }

  @Test func `a verdict that the journals contradict is refused`() throws {
    #expect(try shell("Scripts/published --check").status == 0)
    try replace(
      #""verdict": "not shown", "why": "the interval includes 0"}"#,
      by: #""verdict": "shown", "why": "it is ahead"}"#)
    let refused = try shell("Scripts/published")
    #expect(
      refused.status == 1 && refused.output.contains("the journals contradict"),
      "\(refused.output)")
  }

  @Test func `a row is re-run from its journal of a seed that confirms, or it is said why not`()
    throws
  {
    let rows = try shell("Scripts/reproduce")
    #expect(rows.status == 0 && rows.output.contains("dgmw-mnist"))
    let run = try shell("Scripts/reproduce dgmw-mnist 2")
    #expect(run.output == "run: verify Sessions/published/dgm-mnist-seed2.journal\n")
    for (row, reason) in [
      "dgm-svhn": "has no journal", "dgmw-mnist 99": "no journal of seed 99",
      "genifer-pixels-mnist": "genifer-mnist-5x2-seed4.journal was recorded with an earlier form",
      "dgmw-mist": "there is no row",
    ] {
      let refused = try shell("Scripts/reproduce \(row)")
      #expect(refused.status == 1 && refused.output.contains(reason), "\(refused.output)")
    }
  }
}
