import Catalog
import Foundation
import Language
import Learning
import Models
import Streams
import Torch

/// What a snapshot holds besides tensors; JSON in the file's metadata.
package struct SnapshotFacts: Codable {
  /// A network's maker with its options and the key of its first weights.
  struct Network: Codable {
    var maker: String
    var options: [String: String]
    var key: UInt64

    init<Maker>(_ blueprint: Blueprint<Maker>) {
      maker = blueprint.card.name
      options = blueprint.settings.values.mapValues(\.description)
      key = blueprint.key.bits
    }

    /// The blueprint that this was made from.
    func blueprint<Maker>(_ registry: Registry<Maker>) throws -> Blueprint<Maker> {
      guard let entry = registry[maker] else {
        throw WorkbenchError("there is no \(registry.noun) '\(maker)' in this version")
      }
      var settings = Settings()
      for (name, text) in options {
        try settings.set(name, to: SnapshotFacts.setting(text), on: entry.card)
      }
      return Blueprint(
        card: entry.card, maker: entry.maker, settings: settings, key: RandomKey(bits: key))
    }
  }

  /// The weights, which are among the tensors, that a learner's generator began with.
  struct Start: Codable {
    var digest: String
    var classes: [String]

    init(_ start: TrainedWeights) throws {
      (digest, classes) = (StateDigest.text(try start.digest()), start.classes)
    }
  }

  /// How far a learner is.
  struct Progress: Codable {
    var data: String
    var sha256: String
    var completed: Int
    var step: Int
    var matrix: AccuracyMatrix
    /// Older files have none.
    var answers: [[AnswerCounts]]?
    /// Older files have none.
    var history: LossHistory?
    /// Older files have none; nor has a run in which nothing was measured between experiences.
    var course: AccuracyCourse?
    /// How validation accuracy went in the phase at hand, where it is watched.
    var stopping: EarlyStopping?
    /// Older files have none; nor has a run in which no experience was learned further.
    var reopening: Reopening?
    /// How the learner was trained, as its newest training says; older files have none.
    var training: String?
    /// The digest of results; older files have none.
    var resultDigest: String?

    /// Checks that these numbers can be those of a run through `stream`.
    ///
    /// - Throws: `WorkbenchError`; numbers that do not fit would lead to places that are not there.
    func check(_ stream: ExperienceStream, isTested: Bool) throws {
      let counts = stream.experiences.map(\.test.count)
      let isPossible = { (row: [Int]) in
        row.count == counts.count && zip(row, counts).allSatisfy { (0...$1).contains($0) }
      }
      guard matrix.counts == counts, isTested ? isPossible(matrix.before) : matrix.before.isEmpty,
        matrix.correct.count == (isTested ? completed : 0), matrix.correct.allSatisfy(isPossible),
        (0...counts.count).contains(completed), (0...(1 << 48)).contains(step),
        step == 0 || completed < counts.count, (0...(1 << 32)).contains(reopening?.rounds ?? 0),
        reopening?.isOpen != true || completed < counts.count
      else { throw WorkbenchError("the results in the file do not fit its data: it is damaged") }
      guard course?.isPossible(counts) ?? true else {
        throw WorkbenchError("the accuracies in the file do not fit its data: it is damaged")
      }
      guard arePossible(answers ?? [], outputs: stream.headSize) else {
        throw WorkbenchError("the answers in the file do not fit its results: it is damaged")
      }
    }

    /// Whether the recorded answers agree with the accuracy matrix.
    private func arePossible(_ answers: [[AnswerCounts]], outputs: Int) -> Bool {
      guard !answers.isEmpty else { return true }
      return answers.count == completed
        && answers.enumerated().allSatisfy { index, row in
          row.isEmpty
            || row.count == index + 1
              && row.enumerated().allSatisfy { place, counts in
                counts.isPossible(count: matrix.counts[place], outputs: outputs)
                  && counts.correct == matrix.correct[index][place]
              }
        }
    }
  }

  static let format = "reverie object 1"

  var format = Self.format
  var declaration: String
  var key: UInt64?
  var model: Network?
  var generator: Network?
  /// Of the trained weights that a learner's generator began with.
  var start: Start?
  var progress: Progress?
  /// Of a data set.
  var sha256: String?

  /// The facts as they are in a file.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// The value that `text` spells.
  static func setting(_ text: String) throws -> Value {
    guard case (_, .literal(let value))? = Parser.binding(in: "x=\(text)") else {
      throw WorkbenchError("'\(text)' is not a value: the file is damaged")
    }
    return value
  }

  /// The invocation that `declaration` spells.
  func invocation() throws -> (Invocation, Binding) {
    guard let parsed = try? Parser.statements(in: declaration).first,
      case .invocation(let invocation) = parsed.statement, let binding = invocation.binding
    else { throw WorkbenchError("'\(declaration)' declares nothing: the file is damaged") }
    return (invocation, binding)
  }
}

extension SnapshotFacts {
  /// The facts in a file's metadata; nil if it has none of this format.
  init?(in metadata: [String: String]) {
    guard let text = metadata["reverie"],
      let facts = try? JSONDecoder().decode(SnapshotFacts.self, from: Data(text.utf8)),
      facts.format == Self.format
    else { return nil }
    self = facts
  }
}
