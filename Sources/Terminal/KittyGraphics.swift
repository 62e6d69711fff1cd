import Foundation

/// Pictures in pixels on terminals that speak the kitty graphics protocol.
package enum KittyGraphics {
  /// Bytes of base64 in one escape sequence.
  static let chunk = 4096

  /// The sequences that show a PNG picture at the cursor and leave the cursor behind it.
  ///
  /// Source: sw.kovidgoyal.net/kitty/graphics-protocol; `q=2` asks for no answer.
  package static func sequence(png: [UInt8]) -> String {
    let text = Array(Data(png).base64EncodedString().utf8)
    var sequence = ""
    for start in stride(from: 0, to: text.count, by: chunk) {
      let end = min(start + chunk, text.count)
      let more = end < text.count ? 1 : 0
      let keys = start == 0 ? "a=T,f=100,q=2,m=\(more)" : "m=\(more)"
      let part = String(decoding: text[start..<end], as: UTF8.self)
      sequence += "\u{1b}_G\(keys);\(part)\u{1b}\\"
    }
    return sequence
  }
}
