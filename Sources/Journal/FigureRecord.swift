import Digests
import Figures
import Text

/// What the journal keeps of one figure of a result: the figure itself as data, or why there is none.
package struct FigureRecord: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    case figure(Figure)
    /// Why it is not kept.
    case problem(String)
  }

  package let content: Content
  /// Whether it may tell times or versions and is never compared.
  package let isVolatile: Bool

  /// Longer records are not read.
  private static let longest = 32 << 20

  package init(_ content: Content, volatile: Bool = false) {
    (self.content, isVolatile) = (content, volatile)
  }

  /// Reads what is after `#f 7 `: `chart {...}`, `~text {...}`, `problem="..."` or, as journals
  /// of version 1 have it, `file=a.figures/7.png sha256=09ab...`; nil if it is none of these.
  package init?(_ text: Substring) {
    let text = text.drop { $0 == " " }
    let isVolatile = text.hasPrefix("~")
    let kind = text.dropFirst(isVolatile ? 1 : 0).prefix { $0 != " " }
    if Figure.Kind(rawValue: String(kind)) != nil {
      let json = text[kind.endIndex...]
      guard json.utf8.count <= Self.longest, let figure = try? Figure(json: json),
        figure.kind.rawValue == kind
      else { return nil }
      self.init(.figure(figure), volatile: isVolatile)
      return
    }
    var words: [String: String] = [:]
    for (name, word) in ResultValueReader.words(text) { words[name] = word }
    if let problem = words["problem"] {
      self.init(.problem(problem))
    } else if let file = words["file"] {
      self.init(.figure(.file(ImageFile(file: file, sha256: words["sha256"] ?? ""))))
    } else {
      return nil
    }
  }

  /// The record as it is after `#f 7 `.
  var text: String {
    switch content {
    case .problem(let problem): return "problem=" + QuotedText.session(problem)
    case .figure(let figure):
      guard let json = try? figure.json() else { return "problem=\"the figure is too large\"" }
      return (isVolatile ? "~" : "") + figure.kind.rawValue + " " + json
    }
  }

  /// The figure, if it is kept as data and not as a file.
  package var data: Figure? {
    guard case .figure(let figure) = content else { return nil }
    if case .file = figure { return nil }
    return figure
  }

  package var file: ImageFile? {
    guard case .figure(.file(let file)) = content else { return nil }
    return file
  }
}

/// Which figures of a result the journal keeps.
package enum FigureKeeping: Sendable {
  /// Tables, charts, heat maps and images; words only repeat the values.
  case results
  /// Words too, which are not compared as they may tell times.
  case view
  /// As a view, of which tables are not compared either.
  case look
  /// Nothing, as it will be another when it is looked at again.
  case nothing

  /// What is kept of one figure, of images a reference without a file; nil for words that only
  /// repeat values.
  package func record(of figure: Figure) -> FigureRecord? {
    switch figure {
    case _ where self == .nothing: nil
    case .text: self == .results ? nil : FigureRecord(.figure(figure), volatile: true)
    case .table: FigureRecord(.figure(figure), volatile: self == .look)
    case .chart, .heatMap, .file: FigureRecord(.figure(figure))
    case .images(let sheet):
      FigureRecord(.figure(.file(ImageFile(sheet, pixels: sha256(Array(sheet.images.joined()))))))
    }
  }
}
