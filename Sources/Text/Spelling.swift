/// Finds the probably intended word.
package enum Spelling {
  /// "did you mean 'x'?" for the nearest of the words, if one is near enough.
  package static func suggestion(for word: String, among words: some Sequence<String>) -> String? {
    nearest(to: word, among: words).map { "did you mean '\($0)'?" }
  }

  /// The nearest of the words, if at most a third of `word` is wrong; capitals do not count.
  package static func nearest(to word: String, among words: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased())
    let limit = typed.count / 3
    var best: (distance: Int, word: String)?
    for candidate in words {
      let letters = Array(candidate.lowercased())
      guard abs(letters.count - typed.count) <= limit else { continue }
      let distance = distance(typed, letters)
      guard distance <= limit else { continue }
      if let best, (best.distance, best.word) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.word
  }

  /// Optimal string alignment: inserted, lost, wrong and swapped letters cost 1 each.
  package static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var older: [Int] = []
    var old = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var new = [row + 1]
      new.reserveCapacity(right.count + 1)
      for (column, other) in right.enumerated() {
        let replaced = old[column] + (letter == other ? 0 : 1)
        var cost = min(replaced, old[column + 1] + 1, new[column] + 1)
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, older[column - 1] + 1)
        }
        new.append(cost)
      }
      (older, old) = (old, new)
    }
    return old[right.count]
  }
}
