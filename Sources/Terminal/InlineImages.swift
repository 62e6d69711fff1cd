import Foundation

/// Ways of showing images in pixels on a terminal.
package enum InlineImages: String, Sendable, CaseIterable {
  /// The kitty graphics protocol, which Ghostty and others speak too.
  ///
  /// Source: sw.kovidgoyal.net/kitty/graphics-protocol.
  case kitty
  /// The inline images of iTerm2, which WezTerm and others speak too.
  ///
  /// Source: iterm2.com/documentation-images.html.
  case iterm2

  /// What the terminal says of itself in the environment; nothing is asked of it, for a terminal that
  /// does not know the question would show it.
  ///
  /// - Returns: nil inside tmux and screen, which do not pass images through, and for unknown terminals.
  package static func detected(in environment: [String: String]) -> InlineImages? {
    guard !isInsideMultiplexer(environment) else { return nil }
    let terminal = environment["TERM"] ?? ""
    let program = environment["TERM_PROGRAM"] ?? environment["LC_TERMINAL"] ?? ""
    if terminal == "xterm-kitty" || terminal == "xterm-ghostty" || program == "ghostty" {
      return .kitty
    }
    return ["iTerm.app", "iTerm2", "WezTerm"].contains(program) ? .iterm2 : nil
  }

  /// Whether tmux or screen stands between this process and the terminal.
  package static func isInsideMultiplexer(_ environment: [String: String]) -> Bool {
    let terminal = environment["TERM"] ?? ""
    return !(environment["TMUX"] ?? "").isEmpty || !(environment["STY"] ?? "").isEmpty
      || terminal.hasPrefix("tmux") || terminal.hasPrefix("screen")
  }

  /// Bytes of base64 in one escape sequence of kitty's.
  static let chunk = 4096

  /// The sequences that show a PNG image at the cursor and leave the cursor after it.
  package func sequence(png: [UInt8]) -> String {
    let text = Data(png).base64EncodedString()
    switch self {
    case .kitty: return Self.kittySequence(Array(text.utf8))
    case .iterm2: return "\u{1b}]1337;File=inline=1;size=\(png.count):\(text)\u{7}"
    }
  }

  /// `q=2` asks for no answer.
  private static func kittySequence(_ text: [UInt8]) -> String {
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
