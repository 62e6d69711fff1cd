extension SampleMeasure {
  /// The share of generated images among real ones.
  ///
  /// Source: Kynkäänniemi et al. 2019, arXiv:1904.06991.
  static let precision = SampleMeasure(
    "precision", column: "prec.",
    "share of generated images that are nearer to a real one than its "
      + "\(ClassSamples.neighbour)th nearest real neighbour"
  ) { samples in
    let radii = ClassSamples.radii(samples.amongReal)
    let inside = samples.across.count { row in zip(row, radii).contains { $0 <= $1 } }
    return Double(inside) / Double(max(1, samples.across.count))
  }
}
