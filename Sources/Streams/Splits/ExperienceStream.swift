import Catalog

/// A data set split into experiences.
package struct ExperienceStream: Sendable {
  /// Which images of the experiences are meant.
  package enum Part: String, Sendable, CaseIterable { case train, validation, test }

  /// The name of the data set's maker.
  package let name: String
  /// SHA-256 over the whole data set.
  package let digest: String
  /// What is known at test time.
  package let scenario: Scenario
  /// The extents of each image.
  package let shape: ImageShape
  /// What the classes are called, by the data set's own numbers.
  package let classNames: [String]
  /// What each class is, whatever its name: the digest of its data set and its number there.
  let origins: [String]
  /// The experiences, in order.
  package let experiences: [Experience]
  /// Outputs that a classifier needs: one for each class; for `domain`, for each of an experience.
  package let headSize: Int
  /// The data set's own class numbers, in the order in which they come.
  ///
  /// In the `class` and `task` scenarios a class's place here is its place in the head, so the
  /// classes so far are a prefix of the head.
  package let order: [Int]
  /// Which files the data set came from.
  package let files: [SourceFile]
  /// What was left out of the files and why: one line each.
  package let notes: [String]

  init(
    name: String, digest: String, scenario: Scenario, shape: ImageShape, classNames: [String],
    origins: [String], experiences: [Experience], headSize: Int, order: [Int], files: [SourceFile],
    notes: [String]
  ) {
    (self.name, self.digest, self.scenario, self.shape) = (name, digest, scenario, shape)
    (self.classNames, self.origins, self.experiences) = (classNames, origins, experiences)
    (self.headSize, self.order, self.files, self.notes) = (headSize, order, files, notes)
  }

  /// Splits the data set.
  ///
  /// - Throws: `StreamsError` if it cannot be split so or if an experience would be without images.
  package init(_ dataset: Dataset, _ options: SplitOptions = SplitOptions()) throws {
    let plan = try options.plan(classNames: dataset.classNames)
    let train = ExperienceStream.byClass(dataset.train, dataset.classNames.count)
    let test = ExperienceStream.byClass(dataset.test, dataset.classNames.count)
    var experiences: [Experience] = []
    var start = 0
    for (index, classes) in plan.enumerated() {
      let first = options.scenario == .domainIncremental ? 0 : start
      var position = [Int](repeating: 0, count: dataset.classNames.count)
      for (place, number) in classes.enumerated() { position[number] = first + place }
      func select(_ archive: ImageArchive, _ indices: [Int32]) -> ImageSelection {
        ImageSelection(archive: archive, indices: indices, position: position)
      }
      let limit = options.limit ?? Int.max
      let pools = classes.map { Array(train[$0].prefix(limit)) }
      let parts =
        options.stratify
        ? ValidationSplit(pools, share: options.validation)
        : ValidationSplit([pools.flatMap { $0 }.sorted()], spreading: options.validation)
      try parts.check(share: options.validation, experience: index)
      let tests = classes.flatMap { test[$0] }.sorted()
      guard !tests.isEmpty else {
        throw StreamsError.option(
          "experience \(index + 1) has no test image (classes "
            + classes.map { dataset.classNames[$0] }.joined(separator: ",") + "); use another split"
        )
      }
      experiences.append(
        Experience(
          index: index, classes: classes, outputs: first..<(first + classes.count),
          train: select(dataset.train, parts.train),
          validation: options.validation > 0 ? select(dataset.train, parts.held) : nil,
          test: select(dataset.test, tests)))
      start += classes.count
    }
    (name, digest, files) = (dataset.name, dataset.digest, dataset.files)
    let own = dataset.digest
    origins = dataset.classNames.indices.map { "\(own) \($0)" }
    notes = dataset.notes
    (scenario, shape, classNames) = (options.scenario, dataset.train.shape, dataset.classNames)
    (self.experiences, order) = (experiences, plan.flatMap { $0 })
    headSize = options.scenario == .domainIncremental ? plan.first?.count ?? 0 : start
  }

  /// Whether this can be the data set of the digest `sha256`: it is, or its pixels were not read.
  package func mayBe(_ sha256: String) -> Bool {
    digest == sha256 || digest.hasPrefix(Self.unread)
  }

  /// Before the digest of files whose pixels were not read.
  static let unread = "unread "

  /// The images of the experiences 0...last together, the joint learner's data.
  ///
  /// - Parameter last: from 0; a number beyond the end means all. Nil if there is no such image.
  package func union(upTo last: Int, _ part: Part = .train) -> ImageSelection? {
    let selections = experiences.prefix(max(0, min(last, experiences.count - 1) + 1))
      .compactMap { experience in
        switch part {
        case .train: experience.train
        case .validation: experience.validation
        case .test: experience.test
        }
      }
    return ImageSelection(joining: selections)
  }

  /// Places of the images of each class, in file order.
  private static func byClass(_ archive: ImageArchive, _ classes: Int) -> [[Int32]] {
    var places = [[Int32]](repeating: [], count: classes)
    for (place, label) in archive.labels.enumerated() {
      places[Int(label)].append(Int32(truncatingIfNeeded: place))
    }
    return places
  }
}
