import Foundation
import Testing

/// The kernel and exported results as the programs find them that people use with them.
@Suite struct NotebookTests {
  private static let python = Program.root.appending(path: ".deps/venv/bin/python").path
  static let isInstalled = FileManager.default.fileExists(atPath: python)

  /// Runs one of the scripts in `folder`, to its end.
  static func run(
    _ script: String, in folder: Folder, _ arguments: [String] = []
  ) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    let path = Program.root.appending(path: "Tests/Notebook/" + script).path
    process.arguments = ["-W", "ignore", path, Program.path, folder.path] + arguments
    let shim = Program.root.appending(path: ".deps/lib/libTorchShim.so").path
    process.environment = ProcessInfo.processInfo.environment
      .merging(["REVERIE_TORCH_SHIM": shim, "HOME": folder.path]) { $1 }
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test(
    .enabled(if: isInstalled, "Scripts/setup --tests"),
    arguments: [(["Kit", "Welcome"], 13), (["Sessions"], 5), (["Notebooks"], 3)])
  func `the kernel passes what Python asks of it`(suites: [String], count: Int) throws {
    let (status, text) = try Self.run("kernel_test.py", in: Folder(), suites)
    #expect(status == 0, "\(text)")
    #expect(text.contains("Ran \(count) tests") && !text.contains("FAILED"), "\(text)")
  }

  @Test(.enabled(if: isInstalled, "Scripts/setup --tests"))
  func `pandas, DuckDB and TensorBoard read the exported results`() throws {
    let (status, text) = try Self.run("results_test.py", in: Folder())
    #expect(status == 0 && text.contains("results ok"), "\(text)")
  }
}
