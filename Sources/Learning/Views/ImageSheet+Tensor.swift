import Figures
import Torch

extension Tensor {
  /// Images in 0...1 as bytes, rounded to nearest.
  package func asBytes() throws -> Tensor { try (self * 255.0 + 0.5).clamp(0, 255).to(.uint8) }
}

extension ImageSheet {
  /// A sheet of `images`, `[count, channels, height, width]` uint8.
  package init(_ images: Tensor, captions: [String], columns: Int? = nil) throws {
    let shape = images.shape
    guard shape.count == 4 else { throw TorchError("images of shape \(shape) cannot be shown") }
    let (bytes, size) = (try images.bytes(), max(1, shape[1] * shape[2] * shape[3]))
    try self.init(
      images: stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<$0 + size]) },
      channels: shape[1], height: shape[2], width: shape[3], captions: captions, columns: columns)
  }
}
