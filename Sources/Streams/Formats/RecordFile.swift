import Catalog

/// The binary form of CIFAR: records of one or two label bytes and 3,072 pixel bytes.
struct RecordFile {
  static let shape = ImageShape(channels: 3, height: 32, width: 32)
  /// More records than any file of the collections has.
  private static let most = 60_000

  /// Label bytes before the pixels.
  let labelBytes: Int
  /// Which of them is the class, from 0.
  let labelAt: Int
  let classCount: Int

  /// All records of the files, in order.
  func read(_ sources: [RecordPlace.Source], stop: StopSignal = .never) throws -> ImageArchive {
    let pixels = GrowingBlock()
    var labels: [UInt16] = []
    for source in sources { try append(source, to: pixels, &labels, stop) }
    return try ImageArchive(shape: RecordFile.shape, labels: labels, storage: pixels.finish())
  }

  private func append(
    _ source: RecordPlace.Source, to pixels: GrowingBlock, _ labels: inout [UInt16],
    _ stop: StopSignal
  ) throws {
    let path = source.title
    let stream = try ByteStream(source.path, member: source.member, stop: stop)
    let size = labelBytes + RecordFile.shape.count
    var buffer = [UInt8](repeating: 0, count: 256 * size)
    while true {
      let start = stream.offset
      let got = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
      for record in 0..<(got / size) {
        let label = Int(buffer[record * size + labelAt])
        guard label < classCount else {
          let byte = start + record * size
          throw StreamsError.file(
            path,
            "byte \(byte + labelAt): label \(label) of record \(byte / size) is not one of "
              + "0 to \(classCount - 1); is it the right file?")
        }
        guard start / size + record < Self.most else {
          throw StreamsError.file(
            path, "it has more than \(Self.most) records; is it the right file?")
        }
        labels.append(UInt16(label))
        let from = record * size + labelBytes
        try buffer.withUnsafeBytes {
          try pixels.append(UnsafeRawBufferPointer(rebasing: $0[from..<(record + 1) * size]))
        }
      }
      guard got.isMultiple(of: size) else {
        throw StreamsError.file(
          path,
          "ends at byte \(stream.offset), inside record \((start + got) / size) of "
            + "\(size) bytes; copy or download it again")
      }
      if got < buffer.count { break }
    }
    guard stream.offset > 0 else { throw StreamsError.file(path, "it is empty; download it again") }
  }
}
