import Foundation
import Language

/// The parser alone, without a session around it.
enum Parsing {
  /// How long the parser takes for the text of a file.
  static func milliseconds(file: String) throws -> Double {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return try TrainingSteps.milliseconds { _ = try Parser.statements(in: text) }
  }
}
