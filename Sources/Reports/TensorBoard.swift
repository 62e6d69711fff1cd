import Catalog
import Figures
import Foundation

/// A folder of event files that TensorBoard and its relatives read: a run for each journal.
///
/// Scalars and pictures go into files of their own, as reading scalars is slow otherwise.
enum TensorBoard: Exporter {
  static let card = Card(
    "tb", "a folder for TensorBoard with curves and pictures, a run for each journal",
    example: "export to \"runs.tb\"", source: "TensorFlow, tensorflow/core/util/event.proto")
  static let endings = ["tb"]
  static let takesSeveral = true
  static let isFolder = true

  static func files(_ reports: [Report]) -> [ExportedFile] {
    reports.flatMap { report in
      let time = (try? Date(report.start, strategy: .iso8601))?.timeIntervalSince1970 ?? 0
      let run = folder(report.run)
      let (scalars, pictures) = (scalars(report, time), pictures(report, time))
      let parts =
        [("0.scalars", scalars)] + (pictures.count > 0 ? [("1.pictures", pictures)] : [])
      return parts.map {
        ExportedFile(path: "\(run)/events.out.tfevents.\($0.0)", bytes: $0.1.bytes)
      }
    }
  }

  /// A name that is one folder.
  private static func folder(_ run: String) -> String {
    let name = String(run.map { $0 == "/" ? "-" : $0 }.drop { $0 == "." })
    return name.isEmpty ? "run" : name
  }

  private static func scalars(_ report: Report, _ time: Double) -> EventFile {
    var file = EventFile(time: time)
    for row in ResultReader(report).rows {
      guard let step = row.tested != nil ? row.learned ?? row.step : row.step else { continue }
      // Accuracies while learning are over experiences, those of `eval` over steps.
      let place =
        row.tested.map { (row.learned == nil ? " evaluated on " : " on ") + "\($0)" } ?? ""
      file.add(
        "\(row.object.isEmpty ? "session" : row.object)/\(row.measure)\(place)", row.value, at: step
      )
    }
    return file
  }

  private static func pictures(_ report: Report, _ time: Double) -> EventFile {
    var file = EventFile(time: time)
    for part in report.parts {
      guard case .entry(let entry) = part, !entry.isUndone else { continue }
      for exhibit in entry.exhibits {
        switch exhibit {
        case .picture(let picture): file.add(entry.text, png: picture.png, at: entry.number ?? 0)
        case .figure(let figure):
          guard let png = figure.png() else { continue }
          file.add(entry.text, png: png, at: entry.number ?? 0)
        default: continue
        }
      }
    }
    return file
  }
}
