extension SampleMeasure {
  /// The share of real images among generated ones.
  ///
  /// Source: Kynkäänniemi et al. 2019, arXiv:1904.06991.
  static let recall = SampleMeasure(
    "recall",
    "share of real images that are nearer to a generated one than its "
      + "\(ClassSamples.neighbour)th nearest generated neighbour"
  ) { samples in
    let radii = ClassSamples.radii(samples.amongGenerated)
    let count = samples.amongReal.count
    let inside = (0..<count).count { real in
      samples.across.indices.contains { samples.across[$0][real] <= radii[$0] }
    }
    return Double(inside) / Double(max(1, count))
  }
}
