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
    let words = [
      "\(name): \(summary)",
      "images \(shape.channels) x \(shape.height) x \(shape.width), "
        + "sha256 \(stream.digest.prefix(12))",
    ]
    return [.text((words + stream.notes).joined(separator: "\n")), .table(table), byClass]
      + optionTable
      + sheet()
  }

  package func renamed(_ name: String) -> any LiveObject {
    DataObject(name: name, declaration: declaration(of: name), stream: stream)
  }

  /// Images of each class.
  private var byClass: Figure {
    let rows = stream.experiences.flatMap { experience in
      experience.classes.enumerated().map { place, number -> [Table.Cell] in
        let output = experience.outputs.lowerBound + place
        func count(_ images: ImageSelection?) -> Table.Cell {
          .integer(images?.labels.count { $0 == output } ?? 0)
        }
        return [
          .text(stream.classNames[number]), .integer(experience.index + 1),
          count(experience.train), count(experience.validation), count(experience.test),
        ]
      }
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
