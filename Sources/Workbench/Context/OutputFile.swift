import Catalog
import Figures
import Foundation
import Journal
import Language

/// A file that a command writes, as `to "name.svg"` asks for.
///
/// It ends in a format that the command can write and is written by `OutputRule`, where `replace=yes`
/// asks for another file to be replaced. What is run again writes elsewhere.
package struct OutputFile {
  package static let replace = Parameter(
    "replace", .flag, default: false, "overwrite a file that holds something else")

  let path: String
  /// In small letters, without the dot.
  let ending: String
  private let span: Span
  private let replaces: Bool

  /// The preposition of a command that writes a file only where it is asked to.
  static func operand(_ endings: [String]) -> Card.Operand {
    .init(
      "to", .path, optional: true,
      "a file to write, ending in " + endings.map { "." + $0 }.joined(separator: " or "))
  }

  /// Nil if the line names no file.
  ///
  /// - Throws: `Diagnostic` if no file can be written there, or it would have a foreign name.
  init?(
    _ arguments: Arguments, endings: [String], in context: CommandContext
  ) throws(Diagnostic) {
    guard let path = arguments.prepositions["to"].flatMap(String.init) else { return nil }
    (self.path, span) = (path, arguments.span(.preposition("to")))
    replaces = arguments[Self.replace]
    ending = (path as NSString).pathExtension.lowercased()
    if context.redirected == nil || context.workspace.rehearsal != nil {
      try check(endings, arguments)
    }
  }

  private func check(_ endings: [String], _ arguments: Arguments) throws(Diagnostic) {
    guard endings.contains(ending) else {
      throw Diagnostic(
        "'\(path)' does not end in " + endings.map { "." + $0 }.joined(separator: " or ")
          + ", which \(arguments.card.name) writes here", at: span,
        suggestion: "\(arguments.card.name) \(arguments.text(0) ?? "") to \"name.\(endings[0])\"")
    }
    try OutputRule.checkPlace(path, at: span)
  }

  /// Where the file really goes.
  func place(in context: CommandContext) -> String {
    context.workspace.rehearsal?.writes(path)
    return context.redirected?.place(for: path) ?? path
  }

  /// Writes the file, whole or not at all; returns a line that says so.
  ///
  /// - Throws: `Diagnostic` if there is another file that is not to be replaced, or it cannot be written.
  func write(_ bytes: [UInt8], in context: CommandContext) throws -> String {
    let data = Data(bytes)
    if context.redirected == nil, !replaces {
      try OutputRule.checkContent(path, data, at: span)
    }
    do {
      try data.write(to: URL(fileURLWithPath: place(in: context)), options: .atomic)
    } catch { throw Diagnostic("\(path) cannot be written", at: span) }
    return "wrote \(path)"
  }

  /// Writes a picture of figures.
  ///
  /// - Parameter size: cells that a chart is to take; nil: as in exports.
  func write(
    _ figures: [Figure], size: (width: Int?, height: Int?) = (nil, nil), in context: CommandContext
  ) throws -> String {
    guard let format = Figure.FileFormat(rawValue: ending),
      let bytes = Figure.picture(
        of: figures, as: format, width: size.width.map { Double($0) * Figure.cell.width } ?? 720,
        height: size.height.map { Double($0) * Figure.cell.height } ?? 300)
    else {
      // A dry run has no pictures.
      guard context.workspace.rehearsal != nil else {
        throw Diagnostic(
          "there is no picture to write to \(path)", at: span,
          suggestion: ending == "png" ? "images among other figures need .svg" : nil)
      }
      return try write([], in: context)
    }
    return try write(bytes, in: context)
  }
}
