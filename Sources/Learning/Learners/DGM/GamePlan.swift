import Catalog
import Streams

/// Which games an experience of dynamic generative memory consists of.
///
/// By default one game of all its classes, in whose last epochs the class head may learn alone: a single
/// phase. With a memory for each class, or with games that may be replayed, each game is a phase of
/// its own, and so are the closing epochs.
struct GamePlan: Equatable {
  /// What masks, norms and games are for.
  enum Scope: String, SettingChoice { case experience, eachClass = "class" }

  /// What one phase is for.
  enum Part: Equatable {
    /// The game of the memory at this place within the experience, first or replayed so many times.
    case game(_ memory: Int, attempt: Int)
    case head
  }

  let scope: Scope
  /// How often a failed game is replayed at most.
  let retries: Int
  /// Epochs in which the class head alone learns.
  let closing: Int

  init(_ settings: Settings) {
    scope = settings[MemoryOptions.memory]
    (retries, closing) = (settings[MemoryOptions.retry], settings[MemoryOptions.closing])
  }

  /// Whether games and closing epochs are phases of their own.
  var isStaged: Bool { scope == .eachClass || retries > 0 }

  /// The places in the head of the classes of each memory of an experience.
  func memories(of experience: Experience) -> [Range<Int>] {
    scope == .eachClass ? experience.outputs.map { $0..<$0 + 1 } : [experience.outputs]
  }

  /// What each phase of an experience is for, if it is staged.
  func parts(of experience: Experience) -> [Part] {
    memories(of: experience).indices.flatMap { memory in
      (0...retries).map { Part.game(memory, attempt: $0) }
    } + [.head]
  }

  /// The phases of an experience with this budget.
  ///
  /// Of steps, the class head takes as many as its epochs have, and the games share the others.
  func phases(of experience: Experience, _ budget: Budget) -> [Phase] {
    guard isStaged else { return [Phase("all", budget)] }
    let memories = memories(of: experience)
    var (game, head) = (budget, budget)
    (game.epochs, head.epochs) = (max(0, budget.epochs - closing), closing)
    if let steps = budget.steps {
      let last = min(steps, closing * budget.stepsPerEpoch(experience.train.count))
      (game.steps, head.steps) = ((steps - last) / memories.count, last)
    }
    return parts(of: experience).map { part in
      guard case .game(let memory, let attempt) = part else { return Phase("classifier", head) }
      let name = "game" + (memories.count > 1 ? " \(memory + 1)" : "")
      return Phase(
        name + (attempt > 0 ? " retry \(attempt)" : ""), game,
        outputs: scope == .eachClass ? memories[memory] : nil, isOptional: attempt > 0)
    }
  }

  /// How many classes of an experience can be generated within the phase called `phase`; nil: all.
  func classes(of experience: Experience, within phase: String?) -> Int? {
    guard isStaged, scope == .eachClass, let phase,
      let number = phases(of: experience, Budget()).firstIndex(where: { $0.name == phase }),
      case .game(let memory, _) = parts(of: experience)[number]
    else { return nil }
    return memory + 1
  }
}
