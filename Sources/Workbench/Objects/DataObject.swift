import Catalog
import Figures
import Journal
import Language
import Learning
import Streams
import Torch

/// A data set split into experiences.
package final class DataObject: LiveObject {
  package let name: String
  package let declaration: Invocation
  package let stream: ExperienceStream
  package var kind: Kind { .data }
  private var judge: Judge?

  init(name: String, declaration: Invocation, stream: ExperienceStream) {
    (self.name, self.declaration, self.stream) = (name, declaration, stream)
  }

  /// The oracle classifier for generated images of these classes, trained when first needed.
  func judge(device: Device, isRehearsal: Bool, shouldStop: () -> Bool) throws -> Judge {
    if let judge { return judge }
    let made = try Judge(
      stream, device: device, isRehearsal: isRehearsal, shouldStop: shouldStop)
    judge = made
    return made
  }

  package var summary: String {
    "\(Format.count(stream.experiences.count, "experience")), \(Format.count(train)) training and "
      + "\(Format.count(test)) test images, \(stream.scenario.rawValue)-incremental"
  }

  private var train: Int { stream.experiences.reduce(0) { $0 + $1.train.count } }
  private var test: Int { stream.experiences.reduce(0) { $0 + $1.test.count } }

  package var fields: [NamedValue] {
    [
      NamedValue("train", .integer(train)), NamedValue("test", .integer(test)),
      NamedValue("experiences", .integer(stream.experiences.count)),
      NamedValue("classes", .list(Measures.labels(stream).map { .text($0) })),
      NamedValue("sha256", .text(stream.digest)),
    ]
  }

  package func portrait() -> [Figure] {
    let shape = stream.shape
    let rows = stream.experiences.map { experience -> [Table.Cell] in
      [
        .integer(experience.index + 1),
        .text(experience.classes.map { stream.classNames[$0] }.joined(separator: " ")),
        .integer(experience.train.count), .integer(experience.validation?.count ?? 0),
        .integer(experience.test.count),
      ]
    }
    let table = Table(
      header: ["experience", "classes", "train", "validation", "test"], rows: rows)
    let size = "images \(shape.channels) x \(shape.height) x \(shape.width), "
    let counts = classCounts
    // One line where all classes have as many.
    let equal = counts.first.flatMap { first in counts.allSatisfy { $0 == first } ? first : nil }
    let words = [
      "\(name): \(summary)",
      size + (equal.map { Self.each($0) + " of each class, " } ?? "")
        + "sha256 \(stream.digest.prefix(12))",
    ]
    return [.text((words + stream.notes).joined(separator: "\n")), .table(table)]
      + (equal == nil ? [byClass(counts)] : []) + options + sheet()
  }

  package func renamed(_ name: String) -> any LiveObject {
    DataObject(name: name, declaration: declaration(of: name), stream: stream)
  }

  private static func each(_ counts: [Int]) -> String {
    zip(counts, ["training", "validation", "test"]).filter { $0.0 > 0 }
      .map { "\(Format.count($0.0)) \($0.1)" }.joined(separator: ", ")
  }

  /// The numbers of training, validation and test images of each class, in the order of experiences.
  private var classCounts: [[Int]] {
    stream.experiences.flatMap { experience in
      experience.classes.indices.map { place in
        [experience.train, experience.validation, experience.test].map { images in
          images?.labels.count { $0 == experience.outputs.lowerBound + place } ?? 0
        }
      }
    }
  }

  private func byClass(_ counts: [[Int]]) -> Figure {
    let classes = stream.experiences.flatMap { experience in
      experience.classes.map { ($0, experience.index + 1) }
    }
    let rows = zip(classes, counts).map { place, counts -> [Table.Cell] in
      [.text(stream.classNames[place.0]), .integer(place.1)] + counts.map { .integer($0) }
    }
    return .table(
      Table(header: ["class", "experience", "train", "validation", "test"], rows: rows))
  }

  package func snapshot() -> Snapshot {
    Snapshot(SnapshotFacts(declaration: declaration.description, sha256: stream.digest))
  }

  /// One image of each class, at most ten.
  private func sheet() -> [Figure] {
    let shape = stream.shape
    var pixels: [[UInt8]] = []
    var captions: [String] = []
    for experience in stream.experiences {
      for (position, original) in experience.classes.enumerated() where pixels.count < 10 {
        let label = experience.outputs.lowerBound + position
        guard let at = experience.train.labels.firstIndex(of: label) else { continue }
        pixels.append(experience.train.archive.pixels(at: Int(experience.train.indices[at])))
        captions.append(stream.classNames[original])
      }
    }
    let sheet = try? ImageSheet(
      images: pixels, channels: shape.channels, height: shape.height, width: shape.width,
      captions: captions)
    return sheet.map { [.images($0)] } ?? []
  }
}
