extension ExperienceStream {
  /// The number that the class `number` has in the data of `other`; nil if it is none of its classes.
  package func number(of number: Int, in other: ExperienceStream) -> Int? {
    other.origins.firstIndex(of: origins[number])
      ?? other.classNames.firstIndex(of: classNames[number])
  }

  /// The images of `selection`, which belongs to this stream, with the labels that their classes have in
  /// `other`, one part for each experience of `other` that has some of the classes.
  ///
  /// Classes are the same if they are one class of one data set or, failing that, have the same name.
  /// - Throws: `StreamsError` if images have another shape, or `other` has no class of a name.
  package func matched(
    _ selection: ImageSelection, to other: ExperienceStream
  ) throws -> [(experience: Experience, images: ImageSelection)] {
    guard selection.archive.shape == other.shape else {
      throw StreamsError.option(
        "images of \(selection.archive.shape) cannot be given to a learner of \(other.shape) images"
      )
    }
    let archive = selection.archive
    let present = Set(selection.indices.map { Int(archive.labels[Int($0)]) }).sorted()
    // For each class of this stream: the experience of `other` that has it, and its place in the head.
    var places = [(experience: Int, output: Int)?](repeating: nil, count: classNames.count)
    for number in present {
      let name = classNames[number]
      let same = self.number(of: number, in: other)
      for experience in other.experiences {
        if let place = experience.classes.firstIndex(where: { $0 == same }) {
          places[number] = (experience.index, experience.outputs.lowerBound + place)
        }
      }
      guard places[number] != nil else {
        throw StreamsError.option(
          "class '\(name)' is not one of the learner's; evaluate on some of its classes: "
            + "data part = \(self.name) classes=...")
      }
    }
    return other.experiences.compactMap { experience in
      let position = places.map { $0?.experience == experience.index ? $0?.output ?? 0 : -1 }
      let indices = selection.indices.filter { position[Int(archive.labels[Int($0)])] >= 0 }
      guard !indices.isEmpty else { return nil }
      return (
        experience, ImageSelection(archive: archive, indices: indices, position: position)
      )
    }
  }
}
