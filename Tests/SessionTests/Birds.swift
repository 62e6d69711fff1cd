import Foundation

/// A folder like that of CUB-200-2011: four species of four equal grey images, two to test with.
enum Birds {
  /// 32 x 32, brighter to the right.
  private static let picture = """
    iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAAAAABWESUoAAAANUlEQVR42mNg4BCQUNAwsHDwCIhIyCioaOiYMGPB
    ig07Dpy4cOPBiw8/GEYVjCoYVTBSFQAAl2zwEJjgKNwAAAAASUVORK5CYII=
    """

  static func put(into folder: Folder, as name: String) throws {
    let root = URL(fileURLWithPath: folder.path).appending(path: name)
    let image = Data(base64Encoded: picture, options: .ignoreUnknownCharacters) ?? Data()
    var (list, split) = ("", "")
    for number in 0..<16 {
      let path = "00\(number / 4 + 1).Gull/\(number % 4).png"
      let file = root.appending(path: "images/\(path)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try image.write(to: file)
      list += "\(number + 1) \(path)\n"
      split += "\(number + 1) \(number % 2)\n"
    }
    for (name, text) in [("images.txt", list), ("train_test_split.txt", split)] {
      try text.write(to: root.appending(path: name), atomically: true, encoding: .utf8)
    }
  }
}
