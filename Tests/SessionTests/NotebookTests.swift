import Foundation
import Testing

/// The kernel as Jupyter's client, its test kit, nbclient and papermill find it.
@Suite struct NotebookTests {
  private static let python = Program.root.appending(path: ".deps/venv/bin/python").path
  private static let script = Program.root.appending(path: "Tests/Notebook/kernel_test.py").path

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: python), "Scripts/setup --tests"),
    arguments: [(["Kit", "Welcome"], 13), (["Sessions"], 4), (["Notebooks"], 3)])
  func `the kernel passes what Python asks of it`(suites: [String], count: Int) throws {
    let folder = try Folder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.python)
    process.arguments = ["-W", "ignore", Self.script, Program.path, folder.path] + suites
    let shim = Program.root.appending(path: ".deps/lib/libTorchShim.so").path
    process.environment = ProcessInfo.processInfo.environment
      .merging(["REVERIE_TORCH_SHIM": shim]) { $1 }
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(text)")
    #expect(text.contains("Ran \(count) tests") && !text.contains("FAILED"), "\(text)")
  }
}
