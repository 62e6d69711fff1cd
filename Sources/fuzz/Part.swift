import Torch

/// The readers that are fuzzed.
enum Part: String, CaseIterable {
  case language, journal, snapshot, npz, idx, mat, list

  /// - Throws: What a reader needs and does not find.
  func target() throws -> any Target {
    switch self {
    case .language: return LanguageTarget()
    case .journal: return JournalTarget()
    case .snapshot:
      Backend.start(Backend.Configuration(threads: 1))
      return try SnapshotTarget()
    case .npz, .idx, .mat, .list: return try DataTarget(self)
    }
  }
}
