import Foundation
import Journal
import Language
import Text

/// Where lessons are found, and how far the reader is in each.
package struct LessonShelf {
  /// How far somebody is in one lesson.
  package struct Progress: Codable, Sendable, Equatable {
    package var digest: String
    package var done: Int
    package var steps: Int
    package var isFinished: Bool
    /// The journal of the session in which it was; nil if nothing was recorded.
    package var journal: String?
  }

  /// Folders with lesson files; the first one that exists counts.
  package let folders: [String]
  /// The file with the reader's progress; nil: none is kept.
  package let state: String?

  package init(folders: [String], state: String?) { (self.folders, self.state) = (folders, state) }

  /// The lessons that come with the program, in order of their titles; with what is wrong with a
  /// file that cannot be read.
  package func all() -> [(name: String, lesson: Result<Lesson, Failure>)] {
    files.map { path in
      do throws(Failure) {
        return (Lesson.name(of: path), .success(try Lesson(file: path)))
      } catch { return (Lesson.name(of: path), .failure(error)) }
    }.sorted { Self.order($0) < Self.order($1) }
  }

  private static func order(_ entry: (name: String, lesson: Result<Lesson, Failure>)) -> String {
    (try? entry.lesson.get().title) ?? "~" + entry.name
  }

  /// The names of the lessons that come with the program.
  package var names: [String] { files.map(Lesson.name) }

  private var files: [String] {
    for folder in folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let lessons = names.filter { $0.hasSuffix(".session") }.sorted()
      if !lessons.isEmpty { return lessons.map { folder + "/" + $0 } }
    }
    return []
  }

  /// The lesson of this name, or in the file at this path.
  ///
  /// - Throws: `Failure` if there is none, or at the line that is wrong in it.
  package func lesson(_ word: String) throws(Failure) -> Lesson {
    if let path = files.first(where: { Lesson.name(of: $0) == word }) {
      return try Lesson(file: path)
    }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: word, isDirectory: &isFolder), !isFolder.boolValue {
      return try Lesson(file: word)
    }
    let names = names
    let advice =
      Spelling.suggestion(for: word, among: names)
      ?? (names.isEmpty
        ? "give the path of a lesson file, in quotes"
        : "choose from \(names.joined(separator: ", ")), or give a path in quotes")
    throw Failure(
      Diagnostic("there is no lesson '\(word)'; \(advice)", at: .nowhere), trouble: .syntax)
  }

  /// The name under which progress is kept: files elsewhere by their paths.
  private func key(_ lesson: Lesson) -> String {
    files.contains(lesson.path)
      ? lesson.name : URL(fileURLWithPath: lesson.path).standardizedFileURL.path
  }

  private var kept: [String: Progress] {
    guard let state, let data = FileManager.default.contents(atPath: state) else { return [:] }
    return (try? JSONDecoder().decode([String: Progress].self, from: data)) ?? [:]
  }

  /// How far the reader is; nil if the lesson was never begun, or is another one by now.
  package func progress(_ lesson: Lesson) -> Progress? {
    kept[key(lesson)].flatMap { $0.digest == lesson.digest ? $0 : nil }
  }

  /// Keeps how far the reader is.
  ///
  /// - Throws: `WorkbenchError` if the file cannot be written.
  func keep(_ progress: Progress, of lesson: Lesson) throws(WorkbenchError) {
    guard let state else { return }
    var all = kept
    all[key(lesson)] = progress
    do {
      let folder = URL(fileURLWithPath: state).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(all).write(to: URL(fileURLWithPath: state), options: .atomic)
    } catch { throw WorkbenchError("progress in lessons is not kept: \(state) cannot be written") }
  }
}
