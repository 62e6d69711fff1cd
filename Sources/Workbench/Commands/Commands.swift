/// The verbs, in the order in which help lists them.
package enum Commands {
  package static let all: [any Command.Type] = [
    Train.self, Eval.self, Compare.self, Plot.self, Sample.self, Show.self, List.self,
    Save.self, Load.self, Mark.self, Back.self, Undo.self, Note.self, Pin.self, Status.self,
    Help.self, Explain.self, Apropos.self,
  ]

  /// The command of this name.
  package static func named(_ verb: String) -> (any Command.Type)? {
    all.first { $0.card.name == verb }
  }
}
