import Foundation

extension ATenOperator {
  static let reinterpret = ATenOperator("view", "dtype")
}

/// The contents of a safetensors file: tensors by name, and metadata.
///
/// Source: https://github.com/huggingface/safetensors, section Format.
package struct SafeTensors {
  package var tensors: [ParameterStore.Entry]
  package var metadata: [String: String]

  /// The largest size of a header in bytes, as in the reference implementation.
  static let largestHeader = 100_000_000

  package init(_ tensors: [ParameterStore.Entry], metadata: [String: String] = [:]) {
    (self.tensors, self.metadata) = (tensors, metadata)
  }

  /// The tensors by name; of two with the same name, the last.
  package var byName: [String: Tensor] {
    Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
  }

  /// Reads the file at `path` into tensors on the CPU, in the order of their bytes in the file.
  ///
  /// F16 and BF16 elements become float32, and I32, I16 and I8 become int64, without rounding.
  ///
  /// - Throws: `TorchError` that names the file and the byte where it is wrong; for a file of another
  ///   format it says how to convert it.
  package init(readingFrom path: String) throws {
    self = try Self.reading(path) { file in
      let (header, start) = try Self.header(of: file)
      let entries = header.entries.sorted { $0.range.lowerBound < $1.range.lowerBound }
      return SafeTensors(
        try entries.map { ($0.name, try Self.tensor($0, in: file, from: start)) },
        metadata: header.metadata)
    }
  }

  /// The metadata of the file at `path`, without its tensors.
  ///
  /// - Throws: as `init(readingFrom:)`.
  package static func metadata(ofFile path: String) throws -> [String: String] {
    try reading(path) { try header(of: $0).header.metadata }
  }

  private static func reading<Result>(
    _ path: String, _ body: (RawFile) throws -> Result
  ) throws -> Result {
    let file = try RawFile(path, flags: O_RDONLY)
    do {
      return try body(file)
    } catch let fault as SafeTensorsHeader.Fault {
      throw TorchError("\(path): byte \(fault.position): \(fault.message)")
    }
  }

  /// The answer to a file of another format, such as those of `torch.save`.
  private static let foreignFormat = SafeTensorsHeader.Fault(
    message: "this is not a safetensors file; convert weights in Python: import torch; "
      + "from safetensors.torch import save_file; save_file(torch.load('weights.pth', "
      + "map_location='cpu', weights_only=True), 'weights.safetensors')",
    position: 0)

  /// The header, and where the tensors' bytes begin.
  private static func header(of file: RawFile) throws -> (header: SafeTensorsHeader, start: Int) {
    let size = try file.size()
    var length: UInt64 = 0
    guard size >= 8 else {
      throw SafeTensorsHeader.Fault(
        message: "the file ends within its first number", position: size)
    }
    try withUnsafeMutableBytes(of: &length) { try file.read(into: $0, at: 0) }
    length = UInt64(littleEndian: length)
    // The first eight bytes of a zip archive or a pickle are a number beyond any header's size.
    guard length <= largestHeader else { throw foreignFormat }
    guard Int(length) <= size - 8 else {
      throw SafeTensorsHeader.Fault(
        message: "the header has \(length) bytes, but the file ends after \(size - 8)",
        position: 0)
    }
    var json = [UInt8](repeating: 0, count: Int(length))
    try json.withUnsafeMutableBytes { try file.read(into: $0, at: 8) }
    let start = 8 + json.count
    return (try SafeTensorsHeader(parsing: json, dataSize: size - start), start)
  }

  private static func tensor(
    _ entry: SafeTensorsHeader.Entry, in file: RawFile, from start: Int
  ) throws -> Tensor {
    let (encoding, position) = (entry.encoding, start + entry.range.lowerBound)
    let isConverted = encoding.size != encoding.type.size
    let tensor =
      try isConverted
      ? Tensor.empty([entry.range.count], type: .uint8)
      : Tensor.empty(entry.shape, type: encoding.type)
    try tensor.withBytes { bytes in
      try file.read(into: bytes, at: position)
      guard encoding == .bool, let wrong = bytes.firstIndex(where: { $0 > 1 }) else { return }
      throw SafeTensorsHeader.Fault(
        message: "\(bytes[wrong]) is not a Boolean", position: position + wrong)
    }
    guard isConverted else { return tensor }
    return try ATenOperator.reinterpret(.tensor(tensor), .integer(encoding.code))
      .to(encoding.type).reshape(entry.shape)
  }

  /// Writes everything to the file at `path`, which is replaced as a whole or not at all.
  ///
  /// - Throws: `TorchError` if a name occurs twice or the file cannot be written.
  package func write(to path: String) throws {
    var header = SafeTensorsHeader(metadata: metadata)
    var sources: [Tensor] = []
    var names: Set<String> = ["__metadata__"]
    var end = 0
    // Wide elements first, so that every tensor is aligned to the size of its elements.
    let typed = try tensors.map { name, tensor in
      guard let type = tensor.elementType else {
        throw TorchError("\(path): tensor '\(name)' has elements of a type that cannot be written")
      }
      guard names.insert(name).inserted else {
        throw TorchError("\(path): two tensors cannot have the name '\(name)'")
      }
      return (name: name, tensor: tensor, type: type)
    }
    for size in [8, 4, 1] {
      for (name, tensor, type) in typed where type.size == size {
        let next = end + tensor.count * size
        header.entries.append(
          .init(
            name: name, encoding: .init(type), shape: tensor.shape, range: end..<next, position: 0))
        sources.append(try tensor.detach().to(.cpu).contiguous())
        end = next
      }
    }
    let json = header.json()
    guard json.count <= Self.largestHeader else {
      throw TorchError("\(path): the names and metadata are too long for a header")
    }
    try RawFile.replace(path) { file in
      try withUnsafeBytes(of: UInt64(json.count).littleEndian) { try file.write($0) }
      try json.withUnsafeBytes { try file.write($0) }
      for source in sources { try source.withBytes { try file.write(.init($0)) } }
    }
  }
}
