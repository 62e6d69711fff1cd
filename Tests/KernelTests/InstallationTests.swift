import Foundation
import Journal
import TestSupport
import Testing

@testable import Kernel

/// Where the kernel is installed, and what a connection file has to say.
@Suite struct InstallationTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "reverie-kernel-\(UUID().uuidString)").path
  private let specification = KernelSpecification(
    program: "/opt/reverie", options: ["--threads", "4"])

  @Test func `the specification goes where Jupyter looks`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let places: [(KernelSpecification.Place, [String: String], String)] = [
      (.user, ["HOME": folder], ".local/share/jupyter"),
      (.user, ["HOME": "/x", "XDG_DATA_HOME": folder + "/xdg"], "xdg/jupyter"),
      (.user, ["HOME": "/x", "JUPYTER_DATA_DIR": folder + "/data"], "data"),
      (.environment, ["VIRTUAL_ENV": folder + "/venv"], "venv/share/jupyter"),
      (.environment, ["CONDA_PREFIX": folder + "/conda"], "conda/share/jupyter"),
      (.prefix(folder + "/usr"), [:], "usr/share/jupyter"),
    ]
    for (place, environment, path) in places {
      let found = try specification.install(place, environment: environment)
      #expect(found == "\(folder)/\(path)/kernels/reverie")
      let data = try #require(FileManager.default.contents(atPath: found + "/kernel.json"))
      let members = try #require(JSONValue(Array(data))?.object)
      #expect(members["interrupt_mode"] == "message" && members["language"] == "reverie")
      #expect(
        members["argv"]
          == ["/opt/reverie", "kernel", "--connection-file", "{connection_file}", "--threads", "4"])
    }
  }

  @Test func `a place that is not there is an error`() {
    #expect(throws: Failure.self) { try specification.install(.environment, environment: [:]) }
    #expect(throws: Failure.self) { try specification.install(.prefix("/proc/x")) }
  }

  @Test func `whatever is missing in a connection file is an error`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let whole: [String: JSONValue] = [
      "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5,
      "ip": "127.0.0.1", "key": "k", "transport": "tcp", "signature_scheme": "hmac-sha256",
    ]
    func read(_ json: String) throws(Failure) -> ConnectionFile {
      try? json.write(toFile: folder, atomically: true, encoding: .utf8)
      return try ConnectionFile(path: folder)
    }
    let file = try read(JSONValue.object(whole).description)
    #expect(file.address(of: .control) == "tcp://127.0.0.1:4" && file.key == "k")
    let changes: [(String, JSONValue?)] = [
      ("shell_port", nil), ("hb_port", 0), ("iopub_port", 65536), ("stdin_port", "3"),
      ("control_port", .number(4.5)), ("transport", "pgm"), ("signature_scheme", "hmac-md5"),
    ]
    for (name, value) in changes {
      var members = whole
      members[name] = value
      #expect(throws: Failure.self, "\(name)") { try read(JSONValue.object(members).description) }
    }
    for text in ["", "[]", "{", "\u{0}"] { #expect(throws: Failure.self) { try read(text) } }
    #expect(throws: Failure.self) { try ConnectionFile(path: "/no/such/file") }
  }
}
