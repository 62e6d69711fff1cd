/// Where the result of a command comes from, when snapshots may answer.
package enum Origin: Sendable, Equatable {
  /// It was computed; `changed` names what differs from the most similar snapshot.
  case run(changed: [String])
  /// A snapshot had it whole, or up to step `until`.
  case snapshot(until: Int?)
}

extension Origin: CustomStringConvertible {
  /// `ran`, `ran (rate changed)` or `from cache (same inputs)`.
  package var description: String {
    switch self {
    case .run(let changed) where changed.isEmpty: "ran"
    case .run(let changed): "ran (\(changed.prefix(2).joined(separator: ", ")) changed)"
    case .snapshot(let step?): "from cache up to step \(step), then ran"
    case .snapshot: "from cache (same inputs)"
    }
  }
}
