import Catalog
import Figures
import Language

/// What help says about the word at a cursor: an object, a command or maker, an option, a word of the
/// language.
package enum Inspection {
  /// The figures to show; nil if there is nothing to say.
  ///
  /// - Parameter cursor: in scalars of `text`.
  package static func figures(_ workspace: Workspace, text: String, cursor: Int) -> [Figure]? {
    let context = CompletionContext(in: text, cursor: cursor)
    return word(in: text, at: cursor).flatMap { topic(of: $0.kind, $0.word, context, workspace) }
      ?? head(context).map { HelpText.page($0.card, kind: $0.kind) }
  }

  /// The word that the cursor stands in or at the end of.
  private static func word(in text: String, at cursor: Int) -> (kind: TokenKind, word: String)? {
    let scalars = Array(text.unicodeScalars)
    let token = Highlighter.tokens(in: text).last {
      $0.span.lower <= cursor && cursor <= $0.span.upper && isWord($0.kind)
    }
    guard let token, token.span.upper <= scalars.count else { return nil }
    let word = String(String.UnicodeScalarView(scalars[token.span.lower..<token.span.upper]))
    return (token.kind, word)
  }

  private static func isWord(_ kind: TokenKind) -> Bool {
    switch kind {
    case .keyword, .verb, .kind, .name, .option, .variable: true
    case .number, .text, .comment, .sign, .blank, .error: false
    }
  }

  private static func topic(
    of kind: TokenKind, _ word: String, _ context: CompletionContext, _ workspace: Workspace
  ) -> [Figure]? {
    switch kind {
    case .option: return option(String(word.prefix { $0 != "=" }), context)
    case .variable:
      return workspace.variables[String(word.dropFirst())].map { [.text("\(word) = \($0)")] }
    default:
      let name = String(word.prefix { $0 != "." })
      if kind == .name, let object = workspace[name] { return try? object.portrait() }
      return HelpText.topic(word) ?? HelpText.topic(name)
    }
  }

  private static func option(_ name: String, _ context: CompletionContext) -> [Figure]? {
    guard let card = head(context)?.card, let parameter = card.parameter(name) else { return nil }
    let fallback = parameter.fallbackSetting.map { ", default \($0)" } ?? ""
    return [
      .text("\(card.name) \(parameter.name)=: \(parameter.help) (\(parameter.domain)\(fallback))")
    ]
  }

  /// The command or maker whose arguments the cursor stands among.
  private static func head(_ context: CompletionContext) -> (kind: Kind?, card: Card)? {
    switch context.place {
    case .argument(let head, _), .operand(let head), .option(let head, _),
      .preposition(let head, _):
      Commands.everyCard.first { $0.card.name == head.word && $0.kind?.rawValue == head.kind }
    default: nil
    }
  }
}
