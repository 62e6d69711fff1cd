import ArgumentParser
import Catalog
import Foundation
import Journal
import Language
import Terminal
import Text
import Workbench

/// A verb that `reverie VERB ...` runs in a process of its own; its card says what it takes.
protocol ProcessVerb {
  static var card: Card { get }
  /// Does it and returns the exit code.
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32
}

/// `reverie VERB ...`: the process-wide options, and the verb's own as its card describes them.
struct VerbCommand<Verb: ProcessVerb>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Verb.card.name, abstract: Verb.card.summary.capitalized(),
      usage: CardUsage.usage(Verb.card), discussion: CardUsage.discussion(Verb.card))
  }

  @OptionGroup var options: Options
  @ArgumentParser.Argument(
    parsing: .allUnrecognized,
    help: .init("Arguments of the command; see above.", valueName: "words"))
  var words: [String] = []

  func run() throws {
    let arguments: Arguments
    do throws(Diagnostic) {
      let invocation = try Invocation(words: words, of: Verb.card)
      arguments = try Arguments(invocation, card: Verb.card, values: Evaluator())
    } catch {
      Console.complain(
        "error: \(error.message)" + (error.suggestion.map { "; \($0)" } ?? "") + "\n"
          + "usage: " + CardUsage.usage(Verb.card))
      throw ExitCode(Failure.Trouble.syntax.rawValue)
    }
    throw ExitCode(try Verb.run(arguments, options))
  }
}

/// A card as the command line spells it.
enum CardUsage {
  /// `reverie run FILE [--until VALUE] [--fast] [options]`.
  static func usage(_ card: Card) -> String {
    var words = ["reverie \(card.name)"]
    words += card.operands.map { operand in
      let word = operand.name.uppercased() + (operand.domain == .paths ? " ..." : "")
      return operand.isOptional ? "[\(word)]" : word
    }
    if card.takesAnyOption { words.append("NAME=VALUES ...") }
    words += card.prepositions.map { $0.isOptional ? "[\(option($0))]" : option($0) }
    words += own(card).map { "[--\($0.name)\($0.domain == .flag ? "" : " VALUE")]" }
    return (words + ["[options]"]).joined(separator: " ")
  }

  /// The options of a card that are not among those of every session.
  private static func own(_ card: Card) -> [any ParameterDescription] {
    card.parameters.filter { !Options.shared.contains($0.name) }
  }

  /// A preposition as an option of the command line.
  private static func option(_ preposition: Card.Operand) -> String {
    "--\(preposition.name) " + (preposition.domain == .path ? "FILE" : "VALUE")
  }

  /// Operands, prepositions and options, a line each, and the notes.
  static func discussion(_ card: Card) -> String {
    // In a shell, a path needs no quotes.
    var rows = card.operands.map { operand in
      (operand.name.uppercased(), operand.help.replacing(", in quotes", with: ""))
    }
    rows += card.prepositions.map { (option($0), $0.help) }
    rows += own(card).map { parameter in
      let names = ([parameter.name] + parameter.aliases).map { "--" + $0 }
      return (
        names.joined(separator: ", ") + (parameter.domain == .flag ? "" : " VALUE"), parameter.help
      )
    }
    let width = rows.map(\.0.count).max() ?? 0
    // Wrapped here, as the argument parser would not indent the second line of a row.
    let lines = rows.flatMap { name, help in
      let pieces = Wrapping.lines(help, to: max(20, Screen.columns - width - 6))
      return pieces.enumerated().map { index, piece in
        "  " + (index == 0 ? name : "").padding(toLength: width + 2, withPad: " ", startingAt: 0)
          + piece
      }
    }
    return (lines + (card.notes.isEmpty ? [] : ["", card.notes])).joined(separator: "\n")
  }
}

extension String {
  /// With a capital first letter and a full stop, as a sentence.
  fileprivate func capitalized() -> String { prefix(1).uppercased() + dropFirst() + "." }
}
