/// Curves or unconnected points over a common horizontal axis.
package struct LineChart: Sendable, Equatable {
  /// What positions on the horizontal axis mean.
  package enum Form: String, Sendable, Codable {
    /// Curves over 0, 1, 2 or 1, 2, 3 and so on.
    case counted
    /// Curves over places of any kind.
    case curves
    /// Points without a connecting line.
    case points
  }

  /// One named curve.
  package struct Series: Sendable, Equatable {
    /// The name shown in the legend.
    package let name: String
    /// The points in drawing order; a value that is not finite breaks the line.
    package let points: [(x: Double, y: Double)]
    /// How far the curve is uncertain at each point; empty, or as many as points.
    package let band: [ClosedRange<Double>]

    /// Makes a curve through `points`.
    package init(
      name: String, points: [(x: Double, y: Double)], band: [ClosedRange<Double>] = []
    ) {
      self.name = name
      self.points = points
      self.band = band.count == points.count ? band : []
    }

    /// Whether names, points and bands are the same.
    package static func == (left: Self, right: Self) -> Bool {
      left.name == right.name && left.points.elementsEqual(right.points, by: ==)
        && left.band == right.band
    }
  }

  /// The heading.
  package let title: String
  /// What the horizontal axis counts.
  package let xLabel: String
  /// What the vertical axis measures.
  package let yLabel: String
  /// The curves, in legend order.
  package let series: [Series]
  /// The vertical range; nil takes it from the points.
  package let yRange: ClosedRange<Double>?
  package let form: Form
  /// Where the horizontal axis has ticks; empty: at round values.
  package let xTicks: [Double]

  /// Makes a chart of `series`; without `yRange` the points set the vertical range.
  package init(
    title: String, xLabel: String, yLabel: String, series: [Series],
    yRange: ClosedRange<Double>? = nil, form: Form = .counted, xTicks: [Double] = []
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.yRange = yRange
    self.form = form
    self.xTicks = xTicks
  }

  /// Whether a line goes from each point to the next.
  var isJoined: Bool { form != .points }

  /// The runs of finite points of one series; a run of one is drawn as a dot.
  static func runs(_ series: Series) -> [[(x: Double, y: Double)]] {
    series.points.split { !$0.x.isFinite || !$0.y.isFinite }.map(Array.init)
  }

  /// The position on the horizontal axis shared by all finite points; nil if they have several.
  var singleX: Double? {
    let places = finitePoints.map(\.x)
    return places.min() == places.max() ? places.first : nil
  }

  private var finitePoints: [(x: Double, y: Double)] {
    series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
  }

  /// The scales of both axes; nil if there is no finite point.
  var scales: (x: AxisScale, y: AxisScale)? {
    let points = finitePoints
    guard var x = AxisScale(tight: points.map(\.x)) else { return nil }
    if let singleX { x = x.with(ticks: [singleX]) }
    if !xTicks.isEmpty { x = x.with(ticks: Self.thinned(xTicks)) }
    if let yRange, let y = AxisScale(fixed: yRange) { return (x, y) }
    let bounds = series.flatMap(\.band).flatMap { [$0.lowerBound, $0.upperBound] }
    guard let y = AxisScale(nice: points.map(\.y) + bounds.filter(\.isFinite)) else { return nil }
    return (x, y)
  }

  /// Every n-th tick, so that at most ten are left.
  private static func thinned(_ ticks: [Double]) -> [Double] {
    let step = (ticks.count + 9) / 10
    return stride(from: 0, to: ticks.count, by: step).map { ticks[$0] }
  }
}
