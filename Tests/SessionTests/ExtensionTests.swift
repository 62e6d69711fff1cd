import Foundation
import Testing

/// The README's recipe for extending Reverie, followed to the letter in a copy of the sources.
@Suite struct ExtensionTests {
  /// A file that the README shows, and the line that registers it.
  struct Recipe {
    let file: String
    let text: String
    let registry: String
    let line: String
  }

  @Test
  func
    `a learner, a generator, data, a command, a measure and a front end are one file and one line each`()
    throws
  {
    let recipes = try Self.recipes()
    try #require(recipes.count == 6)
    let copy = try Folder()
    try Self.copySources(to: copy)
    for recipe in recipes { try Self.follow(recipe, in: copy) }
    let built = try Self.shell(
      "swift build --product reverie -j 2 --disable-sandbox --disable-index-store "
        + "-debug-info-format none -Xswiftc -wmo -Xswiftc -num-threads -Xswiftc 2 2>&1",
      in: copy.path)
    try #require(built.status == 0, "\(built.output.suffix(2000))")
    let used = try Self.shell(
      """
      .build/debug/reverie --journal s.journal -c 'data s = stripes split=2; \
      learner mine = stored-replay memory=20; train mine on s epochs=8 batch=16 measures=worst; \
      count s; expect mine.last == 1; expect mine.worst == 1; help count; \
      generator p = pixel-gaussian; train p on s steps=2; sample p of=vertical n=2'
      .build/debug/reverie verify s.journal
      .build/debug/reverie run s.journal --format outline --no-journal
      """, in: copy.path)
    #expect(used.status == 0, "\(used.output)")
    for shown in ["count the images of a data set", "all identical", "4. count s: images 128"] {
      #expect(used.output.contains(shown), "\(used.output)")
    }
  }

  private static func recipes() throws -> [Recipe] {
    let page = try String(
      contentsOf: Program.root.appending(path: "README.md"), encoding: .utf8)
    let pattern =
      /in `(Sources\/[^`]+)`:\n\n```swift\n((?s:.*?))```\n\nand in `([^`]+)` the line `([^`]+)`/
    return page.matches(of: pattern).map {
      Recipe(
        file: String($0.1), text: String($0.2), registry: String($0.3), line: String($0.4))
    }
  }

  private static func copySources(to copy: Folder) throws {
    let files = FileManager.default
    let root = Program.root
    for name in ["Package.swift", "Sources", "Tests"] {
      try files.copyItem(atPath: root.path + "/" + name, toPath: copy.path + "/" + name)
    }
    // What is fetched already need not be fetched again.
    try files.createDirectory(atPath: copy.path + "/.build", withIntermediateDirectories: true)
    for name in ["checkouts", "repositories", "workspace-state.json"] {
      try? files.copyItem(
        atPath: root.path + "/.build/" + name, toPath: copy.path + "/.build/" + name)
    }
    try files.createSymbolicLink(
      atPath: copy.path + "/.deps", withDestinationPath: root.path + "/.deps")
  }

  private static func follow(_ recipe: Recipe, in copy: Folder) throws {
    try copy.write(recipe.text, to: recipe.file)
    var lines = try copy.text(recipe.registry).split(
      separator: "\n", omittingEmptySubsequences: false)
    let opening = try #require(lines.firstIndex { $0.hasSuffix("[") })
    lines.insert(Substring(recipe.line), at: opening + 1)
    try copy.write(lines.joined(separator: "\n"), to: recipe.registry)
  }

  static func shell(
    _ command: String, in folder: String
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-e", "-c", "cd '\(folder)'\n(\(command)) >.log 2>&1"]
    try process.run()
    process.waitUntilExit()
    let output = try String(contentsOfFile: folder + "/.log", encoding: .utf8)
    return (process.terminationStatus, output)
  }
}
