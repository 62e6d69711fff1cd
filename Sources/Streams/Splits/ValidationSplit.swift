/// Training images of one experience, divided into those for training and those held out.
struct ValidationSplit {
  /// Places in the archive, in file order.
  private(set) var train: [Int32] = []
  /// Places of the images held out, in file order.
  private(set) var held: [Int32] = []

  /// Holds out the rounded share of each class, evenly spread over its images; one image of each
  /// class always stays for training.
  ///
  /// - Parameter pools: places of the images of each class, in file order.
  init(_ pools: [[Int32]], share: Double) {
    for pool in pools {
      let count = min(Int((Double(pool.count) * share).rounded()), max(pool.count - 1, 0))
      for (place, image) in pool.enumerated() {
        let before = place * count / pool.count
        if (place + 1) * count / pool.count > before {
          held.append(image)
        } else {
          train.append(image)
        }
      }
    }
    train.sort()
    held.sort()
  }

  /// Holds out every n-th image, whatever its class; n need not be whole.
  init(_ pools: [[Int32]], spreading share: Double) {
    for pool in pools {
      for (place, image) in pool.enumerated() {
        let before = (Double(place) * share).rounded(.down)
        let after = (Double(place + 1) * share).rounded(.down)
        if after > before { held.append(image) } else { train.append(image) }
      }
    }
  }

  /// - Throws: `StreamsError` if images should be held out and one part is empty.
  func check(share: Double, experience index: Int) throws {
    guard share > 0, held.isEmpty || train.isEmpty else { return }
    throw StreamsError.option(
      "validation=\(share) of the \(train.count + held.count) training images of experience "
        + "\(index + 1) leaves one part empty; use another share")
  }
}
