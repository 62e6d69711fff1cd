import Catalog

/// A maker of data sets: one file format or one collection.
///
/// Its card holds its own options only; `Datasets.all` adds those of `SplitOptions`.
package protocol DatasetReader: Cataloged {
  /// Reads the whole data set into memory, or nothing.
  ///
  /// - Parameters:
  ///   - access: where collections that have a name are looked for, and whether to stop.
  ///   - path: the file or folder that a user named, if the card has that operand.
  /// - Throws: `StreamsError` if files are missing, unreadable, damaged or do not fit together, or
  ///   if reading was stopped.
  static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset
}

/// A collection with official addresses, all of whose files `data get` can fetch.
protocol FetchedDataset: DatasetReader {
  static var collection: Collection { get }
}

extension DatasetReader {
  /// Reads the whole data set without being stopped.
  package static func read(
    _ settings: Settings, in directory: DataDirectory, operand path: String?
  ) throws -> Dataset {
    try read(settings, in: DataAccess(directory), operand: path)
  }
}
