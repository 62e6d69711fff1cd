extension SampleMeasure {
  /// How much generated images differ from each other.
  static let diversity = SampleMeasure(
    "diversity", column: "divers.",
    "mean distance between generated images divided by that between real ones, on the oracle's "
      + "features; near 0: the generator has collapsed"
  ) { samples in
    let real = ClassSamples.spread(samples.amongReal)
    return real > 0 ? ClassSamples.spread(samples.amongGenerated) / real : nil
  }
}
