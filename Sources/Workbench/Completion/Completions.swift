import Catalog
import Language

/// Completions of a line being typed.
package struct Completions {
  /// One completion.
  package struct Word: Equatable {
    /// What replaces the word that is typed.
    package let text: String
    /// What follows it if it is the only way.
    package var ending = " "
    /// A line about it; may be empty.
    package var summary = ""
  }

  /// Where the words replace what is typed, in scalars.
  package let replaceFrom: Int
  /// The candidates.
  package let words: [Word]

  /// Completions at `cursor`, in scalars of `text`.
  package init(
    _ workspace: Workspace, text: String, cursor: Int, lessons shelf: LessonShelf? = nil
  ) {
    let context = CompletionContext(in: text, cursor: cursor)
    replaceFrom = context.replaceFrom
    guard context.writing != .text, context.writing != .path else {
      words = PathCompletions.words(context)
      return
    }
    let proposals = Commands.vocabulary.adding(workspace.definitions).proposals(for: context).filter
    {
      Self.isOffered($0, context)
    }.map {
      Word(
        text: $0, ending: $0.hasSuffix("=") ? "" : " ", summary: Self.summary($0, context))
    }
    let lessons = Self.isLesson(context.place) ? shelf?.names ?? [] : []
    let others = (Self.others(context, workspace) + lessons.map { ($0, "") }).filter {
      $0.0.hasPrefix(context.prefix)
    }
    words = proposals + others.map { Word(text: $0, summary: $1) }
  }

  /// Whether the name of a lesson is asked for.
  private static func isLesson(_ place: CompletionContext.Place) -> Bool {
    let head: CompletionContext.Head? =
      switch place {
      case .operand(let head), .argument(let head, _): head
      default: nil
      }
    return head?.kind == nil && [StartLesson.card.name, Grade.card.name].contains(head?.word)
  }

  /// Whether an option is more than accepted for the sake of older files.
  private static func isOffered(_ word: String, _ context: CompletionContext) -> Bool {
    guard word.hasSuffix("="), case .argument(let head, _) = context.place else { return true }
    let card = card(head)
    return card?.parameters.contains { $0.name == word.dropLast() } ?? true
  }

  private static func card(_ head: CompletionContext.Head) -> Card? {
    Commands.everyCard.first { $0.card.name == head.word && $0.kind?.rawValue == head.kind }?.card
  }

  /// What the context asks for besides the words of the language.
  private static func others(
    _ context: CompletionContext, _ workspace: Workspace
  ) -> [(String, String)] {
    switch (context.writing, context.place) {
    case (.variable, _):
      return workspace.variables.map { ($0.key, "\($0.value)") }.sorted { $0.0 < $1.0 }
    case (_, .topic): return Commands.everyCard.map { ($0.card.name, $0.card.summary) }
    case (_, .expression), (_, .value): return objects(workspace, [], context.prefix)
    case (_, .operand(let head)), (_, .argument(let head, _)):
      let card = Commands.card(head.word)
      if head.kind == nil, head.word == "help" || head.word == "explain" {
        return Commands.everyCard.map { ($0.card.name, $0.card.summary) }
      }
      if head.kind == nil, head.word == Pin.card.name {
        let looks = Commands.all.filter { !$0.isJournaled }.map { ($0.card.name, $0.card.summary) }
        return looks + objects(workspace, [], context.prefix)
      }
      if head.kind == nil, head.word == Show.card.name {
        return objects(workspace, [], context.prefix)
      }
      return card?.operands.first.map { named(workspace, $0.domain, context.prefix) } ?? []
    case (_, .preposition(let head, let word)):
      let operand = Commands.card(head.word)?.prepositions.first { $0.name == word }
      return operand.map { named(workspace, $0.domain, context.prefix) } ?? []
    case (_, .option(let head, let name)):
      let parameter = parameter(head, name)
      return parameter.map { named(workspace, $0.domain, context.prefix) } ?? []
    default: return []
    }
  }

  private static func parameter(
    _ head: CompletionContext.Head, _ name: String
  ) -> (any ParameterDescription)? {
    card(head)?.parameter(name)
  }

  private static func named(
    _ workspace: Workspace, _ domain: Domain, _ prefix: String
  ) -> [(String, String)] {
    switch domain {
    case .object(let kinds), .objects(let kinds), .objectOrPath(let kinds):
      objects(workspace, kinds, prefix)
    case .integerOrAs(_, let kind):
      objects(workspace, [kind], "").map { (Domain.asMuchAs + $0.0, $0.1) }
    case .flag: [("yes", ""), ("no", "")]
    default: []
    }
  }

  /// Objects of the kinds asked for or, when a dot is typed, what they hold.
  private static func objects(
    _ workspace: Workspace, _ kinds: [String], _ prefix: String
  ) -> [(String, String)] {
    let objects = workspace.objects.filter { kinds.isEmpty || kinds.contains($0.kind.rawValue) }
    guard prefix.contains(".") else { return objects.map { ($0.name, $0.summary) } }
    return objects.flatMap { experiences($0) + parts($0) }
  }

  private static func experiences(_ object: any LiveObject) -> [(String, String)] {
    guard let data = object as? DataObject else { return [] }
    return data.stream.experiences.map { experience in
      let classes = experience.classes.map { data.stream.classNames[$0] }
      return ("\(data.name).\(experience.index + 1)", classes.joined(separator: " "))
    }
  }

  private static func parts(_ object: any LiveObject) -> [(String, String)] {
    let fields = object.fields.map { field -> (String, String) in
      (object.name + "." + field.name, field.value.double.map { "\($0)" } ?? "")
    }
    let views = object.views.map { view -> (String, String) in
      (object.name + "." + view.name, view.help)
    }
    return fields + views.filter { view in !fields.contains { $0.0 == view.0 } }
  }

  private static func summary(_ word: String, _ context: CompletionContext) -> String {
    guard word.hasSuffix("="), case .argument(let head, _) = context.place else {
      return Commands.card(word)?.summary ?? ""
    }
    let name = String(word.dropLast())
    return parameter(head, name).map { "\($0.help) (\($0.domain))" } ?? ""
  }

  /// The probable continuation of the line: the rest of the only candidate, or what is missing.
  package static func hint(_ workspace: Workspace, after text: String) -> String? {
    let length = text.unicodeScalars.count
    let context = CompletionContext(in: text, cursor: length)
    guard text.last(where: { $0 != " " })?.isNewline != true else {
      return end(of: text, isText: context.writing == .text)
    }
    if !context.prefix.isEmpty {
      let advice = Completions(workspace, text: text, cursor: length)
      guard advice.words.count == 1, advice.words[0].text.hasPrefix(context.prefix) else {
        return nil
      }
      let rest = advice.words[0].text.unicodeScalars.dropFirst(context.prefix.unicodeScalars.count)
      return rest.isEmpty ? nil : String(rest)
    }
    guard case .argument(let head, let given) = context.place, given.isEmpty,
      let entry = Commands.everyCard.first(where: {
        $0.card.name == head.word && $0.kind?.rawValue == head.kind
      })
    else { return nil }
    let typed = text.split(separator: " ").count
    guard typed <= (head.kind == nil ? 1 : 4) else { return nil }
    let usage = HelpText.usage(entry.card, entry.kind)
    let skipped = head.kind == nil ? head.word : "\(head.kind ?? "") NAME = \(head.word)"
    let rest = usage.dropFirst(skipped.count).drop { $0 == " " }
    return rest.isEmpty ? nil : String(rest)
  }

  /// How to end what goes on in a line that is still empty.
  private static func end(of text: String, isText: Bool) -> String? {
    guard Parser.completeness(of: text) == .incomplete else { return nil }
    if isText { return "\" ends the text; Ctrl-C cancels" }
    return text.contains("{") ? "} ends the block; Ctrl-C cancels" : nil
  }
}
