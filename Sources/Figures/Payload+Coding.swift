extension LineChart: Codable {
  private enum Key: String, CodingKey {
    case title, xLabel = "x-label", yLabel = "y-label", yRange = "y-range", xTicks = "x-ticks"
    case form, series
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      title: try container.decode(String.self, forKey: .title),
      xLabel: try container.decode(String.self, forKey: .xLabel),
      yLabel: try container.decode(String.self, forKey: .yLabel),
      series: try container.decode([Series].self, forKey: .series),
      yRange: try container.decodeIfPresent([FigureNumber].self, forKey: .yRange)
        .map { try ClosedRange($0) },
      form: try container.decode(Form.self, forKey: .form),
      xTicks: try container.decodeIfPresent([FigureNumber].self, forKey: .xTicks)?.map(\.value)
        ?? [])
    try check()
  }

  package func encode(to encoder: any Encoder) throws {
    try check()
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(title, forKey: .title)
    try container.encode(xLabel, forKey: .xLabel)
    try container.encode(yLabel, forKey: .yLabel)
    try container.encode(series, forKey: .series)
    try container.encodeIfPresent(yRange?.figureNumbers, forKey: .yRange)
    try container.encode(form, forKey: .form)
    if !xTicks.isEmpty { try container.encode(xTicks.figureNumbers, forKey: .xTicks) }
  }

  private func check() throws {
    try FigureLimits.check(labels: [title, xLabel, yLabel] + series.map(\.name))
    try FigureLimits.check(items: xTicks.count)
    try FigureLimits.check(values: series.reduce(0) { $0 + $1.points.count })
  }
}

extension LineChart.Series: Codable {
  private enum Key: String, CodingKey { case name, x, y, low, high }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let x = try container.decode([FigureNumber].self, forKey: .x)
    let y = try container.decode([FigureNumber].self, forKey: .y)
    guard x.count == y.count else { throw FigureError("a series of unpaired points") }
    let low = try container.decodeIfPresent([FigureNumber].self, forKey: .low) ?? []
    let high = try container.decodeIfPresent([FigureNumber].self, forKey: .high) ?? []
    guard low.count == high.count, low.isEmpty || low.count == x.count else {
      throw FigureError("a band that does not go with its series")
    }
    self.init(
      name: try container.decode(String.self, forKey: .name),
      points: zip(x, y).map { (x: $0.value, y: $1.value) },
      band: try zip(low, high).map { try ClosedRange([$0, $1]) })
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(points.map(\.x).figureNumbers, forKey: .x)
    try container.encode(points.map(\.y).figureNumbers, forKey: .y)
    guard !band.isEmpty else { return }
    try container.encode(band.map(\.lowerBound).figureNumbers, forKey: .low)
    try container.encode(band.map(\.upperBound).figureNumbers, forKey: .high)
  }
}

extension HeatMap: Codable {
  private enum Key: String, CodingKey { case title, rows, columns, values, range }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      title: try container.decode(String.self, forKey: .title),
      rowLabels: try container.decode([String].self, forKey: .rows),
      columnLabels: try container.decode([String].self, forKey: .columns),
      values: try container.decode([[FigureNumber?]].self, forKey: .values)
        .map { $0.map { $0?.value } },
      range: try ClosedRange(container.decode([FigureNumber].self, forKey: .range)))
    try check()
  }

  package func encode(to encoder: any Encoder) throws {
    try check()
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(title, forKey: .title)
    try container.encode(rowLabels, forKey: .rows)
    try container.encode(columnLabels, forKey: .columns)
    try container.encode(values.map { $0.map { $0.map(FigureNumber.init) } }, forKey: .values)
    try container.encode(range.figureNumbers, forKey: .range)
  }

  private func check() throws {
    try FigureLimits.check(labels: [title] + rowLabels)
    try FigureLimits.check(labels: columnLabels)
    try FigureLimits.check(items: rowCount)
    try FigureLimits.check(items: columnCount)
    // The whole rectangle is drawn, however few values it holds.
    try FigureLimits.check(values: rowCount * columnCount)
  }
}

extension Table: Codable {
  private enum Key: String, CodingKey { case header, rows }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      header: try container.decode([String].self, forKey: .header),
      rows: try container.decode([[Cell]].self, forKey: .rows))
    try check()
  }

  package func encode(to encoder: any Encoder) throws {
    try check()
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(header, forKey: .header)
    try container.encode(rows, forKey: .rows)
  }

  private func check() throws {
    try FigureLimits.check(labels: header)
    try FigureLimits.check(items: rows.count)
    let widest = max(header.count, rows.map(\.count).max() ?? 0)
    try FigureLimits.check(items: widest)
    try FigureLimits.check(values: rows.count * widest)
    for case .text(let text) in rows.joined() { try FigureLimits.check(labels: [text]) }
  }
}

extension Table.Cell: Codable {
  private enum Key: String, CodingKey { case number, digits }

  package init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      self = .number(
        try container.decode(FigureNumber.self, forKey: .number).value,
        digits: try container.decode(Int.self, forKey: .digits))
      return
    }
    let container = try decoder.singleValueContainer()
    if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    case .integer(let integer):
      var container = encoder.singleValueContainer()
      try container.encode(integer)
    case .number(let number, let digits):
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(FigureNumber(number), forKey: .number)
      try container.encode(digits, forKey: .digits)
    }
  }
}

extension ImageFile: Codable {
  private enum Key: String, CodingKey {
    case file, sha256, pixels, count, width, height, captions
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      file: try container.decode(String.self, forKey: .file),
      sha256: try container.decode(String.self, forKey: .sha256),
      pixels: try container.decode(String.self, forKey: .pixels),
      count: try container.decode(Int.self, forKey: .count),
      width: try container.decode(Int.self, forKey: .width),
      height: try container.decode(Int.self, forKey: .height),
      captions: try container.decode([String].self, forKey: .captions))
    try FigureLimits.check(labels: [file, sha256, pixels] + captions)
    let sides = 0...ImageSheet.largestSide
    guard sides.contains(width), sides.contains(height), (0...FigureLimits.items).contains(count)
    else { throw FigureError("images of an impossible size") }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(file, forKey: .file)
    try container.encode(sha256, forKey: .sha256)
    try container.encode(pixels, forKey: .pixels)
    try container.encode(count, forKey: .count)
    try container.encode(width, forKey: .width)
    try container.encode(height, forKey: .height)
    try container.encode(captions, forKey: .captions)
  }
}
