internal import CFiles

/// The unpacked bytes of a gzip, xz or plain file, or of one member of an archive, in order.
final class ByteStream {
  /// What messages call it: the path, with the member in brackets.
  let name: String
  /// Unpacked bytes taken so far.
  private(set) var offset = 0
  private let handle: OpaquePointer
  private let stop: StopSignal
  private static let piece = 1 << 22

  /// - Throws: `StreamsError` if there is no such readable file or member.
  init(_ path: String, member: String? = nil, stop: StopSignal = .never) throws {
    let name = member.map { "\(path) (\($0))" } ?? path
    var opened: OpaquePointer?
    let outcome = Files.call { cfiles_stream_open(path, member, &opened, $0, $1) }
    guard outcome.status == CFILES_OK, let opened else {
      throw ByteStream.failure(name, status: outcome.status, outcome.message, at: 0)
    }
    (self.name, handle, self.stop) = (name, opened, stop)
  }

  deinit { cfiles_stream_close(handle) }

  /// At most this many bytes can come, judged by the size of the file.
  var bound: Int { Int(cfiles_stream_bound(handle)) }

  /// Fills the buffer as far as there are bytes.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let start = buffer.baseAddress else { return 0 }
    var total = 0
    while total < buffer.count {
      try stop.check()
      let wanted = min(buffer.count - total, ByteStream.piece)
      var got = 0
      let outcome = Files.call {
        cfiles_stream_read(handle, start + total, wanted, &got, $0, $1)
      }
      (offset, total) = (offset + got, total + got)
      guard outcome.status == CFILES_OK else {
        throw ByteStream.failure(name, status: outcome.status, outcome.message, at: offset)
      }
      if got < wanted { break }
    }
    return total
  }

  /// Fills the whole buffer.
  ///
  /// - Throws: `StreamsError` if the bytes end before.
  func fill(_ buffer: UnsafeMutableRawBufferPointer, with what: String) throws {
    let start = offset
    let got = try read(into: buffer)
    guard got == buffer.count else {
      throw StreamsError.file(
        name,
        "ends at byte \(offset), but \(what) should go on to byte \(start + buffer.count); "
          + "copy or download it again")
    }
  }

  func bytes(_ count: Int, of what: String) throws -> [UInt8] {
    // A few bytes are tried, so that the message can say where they end.
    guard count <= max(bound, 1 << 16) else {
      throw StreamsError.file(
        name, "\(what) should have \(count) bytes, but the file cannot hold more than \(bound)")
    }
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { try fill($0, with: what) }
    return bytes
  }

  /// - Throws: `StreamsError` if there are more bytes, or if the packed data end badly.
  func expectEnd() throws {
    var one: UInt8 = 0
    let end = offset
    let got = try withUnsafeMutableBytes(of: &one) { try read(into: $0) }
    guard got == 0 else {
      throw StreamsError.file(
        name, "goes on after byte \(end), where it should end; is it the right file?")
    }
  }

  private static func failure(
    _ name: String, status: Int, _ text: String, at offset: Int
  ) -> StreamsError {
    switch status {
    case CFILES_CANNOT_OPEN: .file(name, "cannot be read: \(text)")
    case CFILES_MISSING: .file(name, "cannot be found: \(text)")
    default:
      .file(name, "is damaged at unpacked byte \(offset): \(text); copy or download it again")
    }
  }
}
