import Catalog

extension Field {
  fileprivate var isName: Bool { if case .name = self { true } else { false } }
}

/// What an expression depends on.
extension Expression {
  /// The variables that it mentions.
  package var variables: [String] {
    parts.compactMap { if case .variable(let name) = $0 { name } else { nil } }
  }

  /// The names of objects that it may mention, without their fields.
  package var names: [String] {
    parts.flatMap { part -> [String] in
      guard case .name(let path) = part else { return [] }
      return path.indices.map { path[...$0].joined(separator: ".") }
    }
  }

  private enum Part {
    case variable(String)
    case name([String])
  }

  private var parts: [Part] {
    switch self {
    case .literal(let value): value.path.map { [.name($0)] } ?? []
    case .variable(let name): [.variable(name)]
    case .element(let fields): Self.parts(of: fields)
    case .template(let texts):
      texts.flatMap { text -> [Part] in
        switch text {
        case .text: []
        case .variable(let name): [.variable(name)]
        case .expression(let expression): expression.parts
        }
      }
    case .list(let items): items.flatMap(\.parts)
    case .arithmetic(let inner), .negative(let inner): inner.parts
    case .binary(_, let left, let right): left.parts + right.parts
    }
  }

  private static func parts(of fields: [Field]) -> [Part] {
    var path: [String] = []
    for case .name(let name) in fields.prefix(while: \.isName) { path.append(name) }
    return [.name(path)]
      + fields.flatMap { field -> [Part] in
        switch field {
        case .name: []
        case .variable(let name): [.variable(name)]
        case .expression(let expression): expression.parts
        }
      }
  }
}
