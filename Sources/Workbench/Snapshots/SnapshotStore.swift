import Catalog
import Foundation
import Journal
import Language
import Learning
import Torch

/// The snapshots beside a session's journal, and those that other sessions left there.
///
/// Files are `snapshots/JOURNAL/KEY-STEPS-STATE.safetensors`: named by their content, so equal ones
/// are written once. What another session that still runs has written is read but never removed.
package final class SnapshotStore {
  /// How much is kept, in files and bytes.
  package struct Limits: Sendable {
    /// Of this session.
    package var files = 64
    package var bytes = 4 << 30
    /// Of all sessions beside this one together.
    package var allBytes = 16 << 30

    package init() {}
  }

  /// One file of the store.
  struct Entry {
    let path: String
    let key: String
    let steps: Int
    let state: String
  }

  /// Seconds between two snapshots of a training; 0: only where an experience ends.
  package var interval = 30.0
  /// Whether trainings may take what they would compute from snapshots.
  package var answers = false
  package var limits = Limits()
  /// The folder of this session's snapshots.
  package let folder: String
  private let root: String
  /// Folders like `root` beside other journals, which are only read.
  private var otherRoots: [String] = []
  /// Bytes that this session wrote since it looked at what others left.
  private var written = 0
  private var hasLooked = false

  /// The snapshots of the session that is recorded at `journal`.
  package init(journal: String) {
    root = Self.root(journal)
    folder = root + "/" + (journal as NSString).lastPathComponent
  }

  private static func root(_ journal: String) -> String {
    let parent = journal.folderPart
    return (parent.isEmpty ? "." : parent) + "/snapshots"
  }

  /// Looks beside the session or journal at `path` too.
  package func look(beside path: String) {
    let other = Self.root(path)
    if other != root, !otherRoots.contains(other) { otherRoots.append(other) }
  }

  /// Writes a state that a training with `key` reached; what it reached before is removed.
  func keep(_ snapshot: Snapshot, key: TrainingKey, after summary: TrainingSummary) throws {
    let hexadecimal = key.hexadecimal
    let name =
      "\(hexadecimal)-\(summary.steps)-\(StateDigest.text(snapshot.digest ?? 0)).safetensors"
    let path = folder + "/" + name
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard Self.isFolder(folder) else { throw WorkbenchError("\(folder) is a link") }
    if !FileManager.default.fileExists(atPath: path) {
      try snapshot.write(
        to: path,
        metadata: ["key": try Self.text(key), "summary": try Self.text(summary)])
    }
    for old in Self.entries(folder) where old.key == hexadecimal && old.path != path {
      unlink(old.path)
    }
    shrink(sparing: path)
  }

  /// The furthest state of a training with `key` that is not beyond `limit` steps.
  func furthest(
    _ key: TrainingKey, limit: Int?
  ) -> (snapshot: Snapshot, summary: TrainingSummary)? {
    let hexadecimal = key.hexadecimal
    let found = everywhere().filter { $0.key == hexadecimal && $0.steps <= limit ?? .max }
    for entry in found.sorted(by: { $0.steps > $1.steps }) {
      guard let texts = try? SafeTensors.metadata(ofFile: entry.path),
        let summary = Self.value(texts["summary"], as: TrainingSummary.self),
        Self.value(texts["key"], as: TrainingKey.self) == key, summary.steps == entry.steps,
        let snapshot = try? Snapshot(readingFrom: entry.path)
      else { continue }
      return (snapshot, summary)
    }
    return nil
  }

  /// The file with the state of this digest, sixteen hexadecimal digits.
  func file(withState state: String) -> String? { everywhere().first { $0.state == state }?.path }

  /// What differs in the training of the same learner that is most like `key`; nil if there
  /// is none.
  func changes(to key: TrainingKey) -> [String]? {
    everywhere().compactMap { entry -> [String]? in
      guard let texts = try? SafeTensors.metadata(ofFile: entry.path),
        let other = Self.value(texts["key"], as: TrainingKey.self), other.learner == key.learner
      else { return nil }
      return key.changes(from: other)
    }.filter { !$0.isEmpty }.min { $0.count < $1.count }
  }

  private func everywhere() -> [Entry] {
    let folders = ([root] + otherRoots).flatMap(Self.folders).filter { $0 != folder }
    return ([folder] + folders).flatMap(Self.entries)
  }

  private static func folders(_ root: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().map { root + "/" + $0 }.filter(isFolder)
  }

  /// Whether it is a folder and no link to one.
  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func entries(_ folder: String) -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      let form = #/([0-9a-f]{32})-(\d{1,18})-([0-9a-f]{16})\.safetensors/#
      guard let match = name.wholeMatch(of: form), let steps = Int(match.2) else { return nil }
      return Entry(
        path: folder + "/" + name, key: String(match.1), steps: steps, state: String(match.3))
    }
  }

  /// Removes the oldest files until what is left is within the limits.
  private func shrink(sparing newest: String) {
    var own = Self.aged(Self.entries(folder)).filter { $0.path != newest }
    var bytes = own.reduce(Self.size(newest)) { $0 + $1.bytes }
    while let oldest = own.first, own.count + 1 > limits.files || bytes > limits.bytes {
      unlink(oldest.path)
      bytes -= oldest.bytes
      own.removeFirst()
    }
    // What others left is looked at seldom: there may be thousands of folders.
    written += Self.size(newest)
    guard !hasLooked || written > limits.allBytes / 16 else { return }
    (written, hasLooked) = (0, true)
    let others = Self.folders(root).filter { $0 != folder }
    let left = others.filter { !isAtWork($0) }
    for folder in left { Self.sweep(folder) }
    var rest = Self.aged(left.flatMap(Self.entries))
    bytes += others.flatMap(Self.entries).reduce(0) { $0 + Self.size($1.path) }
    while let oldest = rest.first, bytes > limits.allBytes {
      unlink(oldest.path)
      rmdir(oldest.path.folderPart)
      bytes -= oldest.bytes
      rest.removeFirst()
    }
  }

  /// Whether the session with this folder still runs.
  private func isAtWork(_ folder: String) -> Bool {
    let parent = root.folderPart
    return JournalWriter.isOpen(parent + "/" + (folder as NSString).lastPathComponent)
  }

  private static func aged(_ entries: [Entry]) -> [(path: String, bytes: Int)] {
    let known = entries.compactMap { entry -> (path: String, bytes: Int, age: Double)? in
      var status = stat()
      guard stat(entry.path, &status) == 0 else { return nil }
      let time = status.st_mtim
      return (entry.path, Int(status.st_size), Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
    }
    return known.sorted { $0.age < $1.age }.map { ($0.path, $0.bytes) }
  }

  private static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Removes files that a killed process of this session left behind.
  func sweep() { Self.sweep(folder) }

  /// Removes states to go back to, and files that were only begun; the folder too if it is empty.
  private static func sweep(_ folder: String) {
    guard isFolder(folder) else { return }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.contains(".safetensors.part-") || name.hasPrefix("back-") {
      unlink(folder + "/" + name)
    }
    rmdir(folder)
  }

  private static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func value<Value: Decodable>(_ text: String?, as type: Value.Type) -> Value? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return text.flatMap { try? decoder.decode(type, from: Data($0.utf8)) }
  }
}
