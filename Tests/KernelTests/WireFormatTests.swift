import Digests
import Testing

@testable import Kernel

/// Messages as frames.
@Suite struct WireFormatTests {
  private let wire = WireFormat(key: "secret")

  private func frames(_ type: String = "execute_request", _ content: JSONValue = [:]) -> [[UInt8]] {
    wire.frames(type, content, to: [Array("client".utf8)], parent: nil)
  }

  @Test func `codes are those of RFC 4231`() {
    let text = Array("what do ya want for nothing?".utf8)
    let code = MessageCode(key: Array("Jefe".utf8)).hexadecimal(of: [
      Array(text[..<9]), Array(text[9...]),
    ])
    #expect(code == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let long = MessageCode(key: [UInt8](repeating: 0xAA, count: 131))
      .hexadecimal(of: [Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)])
    #expect(long == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test func `a message comes back as it was sent`() throws {
    let content: JSONValue = [
      "code": "train \"ä\"\n\t\u{1}", "silent": true, "n": 3, "x": .number(0.5),
    ]
    let request = try #require(wire.request(frames("execute_request", content), on: .shell))
    #expect(request.type == "execute_request" && request.content == content.object)
    #expect(request.identities == [Array("client".utf8)])
  }

  @Test func `whatever is malformed is no request`() {
    let good = frames()
    #expect(wire.request(good, on: .shell) != nil)
    for place in good.indices {
      var bad = good
      bad.remove(at: place)
      if place > 0 { #expect(wire.request(bad, on: .shell) == nil) }
      bad = good
      if !bad[place].isEmpty, place > 0 {
        bad[place][0] ^= 1
        #expect(wire.request(bad, on: .shell) == nil, "frame \(place)")
      }
      #expect(wire.request(Array(good[..<place]), on: .shell) == nil)
    }
    let unsigned = WireFormat(key: "")
    let nested = Array(String(repeating: "[", count: 100_000).utf8)
    for json in [
      nested, [0xFF, 0xFE], Array("{}".utf8), Array("[1]".utf8), [], Array("{\"msg_type\":3}".utf8),
    ] {
      var bad = unsigned.frames("x", [:], to: [], parent: nil)
      bad[2] = json
      #expect(unsigned.request(bad, on: .shell) == nil)
      bad = unsigned.frames("x", [:], to: [], parent: nil)
      bad[5] = json
      #expect(
        (unsigned.request(bad, on: .shell) == nil)
          == (json != Array("{}".utf8) && json.first != 123))
    }
  }

  @Test func `a key of another kernel opens nothing`() {
    #expect(WireFormat(key: "other").request(frames(), on: .shell) == nil)
  }
}
