import Catalog
import Figures
import Journal
import Language
import Learning
import Torch

/// `sample NAME`: images drawn from a generator, or from that of a learner.
struct Sample: Command {
  static let count = Parameter("n", .integer(1...1000), default: 10, "number of images")
  static let classes = Parameter<Value?>(
    "of", .anything, default: nil, "class, or classes like 3,4, to generate n images of")
  static let each = Parameter(
    "each", .integer(1...100), default: Int?.none,
    "images per learned class, one class per row, instead of n")
  static let stream = Parameter(
    "draw", .integer(0...1_000_000), default: 0,
    "number of the random stream; a different number gives different images")

  static let wrong = Parameter(
    "wrong", .flag, default: false,
    "show test images of learned experiences that are classified wrongly instead")

  static let card = Card(
    "sample", "generate images, or show what a learner gets wrong",
    operands: [
      .init(
        "object", .object(["learner", "generator"]), "a generator, or a learner that has one")
    ],
    prepositions: [OutputFile.operand(Figure.FileFormat.allCases.map(\.rawValue))],
    parameters: [count, classes, each, stream, wrong, OutputFile.replace],
    example: "sample ours n=10", elsewhere: ["generate", "dream", "imagine", "mistakes"],
    notes: """
      of= and each= need a generator that can be asked for a class: cvae, acgan, style, masked, and \
      those of dgm, genifer, mergan and brain-inspired. sample ours to "digits.png" also writes the \
      images to a file. \
      wrong=yes needs no generator: it shows n test images to which the learner gives a wrong class \
      now, the most confident answers first; 4 as 9 is a 4 that was taken for a 9.
      """)

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let file = try OutputFile(
      arguments, endings: Figure.FileFormat.allCases.map(\.rawValue), in: context)
    let name = arguments.text(0) ?? ""
    let object = try context.workspace.trainable(name, at: arguments.span(0))
    if arguments[Self.wrong] {
      let learner = try context.workspace.learner(arguments)
      return try mistakes(of: learner, learner.begun())
    }
    let key = context.workspace.key(object.kind, name)("sample", arguments[Self.stream])
    let (images, captions) = try dreams(object, object.begun(), key)
    let bytes = try images.asBytes()
    let sheet = try ImageSheet(bytes, captions: captions, columns: columns)
    let written = try file?.write([.images(sheet)], in: context)
    return Outcome(
      [
        NamedValue("images", .integer(sheet.images.count)),
        NamedValue("pixels", .text(StateDigest.text(try bytes.digest()))),
      ], figures: [.images(sheet)] + (written.map { [.text($0)] } ?? []))
  }

  /// Images in a row; nil: as many as fit.
  private var columns: Int? {
    if let each = arguments[Self.each] { return each }
    guard case .list? = arguments[Self.classes] else { return nil }
    return arguments[Self.count]
  }

  /// The test images with the most confident wrong answers.
  private func mistakes(of learner: LearnerObject, _ run: LearningRun) throws -> Outcome {
    let mistakes = try run.mistakes()
    let stream = run.stream
    let isDomain = stream.scenario == .domainIncremental
    func name(_ place: Int) -> String {
      place == AnswerCounts.none
        ? "nothing" : isDomain ? "\(place)" : stream.classNames[stream.order[place]]
    }
    let chosen = mistakes.prefix(arguments[Self.count])
    let images = chosen.map { mistake in
      let test = mistake.experience.test
      return test.archive.pixels(at: Int(test.indices[mistake.place]))
    }
    let captions = chosen.map { mistake in
      let truth = mistake.experience.test.labels[mistake.place]
      return "\(name(truth)) as \(name(mistake.answer.place))"
    }
    let values = [
      NamedValue("mistakes", .integer(mistakes.count)),
      NamedValue("images", .integer(images.count)),
    ]
    guard !images.isEmpty else {
      return Outcome(values, figures: [.text("\(learner.name) makes no mistakes on test images")])
    }
    let sheet = try ImageSheet(
      images: images, channels: stream.shape.channels, height: stream.shape.height,
      width: stream.shape.width, captions: captions)
    return Outcome(
      values,
      figures: [
        .images(sheet), .text("\(Format.count(mistakes.count, "test image")) classified wrongly"),
      ])
  }

  /// The images, `[count, channels, height, width]` in 0...1, and what stands under them.
  private func dreams(
    _ object: LearnerObject, _ run: LearningRun, _ key: RandomKey
  ) throws -> (images: Tensor, captions: [String]) {
    let each = arguments[Self.each]
    guard let asked = arguments[Self.classes] else {
      if let each {
        return try rows(Array(0..<run.stream.headSize), each, object, run, key, isAsked: false)
      }
      guard let images = try run.dream(arguments[Self.count], key: key) else {
        throw WorkbenchError("\(object.name) (\(object.card.name)) has no generator to sample from")
      }
      return (images, [])
    }
    let outputs = try object.outputs(
      of: asked, run, at: arguments.span(.option(Self.classes.name)))
    let count = each ?? arguments[Self.count]
    guard outputs.count * count <= Self.most else {
      throw Diagnostic(
        "\(outputs.count) classes with \(count) images each are more than \(Self.most) images",
        at: arguments.span(.option(Self.classes.name)))
    }
    return try rows(outputs, count, object, run, key, isAsked: true)
  }

  private static let most = 1000

  /// `count` images of each class at places `outputs`; of those that can be had, unless each is
  /// asked for.
  private func rows(
    _ outputs: [Int], _ count: Int, _ object: LearnerObject, _ run: LearningRun, _ key: RandomKey,
    isAsked: Bool
  ) throws -> (images: Tensor, captions: [String]) {
    let names = run.stream.outputNames
    var (rows, captions): ([Tensor], [String]) = ([], [])
    for output in outputs {
      guard let row = try run.dream(count, of: output, key: key("class", output)) else {
        guard isAsked else { continue }
        throw object.noDreams
      }
      rows.append(row)
      captions += [names[output]] + [String](repeating: "", count: count - 1)
    }
    guard !rows.isEmpty else { throw object.noDreams }
    return (try Tensor.concatenate(rows, dim: 0), captions)
  }
}
