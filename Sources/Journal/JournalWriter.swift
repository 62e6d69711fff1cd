import Figures
import Foundation

/// Appends a session to a file, record by record, so that a crash loses nothing that was said.
///
/// Every record is one `write` to a file opened for appending; intents and results are synced.
package final class JournalWriter {
  package let path: String
  private let descriptor: Int32
  private let now: () -> Date
  /// Bytes of the file that the first record leaves; nil: all.
  private var cut: Int?
  /// The running digest; nil in journals of version 1, which have none.
  private var chain: JournalChain?
  /// Whether a journal that is continued still is as it was read.
  package var isAsRead: Bool { cut != nil }

  /// Begins a new journal at `path`, whose folders are made; a file that is there is an error, unless a
  /// process that was killed at its very beginning left it empty or with a part of its first line.
  package init(
    path: String, facts: [(name: String, value: String)], now: @escaping () -> Date = { Date() }
  ) throws {
    (self.path, self.now, chain) = (path, now, JournalChain())
    let folder = path.folderPart
    do {
      if !folder.isEmpty {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      }
    } catch {
      throw JournalError("the folder \(folder) for the journal cannot be created")
    }
    let isNew = !FileManager.default.fileExists(atPath: path) || Self.isUnbegun(path)
    errno = EEXIST
    descriptor =
      isNew ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644) : -1
    guard descriptor >= 0 else {
      throw JournalError(
        "the journal \(path) cannot be created (\(String(cString: strerror(errno)))): "
          + "use --journal PATH or --no-journal")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Self.runs(path) }
    // Another process may have come first.
    guard Self.isUnbegun(path), ftruncate(descriptor, 0) == 0 else {
      throw JournalError(
        "the journal \(path) cannot be created (\(String(cString: strerror(EEXIST)))): "
          + "use --journal PATH or --no-journal")
    }
    try append(JournalText.firstLine + "\n" + JournalText.facts(facts), closing: 0)
  }

  /// Whether the file at `path` is a regular one that holds nothing, or a part of a first line.
  private static func isUnbegun(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size < 64,
      let bytes = FileManager.default.contents(atPath: path)
    else { return false }
    return JournalText.firstLine.utf8.starts(with: bytes)
  }

  /// Goes on with the journal at `path`, which holds `text`; what follows its first `length` bytes
  /// stays until the first record is written.
  ///
  /// - Throws: `JournalError` if another process writes it, or wrote it since it was read.
  package convenience init(continuing path: String, holding text: String, from length: Int) throws {
    try self.init(at: path, holding: text)
    cut = length
    if chain != nil {
      chain = JournalChain(continuing: String(decoding: text.utf8.prefix(length), as: UTF8.self))
    }
  }

  /// Goes on after `text`, which is all that the file at `path` holds.
  ///
  /// - Throws: `JournalError` if another process writes it, or wrote it since it was read.
  package init(at path: String, holding text: String) throws {
    (self.path, now) = (path, { Date() })
    chain = JournalText.hasDigests(text) ? JournalChain(continuing: text) : nil
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw JournalError(
        "the journal \(path) cannot be written (\(String(cString: strerror(errno)))): "
          + "copy it and its snapshots to a writable folder")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Self.runs(path) }
    guard FileManager.default.contents(atPath: path) == Data(text.utf8) else {
      throw JournalError("\(path) has changed since it was read: start over")
    }
  }

  /// Throws a `JournalError` if a session that still runs writes the journal at `path`.
  package static func requireClosed(_ path: String) throws {
    guard !isOpen(path) else { throw runs(path) }
  }

  private static func runs(_ path: String) -> JournalError {
    JournalError("\(path) is being written by a session that still runs")
  }

  /// Whether a session that still runs writes the journal at `path`.
  package static func isOpen(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  deinit { close(descriptor) }

  /// Says what is about to run.
  package func intend(_ number: Int, _ text: String) throws {
    try append(JournalText.intent(number, Self.clock.string(from: now()), text), sync: true)
  }

  /// Makes the records of figures; images are written beside the journal.
  package func keep(
    _ figures: [Figure], _ keeping: FigureKeeping, of path: [Int]
  ) -> [FigureRecord] {
    FigureFiles(beside: self.path).keep(figures, keeping, of: path)
  }

  /// Records a command that ran, with what came of it and of each turn inside it.
  package func record(_ text: String, _ number: Int, _ records: [CommandRecord]) throws {
    let lines = [text] + records.flatMap { $0.lines(number) }
    try append(lines.joined(separator: "\n"), closing: number, sync: true)
  }

  /// Records that a command failed.
  package func fail(_ number: Int, _ message: String) throws {
    try append(JournalText.failure(number, message), closing: number, sync: true)
  }

  /// Records facts, such as a version that is known only later.
  package func state(_ facts: [(name: String, value: String)]) throws {
    try append(JournalText.facts(facts))
  }

  /// Records how the session ended.
  package func end(status: String, commands: Int, errors: Int) throws {
    let facts = [("end", status), ("commands", "\(commands)"), ("errors", "\(errors)")]
    try append(JournalText.facts(facts), closing: commands, sync: true)
  }

  /// Writes one line after all that the file holds.
  package func note(_ line: String) throws { try append(line, sync: true) }

  /// Puts `text` in the place of all that the file holds.
  package func replaceAll(with text: String) throws {
    do {
      let place = URL(fileURLWithPath: path).resolvingSymlinksInPath()
      try Data(text.utf8).write(to: place, options: .atomic)
    } catch { throw JournalError("\(path) cannot be written") }
  }

  /// Writes prose.
  package func prose(_ text: String) throws { try append(JournalText.prose(text)) }

  /// - Parameter number: the command whose records end with `text`, after which the digest is written.
  func append(_ given: String, closing number: Int? = nil, sync: Bool = false) throws {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_nlink > 0 else {
      throw JournalError("the journal \(path) was deleted; live objects are kept")
    }
    if let length = cut {
      guard ftruncate(descriptor, off_t(length)) == 0 else {
        throw JournalError(
          "the journal \(path) cannot be cut (\(String(cString: strerror(errno))))")
      }
      cut = nil
    }
    chain?.add(given)
    let seal = number.flatMap { chain?.close($0) }
    let bytes = Array((given + "\n" + (seal.map { $0 + "\n" } ?? "")).utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw JournalError(
          "the journal \(path) cannot be written (\(String(cString: strerror(errno)))); "
            + "live objects are kept")
      }
      written += count
    }
    if sync { fdatasync(descriptor) }
  }

  private static let clock: DateFormatter = {
    let formatter = DateFormatter()
    formatter.dateFormat = "HH:mm:ss"
    formatter.locale = Locale(identifier: "en_US_POSIX")
    return formatter
  }()
}
