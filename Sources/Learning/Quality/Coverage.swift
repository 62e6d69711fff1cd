extension SampleMeasure {
  /// The share of real images that have a generated neighbour.
  ///
  /// Source: Naeem et al. 2020, arXiv:2002.09797, section 3.
  static let coverage = SampleMeasure(
    "coverage", column: "cover.",
    "share of real images with a generated one nearer than their "
      + "\(ClassSamples.neighbour)th nearest real neighbour"
  ) { samples in
    let radii = ClassSamples.radii(samples.amongReal)
    let covered = radii.indices.count { real in
      samples.across.contains { $0[real] <= radii[real] }
    }
    return Double(covered) / Double(max(1, radii.count))
  }
}
