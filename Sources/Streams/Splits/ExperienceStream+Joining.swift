import Digests

extension ExperienceStream {
  /// The experiences of `parts` one after the other, as one stream.
  ///
  /// Classes of different data sets are different classes; where two have the same name, the data set's
  /// name is put before it. In the domain-incremental scenario all experiences share one head.
  /// - Throws: `StreamsError` if images, scenarios or, for one shared head, numbers of classes differ.
  package init(joining parts: [ExperienceStream]) throws {
    guard let first = parts.first else { throw StreamsError.option("there is nothing to join") }
    for part in parts.dropFirst() {
      try Self.check(part, after: first)
    }
    let train = try ImageArchive(joining: parts.map { $0.experiences[0].train.archive }, parts)
    let test = try ImageArchive(joining: parts.map { $0.experiences[0].test.archive }, parts)
    var (experiences, order): ([Experience], [Int]) = ([], [])
    var (classes, outputs) = (0, 0)
    var (trained, tested) = (0, 0)
    for part in parts {
      let shift = first.scenario == .domainIncremental ? 0 : outputs
      for experience in part.experiences {
        func moved(_ images: ImageSelection, into archive: ImageArchive, by places: Int)
          -> ImageSelection
        {
          ImageSelection(
            archive: archive,
            indices: images.indices.map { $0 + Int32(truncatingIfNeeded: places) },
            labels: images.labels.map { $0 + shift })
        }
        experiences.append(
          Experience(
            index: experiences.count, classes: experience.classes.map { $0 + classes },
            outputs: (experience.outputs.lowerBound + shift)..<(experience.outputs.upperBound
              + shift),
            train: moved(experience.train, into: train, by: trained),
            validation: experience.validation.map { moved($0, into: train, by: trained) },
            test: moved(experience.test, into: test, by: tested)))
      }
      order += part.order.map { $0 + classes }
      (classes, outputs) = (classes + part.classNames.count, outputs + part.headSize)
      trained += part.experiences[0].train.archive.count
      tested += part.experiences[0].test.archive.count
    }
    self.init(
      name: parts.map(\.name).joined(separator: " then "), digest: Self.digest(parts),
      scenario: first.scenario, shape: first.shape, classNames: Self.names(parts),
      origins: parts.flatMap(\.origins), experiences: experiences,
      headSize: first.scenario == .domainIncremental ? first.headSize : outputs, order: order,
      files: parts.flatMap(\.files), notes: parts.flatMap(\.notes))
  }

  private static func check(_ part: ExperienceStream, after first: ExperienceStream) throws {
    guard part.shape == first.shape else {
      throw StreamsError.option(
        "images of \(part.name) are \(part.shape), those of \(first.name) \(first.shape): only data "
          + "sets with images of one size make one stream")
    }
    guard part.scenario == first.scenario else {
      throw StreamsError.option(
        "\(part.name) is \(part.scenario.rawValue)-incremental, \(first.name) "
          + "\(first.scenario.rawValue)-incremental: give both the same scenario=")
    }
    guard first.scenario != .domainIncremental || part.headSize == first.headSize else {
      throw StreamsError.option(
        "scenario=domain needs equally many classes in each experience, but \(first.name) has "
          + "\(first.headSize) and \(part.name) \(part.headSize)")
    }
  }

  /// The names of all classes, each once.
  private static func names(_ parts: [ExperienceStream]) -> [String] {
    let all = parts.flatMap(\.classNames)
    var taken: [String: Int] = [:]
    for name in all { taken[name, default: 0] += 1 }
    var used: Set<String> = []
    return parts.flatMap { part in
      part.classNames.map { name in
        guard taken[name, default: 0] > 1 else { return name }
        let full = "\(part.name) \(name)"
        let choices = [full] + (2...parts.count + 1).map { "\(full) (\($0))" }
        return choices.first { used.insert($0).inserted } ?? full
      }
    }
  }

  /// SHA-256 over the digests of the parts; that of data that were not read stays one of such data.
  private static func digest(_ parts: [ExperienceStream]) -> String {
    let whole = sha256(Array(parts.map(\.digest).joined(separator: "\n").utf8))
    return parts.contains { $0.digest.hasPrefix(unread) } ? unread + whole : whole
  }
}

extension ImageArchive {
  /// The images of several archives one after the other; `parts` say how many classes each has.
  fileprivate init(joining archives: [ImageArchive], _ parts: [ExperienceStream]) throws {
    var labels: [UInt16] = []
    var classes = 0
    for (archive, part) in zip(archives, parts) {
      guard classes + part.classNames.count <= Int(UInt16.max) else {
        throw StreamsError.option("a stream has at most \(UInt16.max) classes")
      }
      labels += archive.labels.map { $0 + UInt16(classes) }
      classes += part.classNames.count
    }
    let storage = try ImageStorage(count: archives.reduce(0) { $0 + $1.storage.count }) { into in
      var start = 0
      for archive in archives {
        let bytes = archive.storage.bytes
        UnsafeMutableRawBufferPointer(rebasing: into[start..<start + bytes.count])
          .copyBytes(from: bytes)
        start += bytes.count
      }
    }
    try self.init(shape: archives[0].shape, labels: labels, storage: storage)
  }
}
