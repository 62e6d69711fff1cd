import Catalog
import Models

/// How many images a method may keep: a number, what fits into a number of bytes, or what fits into the
/// bytes of another learner.
package enum ImageBudget {
  /// What `memory=` says.
  package enum Size: SettingValue, Equatable {
    case images(Int)
    /// As many bytes as the learner of this name keeps.
    case like(String)

    package init?(_ setting: Value) {
      switch setting {
      case .integer(let count): self = .images(count)
      case .name(let word) where word.hasPrefix(Domain.asMuchAs):
        self = .like(String(word.dropFirst(Domain.asMuchAs.count)))
      default: return nil
      }
    }

    package var setting: Value? {
      switch self {
      case .images(let count): .integer(count)
      case .like(let name): .name(Domain.asMuchAs + name)
      }
    }
  }

  /// The option for what is kept; `help` says what an image is kept for, without a full stop.
  package static func memory(_ help: String) -> Parameter<Size> {
    Parameter(
      "memory", .integerOrAs(1...100_000_000, "learner"), default: .images(2000),
      help + "; memory=as:ours keeps as many bytes as the learner ours, the classifier included")
  }

  package static let bytes = Parameter<Int?>(
    "bytes", .integer(1...(1 << 50)), default: nil,
    "bytes to keep between experiences instead of memory=, the classifier included")

  /// The number of images that `settings` say, which have `each` bytes, beside a classifier of `network`
  /// bytes.
  ///
  /// - Throws: `ModelError` if both are given, or if no image fits.
  package static func images(
    _ settings: Settings, _ memory: Parameter<Size>, each: Int, network: Int
  ) throws(ModelError) -> Int {
    guard let total = settings[bytes] else {
      switch settings[memory] {
      case .images(let count): return count
      case .like(let name):
        throw ModelError(
          "memory=\(Domain.asMuchAs)\(name) holds where a learner is created: create a new one")
      }
    }
    guard !settings.gives(memory) else {
      throw ModelError("memory= and bytes= both say how much is kept: give one of them")
    }
    guard total >= network + each else {
      throw ModelError(
        "\(total) bytes leave no room for images: the classifier takes \(network) and an image "
          + "\(each) bytes, use bytes=\(network + each) or more")
    }
    return (total - network) / max(1, each)
  }
}
