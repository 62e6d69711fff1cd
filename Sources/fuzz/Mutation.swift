/// Changes an input at bytes, words or lines, or splices it with the corpus.
struct Mutation {
  let corpus: Corpus
  /// Inputs stay shorter than this, but for rare ones that are sixteen times longer.
  private static let longest = 4096

  /// Makes a few changes.
  func change(_ input: inout [UInt8], _ dice: inout Dice) {
    for _ in 0...dice.pick([0, 0, 1, 1, 2, 4, 8]) {
      switch dice.below(8) {
      case 0, 1: changeBytes(&input, &dice)
      case 2, 3, 4: changeWords(&input, &dice)
      case 5: changeNumber(&input, &dice)
      case 6: changeLines(&input, &dice)
      default: splice(&input, &dice)
      }
    }
    let limit = dice.once(in: 500) ? Self.longest * 16 : Self.longest
    if input.count > limit { input.removeLast(input.count - limit) }
  }

  private func changeBytes(_ input: inout [UInt8], _ dice: inout Dice) {
    let place = dice.below(input.count)
    switch dice.below(7) {
    case _ where input.isEmpty: input = dice.pick(Corpus.pieces)
    case 0: input[place] ^= 1 << UInt8(dice.below(8))
    case 1: input[place] = UInt8(dice.below(256))
    case 2: input.remove(at: place)
    case 3: input.insert(UInt8(dice.below(256)), at: place)
    case 4: input.insert(contentsOf: dice.pick(Corpus.pieces), at: place)
    case 5: input.removeSubrange(Self.stretch(input.count, at: place, &dice))
    default: input.removeLast(input.count - place)
    }
  }

  /// A short range at `place`.
  private static func stretch(_ count: Int, at place: Int, _ dice: inout Dice) -> Range<Int> {
    place..<min(count, place + 1 + dice.below(12))
  }

  /// The word, number, sign or spaces that `place` is in.
  private func word(_ input: [UInt8], at place: Int) -> Range<Int> {
    let kind = Self.kind(input[place])
    var (lower, upper) = (place, place + 1)
    guard kind != 0 else { return lower..<upper }
    while lower > 0, Self.kind(input[lower - 1]) == kind { lower -= 1 }
    while upper < input.count, Self.kind(input[upper]) == kind { upper += 1 }
    return lower..<upper
  }

  /// 0 for signs, which stand alone; 1 for spaces, 2 for words and numbers.
  private static func kind(_ byte: UInt8) -> Int {
    switch byte {
    case 32: 1
    case 48...57, 65...90, 95, 97...122, 128...: 2
    default: 0
    }
  }

  private func changeWords(_ input: inout [UInt8], _ dice: inout Dice) {
    guard !input.isEmpty else { return }
    let place = word(input, at: dice.below(input.count))
    switch dice.below(6) {
    case 0: input.removeSubrange(place)
    case 1: input.replaceSubrange(place, with: dice.pick(Corpus.pieces))
    case 2: input.insert(contentsOf: dice.pick(Corpus.pieces), at: place.lowerBound)
    case 3:
      let other = word(input, at: dice.below(input.count))
      let (left, right) = (Array(input[place]), Array(input[other]))
      guard place.upperBound <= other.lowerBound else {
        return input.replaceSubrange(place, with: right)
      }
      input.replaceSubrange(other, with: left)
      input.replaceSubrange(place, with: right)
    case 4:
      let line = dice.pick(corpus.lines)
      input.replaceSubrange(place, with: line[word(line, at: dice.below(line.count))])
    default:
      // Nesting and chains: usually a few, at times past every limit.
      let copy = Array(input[place])
      let times = dice.once(in: 20) ? dice.pick([63, 64, 65, 511, 512, 513, 2000]) : dice.below(4)
      for _ in 0..<times where input.count < Self.longest * 16 {
        input.insert(contentsOf: copy, at: place.upperBound)
      }
    }
  }

  private func changeNumber(_ input: inout [UInt8], _ dice: inout Dice) {
    let start = dice.below(input.count)
    guard let lower = input[start...].firstIndex(where: { 48...57 ~= $0 }) else { return }
    let upper = input[lower...].firstIndex { !(48...57 ~= $0) } ?? input.count
    input.replaceSubrange(lower..<upper, with: dice.pick(Corpus.numbers))
  }

  private func changeLines(_ input: inout [UInt8], _ dice: inout Dice) {
    var lines = input.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    let (place, other) = (dice.below(lines.count), dice.below(lines.count))
    switch dice.below(6) {
    case 0: lines.remove(at: place)
    case 1: lines.insert(lines[place], at: other)
    case 2: lines.swapAt(place, other)
    case 3: lines[place] += lines[other]
    case 4: lines[place].removeLast(dice.below(lines[place].count + 1))
    default: lines.insert(dice.pick(corpus.lines), at: place)
    }
    input = Array(lines.joined(separator: [10]))
  }

  /// Puts a piece of a session or of the input itself somewhere into it.
  private func splice(_ input: inout [UInt8], _ dice: inout Dice) {
    let source = dice.once(in: 3) ? input : dice.pick(corpus.texts)
    guard !source.isEmpty else { return }
    let start = dice.below(source.count)
    let piece = source[start..<min(source.count, start + 1 + dice.below(60))]
    let place = dice.below(input.count + 1)
    let end = dice.once(in: 2) ? place : min(input.count, place + piece.count)
    input.replaceSubrange(place..<end, with: piece)
  }
}
