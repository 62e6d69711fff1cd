import Text

/// A sheet of images that lies in a PNG file: where it is and what it shows.
package struct ImageFile: Sendable, Equatable {
  /// The file, from the folder of whatever refers to it; empty if the images are not kept.
  package var file: String
  /// The digest of the file, 64 hexadecimal digits.
  package var sha256: String
  /// The digest of the pixels, which no compression changes; empty if it is not known.
  package var pixels: String
  /// How many images the sheet holds, and the size of each; 0 if that is not known.
  package var count: Int
  package var width: Int
  package var height: Int
  /// A line under each image; may be fewer than the images.
  package var captions: [String]

  package init(
    file: String = "", sha256: String = "", pixels: String = "", count: Int = 0, width: Int = 0,
    height: Int = 0, captions: [String] = []
  ) {
    (self.file, self.sha256, self.pixels) = (file, sha256, pixels)
    (self.count, self.width, self.height, self.captions) = (count, width, height, captions)
  }

  /// A reference to `sheet`, whose pixels have the digest `pixels`.
  package init(_ sheet: ImageSheet, pixels: String) {
    self.init(
      pixels: pixels, count: sheet.images.count, width: sheet.width, height: sheet.height,
      captions: sheet.captions)
  }

  /// One line that stands for the images.
  var summary: String {
    let size = count > 0 ? "\(count) images of \(width) x \(height) pixels" : "images"
    return file.isEmpty ? "(\(size))" : "(\(size) in \(file))"
  }
}
