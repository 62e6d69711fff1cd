import Catalog
import Figures
import Learning

/// What a learner shows of itself.
extension LearnerObject {
  package var views: [Card.Offer] { drawnViews.map(\.offer) }

  private var drawnViews: [View] { (maker.answers ? Views.all : [Views.losses]) + maker.views }

  /// What a view of this name shows; `number` is that of an ended experience, from 1.
  ///
  /// - Throws: `WorkbenchError` if there is no such view or experience, or nothing is learned yet.
  func figures(of view: String, number: Int?) throws -> [Figure] {
    guard views.contains(where: { $0.name == view }) else {
      throw WorkbenchError(
        "\(name) has no view '\(view)': it has " + views.map(\.name).joined(separator: " "))
    }
    let drawn = drawnViews.first { $0.name == view }
    guard let drawn else { return [] }
    let showsNow = drawn.showsBeginnings && (run.map { $0.step > 0 || $0.completed > 0 } ?? false)
    let run = try showsNow ? run ?? learned() : learned()
    let ended = run.completed + (drawn.showsBeginnings && run.step > 0 ? 1 : 0)
    guard number.map({ (1...ended).contains($0) }) ?? true else {
      throw WorkbenchError("\(name) has \(view) of experiences 1 to \(ended)")
    }
    return run.isRehearsal ? [] : try drawn.draw(run, number.map { $0 - 1 })
  }

  /// The number of parameters of each part.
  var parts: [Figure] {
    guard let state = run?.learner.state else { return [] }
    let rows = state.stores.map { store -> [Table.Cell] in
      [.text(store.name), .integer(store.store.parameterCount)]
    }
    return [.table(Table(header: ["part", "parameters"], rows: rows))]
  }

  /// What the card announces, with the newest training's numbers.
  var results: [Figure] {
    let rows = card.results.compactMap { offer -> [Table.Cell]? in
      guard let value = result.first(where: { $0.name == offer.name })?.value else { return nil }
      let cell: Table.Cell =
        if case .number(let number) = value { .number(number, digits: 4) } else {
          .text(value.description)
        }
      return [.text(offer.name), cell, .text(offer.help)]
    }
    return rows.isEmpty ? [] : [.table(Table(header: ["result", "", ""], rows: rows))]
  }
}
