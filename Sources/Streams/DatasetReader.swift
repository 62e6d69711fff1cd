import Catalog

/// A maker of data sets: one file format or one collection.
///
/// Its card holds its own options only; `Datasets.all` adds those of `SplitOptions`.
package protocol DatasetReader: Cataloged {
  /// Reads the whole data set into memory, or nothing.
  ///
  /// - Parameters:
  ///   - directory: where collections that have a name are looked for.
  ///   - path: the file or folder that a person named, if the card has that operand.
  /// - Throws: `StreamsError` if files are missing, unreadable, damaged or do not fit together.
  static func read(
    _ settings: Settings, in directory: DataDirectory, operand path: String?
  ) throws -> Dataset
}
