import Torch

/// The images of a selection as tensors: indexed, never copied whole.
package final class ImageFeed {
  /// Images with their labels.
  package typealias Batch = (inputs: Tensor, labels: Tensor)

  private let selection: ImageSelection
  private let device: Device
  /// `[archive, channels, height, width]` uint8, over the archive's own memory on the CPU.
  private let pixels: Tensor
  private let indices: Tensor
  private let labels: Tensor

  package init(_ selection: ImageSelection, device: Device = .cpu) throws {
    (self.selection, self.device) = (selection, device)
    let (archive, shape) = (selection.archive, selection.archive.shape)
    pixels = try Tensor(
      borrowing: UnsafeMutableRawBufferPointer(
        start: archive.storage.pointer, count: archive.storage.count),
      owner: archive.storage,
      shape: [archive.count, shape.channels, shape.height, shape.width], type: .uint8
    ).to(device)
    indices = try Tensor(selection.indices.map(Int.init)).to(device)
    labels = try Tensor(selection.labels).to(device)
  }

  /// Images, `[batch, channels, height, width]` in 0...1, and labels, `[batch]`, at `positions`,
  /// int64, in the selection.
  package func batch(at positions: Tensor) throws -> Batch {
    let places = try positions.to(device)
    return (
      try inputs(indices.indexSelect(dim: 0, places)), try labels.indexSelect(dim: 0, places)
    )
  }

  /// Images and labels at a range of positions in the selection.
  package func batch(_ range: Range<Int>) throws -> Batch {
    let places = try indices.narrow(dim: 0, start: range.lowerBound, count: range.count)
    let answers = try labels.narrow(dim: 0, start: range.lowerBound, count: range.count)
    return (try inputs(places), answers)
  }

  private func inputs(_ places: Tensor) throws -> Tensor {
    let images = try pixels.indexSelect(dim: 0, places).to(.float32)
    try images.divide(inPlace: 255)
    return images
  }
}
