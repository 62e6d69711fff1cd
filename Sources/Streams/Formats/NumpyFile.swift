import Catalog

/// Writes NumPy's .npz files, as `numpy.savez` does: a zip file of arrays, not compressed.
package struct NumpyFile {
  private struct Member {
    let name: String
    let header: [UInt8]
    let data: [UInt8]
  }

  /// How the names of the arrays with the numbers of experiences begin.
  static let experiences = "experience_"

  private var members: [Member] = []

  package init() {}

  /// The images of a stream with their labels and experiences.
  ///
  /// For each of train, test and, if there are any, validation images: `x_train`, uint8 [count, height,
  /// width] or, in colour, [count, height, width, 3]; `y_train`, the data set's own class numbers; and
  /// `experience_train`, the number of the experience, from 1.
  package init(_ stream: ExperienceStream) {
    func add(_ part: String, _ selection: (Experience) -> ImageSelection?) {
      let parts = stream.experiences.compactMap { experience in
        selection(experience).map { (experience.index + 1, $0) }
      }
      guard !parts.isEmpty else { return }
      let shape = stream.shape
      let plane = shape.height * shape.width
      var (pixels, labels, numbers) = ([UInt8](), [UInt16](), [UInt16]())
      for (number, selection) in parts {
        for index in selection.indices.map(Int.init) {
          let image = selection.archive.pixels(at: index)
          pixels +=
            shape.channels == 1
            ? image
            : (0..<image.count).map { image[$0 % shape.channels * plane + $0 / shape.channels] }
          labels.append(selection.archive.labels[index])
          numbers.append(UInt16(clamping: number))
        }
      }
      let extents = [labels.count, shape.height, shape.width]
      self.add("x_" + part, pixels, extents + (shape.channels == 1 ? [] : [shape.channels]))
      self.add("y_" + part, labels)
      self.add(Self.experiences + part, numbers)
    }
    add("train") { $0.train }
    add("test") { $0.test }
    add("validation") { $0.validation }
  }

  /// The number of arrays.
  package var count: Int { members.count }

  /// Adds bytes as an array of uint8 with these extents.
  package mutating func add(_ name: String, _ bytes: [UInt8], _ extents: [Int]) {
    members.append(
      Member(name: name + ".npy", header: Self.header("|u1", extents), data: bytes))
  }

  /// Adds whole numbers as an array of uint16.
  package mutating func add(_ name: String, _ values: [UInt16]) {
    members.append(
      Member(
        name: name + ".npy", header: Self.header("<u2", [values.count]),
        data: values.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }))
  }

  /// What precedes the elements of an array in version 1.0 of NumPy's format.
  ///
  /// Source: numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
  private static func header(_ kind: String, _ extents: [Int]) -> [UInt8] {
    let shape = extents.map(String.init).joined(separator: ", ") + (extents.count == 1 ? "," : "")
    var text = "{'descr': '\(kind)', 'fortran_order': False, 'shape': (\(shape)), }"
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64
    text += String(repeating: " ", count: length - 11 - text.utf8.count) + "\n"
    let size = UInt16(length - 10)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(size & 0xff), UInt8(size >> 8)]
      + Array(text.utf8)
  }
}

extension NumpyFile {
  /// The file.
  ///
  /// Source: the .ZIP file format specification 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16.
  ///
  /// - Throws: `StreamsError` if it would have 4 GiB or more.
  package func bytes() throws -> [UInt8] {
    var (file, directory) = ([UInt8](), [UInt8]())
    for member in members {
      let size = member.header.count + member.data.count
      guard file.count + size < Int(UInt32.max) - 1 << 20 else {
        throw StreamsError.option("a .npz file of 4 GiB or more cannot be written")
      }
      let sum = CheckSum.of(member.header, member.data)
      // Version 2.0, not compressed, made on 1 January 1980.
      let entry =
        Self.little(20, 2) + Self.little(0, 2) + Self.little(0, 2) + Self.little(0, 2)
        + Self.little(0x21, 2) + Self.little(Int(sum), 4) + Self.little(size, 4)
        + Self.little(size, 4) + Self.little(member.name.utf8.count, 2) + Self.little(0, 2)
      directory += Array("PK".utf8) + [1, 2] + Self.little(20, 2) + entry
      directory += Self.little(0, 2) + Self.little(0, 2) + Self.little(0, 2) + Self.little(0, 4)
      directory += Self.little(file.count, 4) + Array(member.name.utf8)
      file += Array("PK".utf8) + [3, 4] + entry + Array(member.name.utf8)
      file += member.header
      file += member.data
    }
    let start = file.count
    file += directory
    file += Array("PK".utf8) + [5, 6] + Self.little(0, 2) + Self.little(0, 2)
    file += Self.little(members.count, 2) + Self.little(members.count, 2)
    return file + Self.little(directory.count, 4) + Self.little(start, 4) + Self.little(0, 2)
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

/// The cyclic redundancy check of zip files.
private enum CheckSum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in
      sum & 1 == 1 ? 0xedb8_8320 ^ (sum >> 1) : sum >> 1
    }
  }

  static func of(_ parts: [UInt8]...) -> UInt32 {
    ~parts.joined().reduce(UInt32.max) { sum, byte in
      table[Int((sum ^ UInt32(byte)) & 0xff)] ^ (sum >> 8)
    }
  }
}
