/// Equal elements of two sequences, paired in order.
enum SequenceAlignment {
  /// Elements of both, without the common beginning and end, up to which the longest common
  /// subsequence is taken; that one takes the product of the lengths in time.
  private static let longest = 2000

  /// The places of equal elements, ascending on both sides: a longest common subsequence, or of long
  /// sequences one whose pairs are the same occurrence of an element, in `n log n` time.
  static func pairs(_ left: [String], _ right: [String]) -> [(Int, Int)] {
    let least = min(left.count, right.count)
    let start = (0..<least).first { left[$0] != right[$0] } ?? least
    let tail = (0..<least - start).first {
      left[left.count - 1 - $0] != right[right.count - 1 - $0]
    }
    let same = tail ?? least - start
    let (one, other) = (left[start..<left.count - same], right[start..<right.count - same])
    let middle =
      one.count + other.count <= longest ? common(one, other) : occurrences(one, other)
    return (0..<start).map { ($0, $0) } + middle
      + (0..<same).map { (left.count - same + $0, right.count - same + $0) }
  }

  private static func common(
    _ left: ArraySlice<String>, _ right: ArraySlice<String>
  ) -> [(Int, Int)] {
    let changes = right.difference(from: left)
    let (removed, inserted) = (
      Set(changes.removals.map(offset)), Set(changes.insertions.map(offset))
    )
    return Array(
      zip(
        left.indices.filter { !removed.contains($0 - left.startIndex) },
        right.indices.filter { !inserted.contains($0 - right.startIndex) }))
  }

  private static func offset(_ change: CollectionDifference<String>.Change) -> Int {
    switch change {
    case .insert(let at, _, _), .remove(let at, _, _): at
    }
  }

  /// An element together with how many equal ones stand before it.
  private struct Occurrence: Hashable {
    let element: String
    let number: Int

    static func all(_ elements: ArraySlice<String>) -> [Occurrence] {
      var seen: [String: Int] = [:]
      return elements.map { element in
        seen[element, default: 0] += 1
        return Occurrence(element: element, number: seen[element] ?? 0)
      }
    }
  }

  private static func occurrences(
    _ left: ArraySlice<String>, _ right: ArraySlice<String>
  ) -> [(Int, Int)] {
    let places = Dictionary(
      uniqueKeysWithValues: zip(Occurrence.all(right), right.indices))
    let pairs = zip(left.indices, Occurrence.all(left)).compactMap { index, occurrence in
      places[occurrence].map { (index, $0) }
    }
    return ascending(pairs)
  }

  /// The longest run of pairs, of those in order of their first place, in which the second ascends too.
  private static func ascending(_ pairs: [(Int, Int)]) -> [(Int, Int)] {
    /// The pair with the least end among the runs of each length, and the pair before each one.
    var ends: [Int] = []
    var before = [Int?](repeating: nil, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[ends[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
      }
      before[index] = low > 0 ? ends[low - 1] : nil
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var run: [(Int, Int)] = []
    var next = ends.last
    while let index = next {
      run.append(pairs[index])
      next = before[index]
    }
    return run.reversed()
  }
}
