extension SampleMeasure {
  /// How many real images generated ones are near to.
  ///
  /// Source: Naeem et al. 2020, arXiv:2002.09797, section 3, with 5 neighbours as there.
  static let density = SampleMeasure(
    "density", column: "dens.",
    "how many neighbourhoods of real images a generated one lies in, divided by "
      + "\(ClassSamples.neighbour); 1 for real images, more near their centre"
  ) { samples in
    let radii = ClassSamples.radii(samples.amongReal)
    let hits = samples.across.reduce(0) { sum, row in
      sum + zip(row, radii).count { $0 <= $1 }
    }
    let neighbours = min(ClassSamples.neighbour, max(1, radii.count - 1))
    return Double(hits) / Double(max(1, neighbours * samples.across.count))
  }
}
