import Catalog

/// A small balanced part of MNIST that comes with the program.
package enum Digits: DatasetReader {
  /// Its card.
  package static let card = Card(
    "digits", "a subset of MNIST that comes with the program, 28x28 grey, 5,000 train + 1,000 test",
    example: "data d = digits split=5",
    source: "LeCun, Bottou, Bengio, Haffner, Proceedings of the IEEE 86(11), 1998",
    notes: "The first 500 training and 100 test images of each class of MNIST, in file order. "
      + "Licence: CC BY-SA 3.0, LeCun, Cortes, Burges.")

  /// Reads the four files that come with the program.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    let folder = try Resources.folder("digits")
    let paths = IDXSet.names.map { Files.join(folder, $0 + ".gz") }
    return try IDXSet(name: "digits", classNames: MNIST.names, side: 28).read(
      paths, stop: access.stop)
  }
}
