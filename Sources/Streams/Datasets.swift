import Catalog

/// All data sets that can be made by name.
package enum Datasets {
  /// In the order in which help lists them.
  package static let all = Registry<any DatasetReader.Type>(
    "data set",
    [
      entry(Digits.self),
      entry(Glyphs.self),
      entry(MNIST.self),
      entry(FashionMNIST.self),
      entry(KMNIST.self),
      entry(QMNIST.self),
      entry(EMNIST.self),
      entry(CIFAR10.self),
      entry(CIFAR100.self),
      entry(SVHN.self),
      entry(IDXPair.self),
      entry(ImageFolder.self),
      entry(NPZ.self),
    ])

  /// Reads the data set of this name and splits it into experiences.
  ///
  /// - Parameters:
  ///   - decodes: whether image files are decoded; otherwise only their headers are read, pixels are 0
  ///     and the digest is that of the files.
  ///   - shouldStop: asked again and again while files are read.
  /// - Throws: `StreamsError` if there is no such data set, if its files cannot be read, if it
  ///   cannot be split as asked, or if `shouldStop` says so.
  package static func stream(
    _ name: String, _ settings: Settings = Settings(), in directory: DataDirectory,
    operand path: String? = nil, decodes: Bool = true,
    shouldStop: @escaping () -> Bool = { false }
  ) throws -> ExperienceStream {
    guard let entry = all[name] else {
      throw StreamsError.option(
        "there is no data set '\(name)': use \(all.names.joined(separator: ", "))")
    }
    // Options first: a wrong option should not cost reading a large file.
    let options = try SplitOptions(settings)
    let access = DataAccess(directory, decodes: decodes, stop: StopSignal(shouldStop))
    let dataset = try entry.maker.read(settings, in: access, operand: path)
    return try ExperienceStream(dataset, options)
  }

  /// What follows a data set that is the first of several.
  package static let then = Card.Operand(
    "then", .objects(["data"]), optional: true,
    "data sets whose experiences come next: made by name with the same split, or declared before")

  private static func entry(
    _ maker: any DatasetReader.Type
  ) -> (Card, any DatasetReader.Type) {
    let own = maker.card
    let card = Card(
      own.name, own.summary, operands: own.operands, prepositions: own.prepositions + [then],
      parameters: own.parameters + SplitOptions.parameters, example: own.example,
      source: own.source, notes: own.notes)
    return (card, maker)
  }
}
