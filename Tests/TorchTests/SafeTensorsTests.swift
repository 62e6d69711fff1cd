import Foundation
import Testing

@testable import Torch

@Suite struct SafeTensorsTests {
  /// A file with one tensor 'w' of `elements`.
  private func file<Element: BitwiseCopyable>(
    _ type: String, _ elements: [Element], shape: [Int]? = nil
  ) -> [UInt8] {
    let bytes = elements.withUnsafeBytes { [UInt8]($0) }
    let header =
      #"{"w":{"dtype":"\#(type)","shape":\#(shape ?? [elements.count]),"#
      + #""data_offsets":[0,\#(bytes.count)]}}"#
    return withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { [UInt8]($0) }
      + Array(header.utf8) + bytes
  }

  /// Lets `body` read a file with these bytes.
  private func reading<Result>(
    _ bytes: [UInt8], _ body: (String) throws -> Result
  ) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }

  private func tensor(_ bytes: [UInt8]) throws -> Tensor {
    try reading(bytes) { try #require(SafeTensors(readingFrom: $0).byName["w"]) }
  }

  @Test func `half precision is read as float32`() throws {
    // 1, -2, the largest number, the smallest one, infinity, 1/3.
    let bits: [UInt16] = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00, 0x3555]
    let found = try tensor(file("F16", bits, shape: [2, 3]))
    #expect(found.elementType == .float32 && found.shape == [2, 3])
    #expect(try found.floats() == [1, -2, 65504, 0x1p-24, .infinity, 0.333251953125])
    #expect(try tensor(file("F16", [0x7e00 as UInt16])).floats()[0].isNaN)
  }

  @Test func `bfloat16 is read as float32`() throws {
    let bits: [UInt16] = [0x3f80, 0xc020, 0x7f7f, 0x0080, 0xff80, 0x3eab]
    let found = try tensor(file("BF16", bits, shape: [3, 1, 2]))
    #expect(found.elementType == .float32 && found.shape == [3, 1, 2])
    #expect(
      try found.floats() == [1, -2.5, 0x1.FEp127, 0x1p-126, -.infinity, 0.333984375])
  }

  @Test func `short integers are read as int64`() throws {
    #expect(
      try tensor(file("I32", [Int32.min, -1, .max])).integers() == [
        -2_147_483_648, -1, 2_147_483_647,
      ])
    #expect(try tensor(file("I16", [Int16.min, 7, .max])).integers() == [-32768, 7, 32767])
    #expect(try tensor(file("I8", [Int8.min, 7, .max])).integers() == [-128, 7, 127])
    #expect(try tensor(file("I32", [Int32(5)], shape: [])).shape == [])
  }

  @Test func `empty tensors of all types are read`() throws {
    for encoding in SafeTensorsHeader.Encoding.allCases {
      let found = try tensor(file(encoding.rawValue, [UInt8](), shape: [0, 3]))
      #expect(found.shape == [0, 3] && found.elementType == encoding.type)
    }
  }

  @Test func `what is written is read again, to the bit`() throws {
    let tensors: [ParameterStore.Entry] = try [
      ("flags", Tensor([1.0, 0] as [Float]) .> 0.5), ("wide", Tensor([1.5, -0.0])),
      ("labels", Tensor([3, -4])), ("pixels", Tensor([0, 255, 3] as [UInt8])),
      ("scalar", Tensor.full([], .nan)), ("none", Tensor.zeros([2, 0])),
    ]
    try reading([]) { path in
      try SafeTensors(tensors, metadata: ["a": "\"\\\n\u{1F600}"]).write(to: path)
      let again = try SafeTensors(readingFrom: path)
      #expect(again.metadata == ["a": "\"\\\n\u{1F600}"])
      for (name, tensor) in tensors {
        let found = try #require(again.byName[name])
        #expect(try found.shape == tensor.shape && found.bytes() == tensor.bytes())
        #expect(found.elementType == tensor.elementType)
      }
    }
  }

  @Test(arguments: [
    Array("PK\u{3}\u{4}\0\0\u{8}\u{8}\0\0weights/data.pkl".utf8),
    [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20],
    Array("\u{89}HDF\r\n\u{1a}\n and more".utf8),
    [UInt8](repeating: 0xff, count: 64),
  ])
  func `a file of another format is refused with how to convert it`(bytes: [UInt8]) throws {
    let error = try reading(bytes) { path in
      #expect(throws: TorchError.self) { try SafeTensors(readingFrom: path) }
    }
    let text = try #require(error).description
    #expect(text.contains(": byte 0: this is not a safetensors file; convert weights in Python:"))
    #expect(text.contains("save_file(torch.load('weights.pth'") && !text.contains("\n"))
  }

  @Test(arguments: [
    (
      #"{"w":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}"#,
      "'F8_E4M3' cannot be read, only F64"
    ),
    (
      #"{"w":{"dtype":"U8","shape":[9223372036854775807,2],"data_offsets":[0,1]}}"#,
      "impossible shape"
    ),
    (#"{"w":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#, "expected an integer"),
    (#"{"w":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}"#, "needs 2 bytes but has 1"),
    (#"{"w":{"dtype":"U8","shape":[0],"data_offsets":[1,0]}}"#, "not a range"),
    (#"{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,9]}}"#, "needs 1 bytes but has 9"),
    (#"{"w":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}"#, "7 is not a Boolean"),
    (#"{"w":{}}"#, "lacks dtype"), (#"{"w":1}"#, "expected '{'"),
    (#"{"w"#, "a string does not end"),
    (#"{} x"#, "after the header"),
  ])
  func `a damaged header is reported with its byte`(header: String, message: String) throws {
    let bytes =
      withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { [UInt8]($0) }
      + Array(header.utf8) + [7]
    let error = try reading(bytes) { path in
      #expect(throws: TorchError.self) { try SafeTensors(readingFrom: path) }
    }
    let text = try #require(error).description
    #expect(text.contains(": byte ") && text.contains(message), "\(text)")
  }

  @Test func `a header longer than its file is damaged`() throws {
    let error = try reading([200, 0, 0, 0, 0, 0, 0, 0, 1]) { path in
      #expect(throws: TorchError.self) { try SafeTensors(readingFrom: path) }
    }
    #expect(
      error?.description.hasSuffix("byte 0: the header has 200 bytes, but the file ends after 1")
        == true)
  }
}
