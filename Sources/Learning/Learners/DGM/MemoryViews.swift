import Catalog
import Figures
import Streams
import Torch

/// What can be seen of dynamic generative memory.
struct MemoryViews {
  static let all = [
    view("masks", "distribution of mask values over the course of an experience, by layer") {
      try $0.masks($1 ?? $0.learned.count - 1)
    },
    view("growth", "weights after each experience, next to linear growth and the worst case") {
      views, _ in views.growth()
    },
    view("reuse", "share of capacity newly reserved, reused and free, by layer") { views, number in
      let use = try CapacityUse.all(views.memory)
      return number.map { views.memories(of: $0).map { views.reuse(use, of: $0) } }
        ?? views.reuse(use)
    },
    view("memory", "bytes of the memory, compared with the images it replaces") { views, _ in
      [views.bytes()]
    },
    view(
      "dreams", "images of each class as generated when its experience ended, and as generated now"
    ) {
      try $0.dreams($1)
    },
  ]

  private static func view(
    _ name: String, _ help: String,
    draw: @escaping @Sendable (MemoryViews, _ experience: Int?) throws -> [Figure]
  ) -> View {
    View(name, help, of: DynamicGenerativeMemory.self) { learner, number, stream in
      try draw(
        MemoryViews(memory: learner.generator, exemplars: learner.exemplars, stream: stream), number
      )
    }
  }

  let memory: MaskedGenerator
  let exemplars: ExemplarMemory
  let stream: ExperienceStream

  private var layers: Range<Int> { memory.options.widths.indices }

  /// Whether each class has a memory of its own.
  private var isByClass: Bool { memory.options.plan.scope == .eachClass }

  /// The experiences of which all classes are learned.
  private var learned: [Experience] {
    let known = memory.experiences.prefix(memory.finished).last?.outputs.upperBound ?? 0
    return stream.experiences.filter { $0.outputs.upperBound <= known }
  }

  /// The places of the memories of experience `number`, from 0.
  private func memories(of number: Int) -> [Int] {
    guard stream.experiences.indices.contains(number) else { return [] }
    let outputs = stream.experiences[number].outputs
    return memory.experiences.indices.filter { outputs.overlaps(memory.experiences[$0].outputs) }
  }

  /// One heat map for each layer, or one for each layer and class.
  private func masks(_ number: Int) throws -> [Figure] {
    try memories(of: number).flatMap { place in
      let name = "experience \(number + 1)"
      return try masks(place, isByClass ? name + ", class \(className(place))" : name)
    }
  }

  private func className(_ place: Int) -> String {
    stream.classNames[stream.order[memory.experiences[place].outputs.lowerBound]]
  }

  private func masks(_ place: Int, _ name: String) throws -> [Figure] {
    let shares = try memory.experiences[place].history.shares()
    let columns = (0..<MaskHistory.bins).map {
      Format.number(Double($0) / Double(MaskHistory.bins))
    }
    let rows = memory.options.moments.shares.map { "\(Int($0 * 100)) %" }
    return layers.map { layer in
      .heatMap(
        HeatMap(
          title: "\(name), layer \(layer + 1): share of masks by value (column: "
            + "lower end), after a share of training (row)",
          rowLabels: rows, columnLabels: columns,
          values: shares.map { $0?[layer].map { .some($0) } ?? [] }, range: 0...1))
    }
  }

  /// Widths of the layers at the start and after each experience.
  private var widths: [[Int]] {
    let begun = memory.experiences.prefix(memory.finished).map(\.widths)
    return begun + [memory.widths]
  }

  /// One chart for all layers together and one for each.
  private func growth() -> [Figure] {
    let growth = MemoryGrowth(widths, options: memory.options)
    func chart(_ title: String, _ size: ([[Int]]) -> [Int]) -> Figure {
      let curves = [
        ("this memory", growth.sizes), ("linear growth", growth.linear),
        ("worst case", growth.worst),
      ]
      return .chart(
        LineChart(
          title: title, xLabel: isByClass ? "classes learned" : "experiences learned",
          yLabel: "weights",
          series: curves.map { name, sizes in
            LineChart.Series(
              name: name,
              points: size(sizes).enumerated().map { (x: Double($0), y: Double($1)) })
          }))
    }
    return [chart("weights of the masked layers", MemoryGrowth.sum)]
      + layers.map { layer in chart("weights of layer \(layer + 1)") { $0[layer] } }
  }

  /// One chart for each layer, and the layers together in numbers.
  private func reuse(_ use: [[CapacityUse]]) -> [Figure] {
    let charts = layers.map { layer -> Figure in
      func series(_ name: String, _ part: (CapacityUse) -> Int) -> LineChart.Series {
        LineChart.Series(
          name: name,
          points: use.enumerated().map { index, row in
            let share = Double(part(row[layer])) / Double(max(1, row[layer].total))
            return (x: Double(index + 1), y: share)
          })
      }
      return .chart(
        LineChart(
          title: "capacity of layer \(layer + 1)", xLabel: isByClass ? "class" : "experience",
          yLabel: "share",
          series: [
            series("newly reserved", \.fresh), series("used again", \.reused),
            series("free", \.free),
          ], yRange: 0...1))
    }
    let rows = use.enumerated().map { index, row in
      Self.row(.integer(index + 1), row.reduce(.none, +))
    }
    let unit = isByClass ? "class" : "experience"
    return charts + [.table(Table(header: [unit] + Self.header, rows: rows))]
  }

  private func reuse(_ use: [[CapacityUse]], of number: Int) -> Figure {
    guard use.indices.contains(number) else { return .text("") }
    let rows = use[number].enumerated().map { Self.row(.integer($0 + 1), $1) }
    return .table(Table(header: ["layer"] + Self.header, rows: rows))
  }

  private static let header = [
    "mask entries", "newly reserved", "used again", "left alone", "free",
  ]

  private static func row(_ first: Table.Cell, _ use: CapacityUse) -> [Table.Cell] {
    [first, .integer(use.total)]
      + [use.fresh, use.reused, use.resting, use.free].map {
        .number(Double($0) / Double(max(1, use.total)), digits: 3)
      }
  }

  /// What must be kept against what it stands for.
  private func bytes() -> Figure {
    let size = MemorySize(memory, exemplars: exemplars.byteCount)
    let images = learned.reduce(0) { $0 + $1.train.count }
    let (image, classes) = (stream.shape.count, learned.reduce(0) { $0 + $1.classes.count })
    let rows: [(String, Int, String)] = [
      ("masked weights", size.weights, "4 bytes each"),
      ("norms and output layers", size.experiences, "per experience, 4 bytes each"),
      ("masks", size.masks, "1 bit per entry and experience"),
      ("exemplars", size.exemplars, "stored real images (store=)"),
      ("memory", size.total, "all of these"),
      ("training images", images * image, "\(Format.count(images)) of \(image) bytes"),
      (
        "exemplars for as much memory", size.total / max(1, image),
        "images: \(size.total / max(1, image * max(1, classes))) of each class so far"
      ),
    ]
    return .table(
      Table(
        header: ["part", "bytes", ""],
        rows: rows.map { name, count, words in
          // The last row counts images.
          [.text(name), .text(Format.count(count)), .text(words)]
        }))
  }

  /// A row for each class: its images when its experience ended, then the same ones now.
  private func dreams(_ number: Int?) throws -> [Figure] {
    let wanted = number.map { stream.experiences[$0].outputs }
    let remembered = try memory.rememberedDreams().filter { wanted?.contains($0.output) ?? true }
    let shape = stream.shape
    guard !remembered.isEmpty else { return [] }
    var (rows, captions): ([Tensor], [String]) = ([], [])
    for (output, then, now) in remembered {
      for (word, images) in [("then", then), ("now", now)] {
        let seen = try ((images + 1.0) * 0.5).resized(height: shape.height, width: shape.width)
        rows.append(try seen.asBytes())
        let name = stream.classNames[stream.order[output]]
        captions +=
          ["\(name) \(word)"]
          + [String](repeating: "", count: ExperienceMemory.firstCount - 1)
      }
    }
    return [
      .images(
        try ImageSheet(
          .concatenate(rows, dim: 0), captions: captions,
          columns: 2 * ExperienceMemory.firstCount))
    ]
  }
}
