import Digests
import Streams

/// What the reader of images makes of files, for a comparison with other readers.
enum Pixels {
  /// One line for each file: `FILE<tab>HEIGHTxWIDTHxCHANNELS SHA256`, or `FILE<tab>refused: WHY`.
  static func lines(_ files: [String]) -> [String] {
    files.map { file in
      do {
        let image = try DecodedImage(file)
        let shape = "\(image.height)x\(image.width)x\(image.channels)"
        return "\(file)\t\(shape) \(sha256(image.pixels))"
      } catch {
        return "\(file)\trefused: \(error)"
      }
    }
  }
}
