/// Finds the line, from 1, of a scalar offset.
package struct LineIndex {
  private let starts: [Int]

  package init(_ source: String) {
    var starts = [0]
    for (offset, scalar) in source.unicodeScalars.enumerated() where scalar == "\n" {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  package func line(at offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }
}
