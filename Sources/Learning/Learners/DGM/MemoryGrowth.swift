/// The size of the masked layers over experiences, against two rules that it is measured by.
struct MemoryGrowth {
  /// Weights, `[layer][experiences ended]`; the first entry is the start.
  let sizes: [[Int]]
  /// As if each experience added a whole start of its own.
  let linear: [[Int]]
  /// As if each experience reserved all that was free.
  let worst: [[Int]]

  /// - Parameter widths: output channels, `[experiences ended][layer]`; the first entry is the start.
  init(_ widths: [[Int]], options: MemoryOptions) {
    let start = Self.weights(options.widths, options)
    let count = widths.count
    sizes = start.indices.map { layer in widths.map { Self.weights($0, options)[layer] } }
    linear = start.map { size in (0..<count).map { size * ($0 + 1) } }
    var (wide, reserved) = (options.widths, start.map { _ in 0 })
    var worst: [[Int]] = []
    for _ in 0..<count {
      let totals =
        options.kind == .weights ? Self.weights(wide, options) : wide
      worst.append(Self.weights(wide, options))
      let growth = MaskExpansion.growth(
        options.kind, inputs: options.inputs, widths: wide,
        taken: zip(totals, reserved).map { $0 - $1 })
      reserved = totals
      wide = zip(wide, growth).map { $0 + $1 }
    }
    self.worst = start.indices.map { layer in worst.map { $0[layer] } }
  }

  /// All layers together, from sizes as above.
  static func sum(_ sizes: [[Int]]) -> [Int] {
    (sizes.first ?? []).indices.map { place in sizes.reduce(0) { $0 + $1[place] } }
  }

  /// Weights of each layer with these output channels.
  static func weights(_ widths: [Int], _ options: MemoryOptions) -> [Int] {
    zip([options.inputs] + widths, widths).map { $0 * $1 * MaskExpansion.area }
  }
}
