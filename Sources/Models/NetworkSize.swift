/// A bound on each network, checked before memory is taken.
package enum NetworkSize {
  /// The most weights of one network: 1 GiB, and as much again for gradients and two moments.
  package static let most = 1 << 28

  /// Throws if layers with these numbers of weights are more than fit.
  ///
  /// - Throws: `ModelError` that names the network.
  package static func check(_ name: String, _ weights: [Int]) throws(ModelError) {
    let total = weights.reduce(0) { sum, more in
      let (next, overflows) = sum.addingReportingOverflow(more)
      return overflows ? .max : next
    }
    guard total <= most else {
      throw ModelError(
        "\(name) would have \(total) weights, more than \(most): use fewer or smaller layers")
    }
  }

  /// The weights of a stack of linear layers with these widths.
  static func stack(_ widths: [Int]) -> [Int] {
    zip(widths, widths.dropFirst()).map { ($0 + 1) * $1 }
  }
}
