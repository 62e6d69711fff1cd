import Figures
import Journal

/// A journal prepared for export, independent of the format.
package struct Report {
  /// A fact with its name, such as the seed.
  package struct Fact: Equatable {
    package let name: String
    package let value: String
  }

  /// The parts, in order.
  package enum Part {
    /// Markdown.
    case prose(String)
    /// The command of a note with its Markdown, which stands for it where nothing runs.
    case note(Entry, String)
    case entry(Entry)
  }

  /// A command with its results.
  package struct Entry {
    /// Its number in the journal, if it is known.
    package let number: Int?
    package let text: String
    /// Whether a later command went back to before it.
    package var isUndone = false
    /// Whether it is a `param`, whose value may be given from outside.
    package var isParameter = false
    package var exhibits: [Exhibit] = []
    /// Digests of the objects that it changed.
    package var states: [Fact] = []

    /// Whether it did not come to its end, or an expectation does not hold.
    var hasFailed: Bool {
      exhibits.contains {
        switch $0 {
        case .failure, .check(holds: false, left: _): true
        default: false
        }
      }
    }
  }

  /// One element of the result.
  package enum Exhibit {
    /// A chart, a heat map or a table.
    case figure(Figure)
    /// Single values under their names.
    case measures([Fact])
    case picture(Picture)
    /// A sentence in place of something that cannot be shown.
    case missing(String)
    /// Whether an expectation holds, and what stood on its left side.
    case check(holds: Bool, left: String?)
    /// Why the command failed.
    case failure(String)
    /// The command is still at work.
    case running
    /// What the next exhibits belong to, such as one command of a block.
    case heading(String)
    /// The turn of a block that the next exhibits belong to: `s=2`.
    case turn(String)
  }

  /// Images from a file beside the journal.
  package struct Picture {
    package let png: [UInt8]
    package let width: Int
    package let height: Int
    /// The alternative text of the image.
    package let description: String
    /// Where the file lies, from the journal's folder.
    package let file: String
    /// Where the file lies in the file system.
    package let path: String
    /// The learner whose generator the images are from.
    package let learner: String?

    /// A picture with the size that its header tells; nil if it is not a PNG file.
    package init?(
      png: [UInt8], description: String, file: String = "", path: String = "", learner: String?
    ) {
      guard png.count > 24, png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
      else { return nil }
      func number(_ at: Int) -> Int { png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
      (width, height) = (number(16), number(20))
      guard (1...100_000).contains(width), (1...100_000).contains(height) else { return nil }
      (self.png, self.description, self.learner) = (png, description, learner)
      (self.file, self.path) = (file, path)
    }
  }

  package let title: String
  /// The file name of the journal.
  package let name: String
  /// When the session began, according to the journal.
  package let start: String
  /// What results depend on: seed, threads, versions.
  package let facts: [Fact]
  /// The data sets with their digests.
  package let data: [Fact]
  package let verification: VerificationNote?
  package let parts: [Part]
  /// Commands and results as they were recorded.
  let document: JournalDocument
  /// The journal itself.
  package let source: String
  /// What the run is called among others.
  var run: String
  /// The folder that the export goes to, for links to files.
  package var folder = ""

  /// Commands that replay it, with their purpose.
  package var replay: [(line: String, purpose: String)] {
    let file = Self.word(name)
    var flags: [String] = []
    for name in ["seed", "threads", "instructions", "device"] {
      guard let fact = facts.first(where: { $0.name == name }), fact.value != "cpu" else {
        continue
      }
      flags += ["--" + name, Self.word(fact.value.hasPrefix("cuda") ? "cuda" : fact.value)]
    }
    return [
      ("reverie verify \(file)", "re-run it and compare every value, figure and state"),
      ((["reverie", "run"] + flags + [file]).joined(separator: " "), "run it as a session"),
    ]
  }

  /// What is beside a command that was undone.
  static let undone = "Undone: a later command went back to the state before it."

  /// What a value is called.
  static func title(_ name: String) -> String {
    name == "images_per_second" ? "images/s" : name.replacing("_", with: " ")
  }

  /// A word as a shell takes it.
  static func word(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && !text.hasPrefix("-")
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
          || "._/-".unicodeScalars.contains($0)
      }
    return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
