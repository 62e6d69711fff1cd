extension FolderListing {
  static let tableFile = "labels.csv"
  private static let fileColumns = ["file", "filename", "image", "path", "name", "id", "image_id"]
  private static let labelColumns = ["label", "class", "category", "target", "breed", "species"]
  private static let partColumns = ["split", "set", "part", "subset"]

  /// Which columns hold what.
  private struct Columns {
    var (file, label) = (0, 1)
    var part: Int?
  }

  /// Reads `images/` by the table beside it: a file and its class in each row, with or without a row
  /// of names for the columns; a column `split` says train or test.
  mutating func readTable(_ base: FolderNode, _ images: FolderNode, share: Double?) throws {
    let file = base.path(of: FolderListing.tableFile)
    let files = FolderListing.keyed(images)
    var rows = try tree.lines(file).enumerated().filter { !$0.element.isEmpty }
      .map { (line: $0.offset + 1, cells: FolderListing.cells($0.element)) }
    guard let first = rows.first, first.cells.count >= 2 else {
      throw StreamsError.file(
        tree.title(file), "line 1 does not have two columns; write FILE,CLASS in each line")
    }
    var columns = Columns()
    if files[first.cells[0]] == nil {
      let names = first.cells.map { $0.lowercased() }
      columns.file = names.firstIndex(where: FolderListing.fileColumns.contains) ?? 0
      columns.label =
        names.firstIndex(where: FolderListing.labelColumns.contains) ?? (columns.file == 0 ? 1 : 0)
      columns.part = names.firstIndex(where: FolderListing.partColumns.contains)
      rows.removeFirst()
    }
    if columns.part != nil, share != nil {
      throw StreamsError.option(
        "folder: \(file) says which images are for testing; omit test=")
    }
    try assign(rows, columns, files, file, base, share: share)
    noteUnlisted(images, Set((train + test).map(\.path)), file)
  }

  /// Every image by its path in the folder, by that without the ending, and by its name alone.
  private static func keyed(_ images: FolderNode) -> [String: String] {
    var keys: [String: String] = [:]
    for path in images.images {
      let inner = String(path.dropFirst(images.path.count + 1))
      let stem = inner.lastIndex(of: ".").map { String(inner[..<$0]) } ?? inner
      for key in [stem, inner, images.name + "/" + inner] { keys[key] = path }
    }
    return keys
  }

  private mutating func assign(
    _ rows: [(line: Int, cells: [String])], _ columns: Columns, _ files: [String: String],
    _ file: String, _ base: FolderNode, share: Double?
  ) throws {
    var seen: Set<String> = []
    var found: [(path: String, name: String, part: String?)] = []
    for (line, cells) in rows {
      guard cells.count > max(columns.file, columns.label, columns.part ?? 0),
        !cells[columns.label].isEmpty
      else {
        throw StreamsError.file(tree.title(file), "line \(line) does not name a file and its class")
      }
      guard let path = files[cells[columns.file]] else {
        throw StreamsError.file(
          tree.title(file),
          "line \(line): there is no PNG or JPEG image '\(StreamsError.excerpt(cells[columns.file]))'"
            + " in \(FolderListing.imagesFolder)/; correct the name or remove the line")
      }
      guard seen.insert(path).inserted else {
        throw StreamsError.file(
          tree.title(file), "line \(line) names \(path) a second time; remove the line")
      }
      found.append((path, cells[columns.label], columns.part.map { cells[$0].lowercased() }))
    }
    try setClasses(named: Array(Set(found.map(\.name))), in: base)
    guard columns.part == nil else { return try assign(found, file) }
    for (label, name) in classNames.enumerated() {
      let images = found.filter { $0.name == name }.map { Image(path: $0.path, label: label) }
        .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
      guard images.count >= 2 else {
        throw StreamsError.file(
          tree.title(file),
          "class '\(name)' has one image; it needs 2, one of them for testing; add more")
      }
      divide(images, share: share ?? FolderListing.usualShare)
    }
  }

  private mutating func assign(
    _ found: [(path: String, name: String, part: String?)], _ file: String
  ) throws {
    var unused = 0
    for (path, name, part) in found {
      guard let part, let label = labels[name] else { continue }
      let image = Image(path: path, label: label)
      switch part {
      case let part where FolderListing.trainNames.contains(part): train.append(image)
      case let part where FolderListing.testNames.contains(part): test.append(image)
      case let part where FolderListing.validationNames.contains(part): unused += 1
      default:
        throw StreamsError.file(
          tree.title(file), "'\(StreamsError.excerpt(part))' is not train, test or val; correct it")
      }
    }
    if unused > 0 {
      leftOut.note(
        "\(unused) validation images, since validation= takes a share of training images")
    }
  }

  /// The cells of one row; commas, semicolons or tabs stand between them, quotes may stand around.
  private static func cells(_ line: String) -> [String] {
    let separator: Character =
      line.contains(",") ? "," : line.contains(";") ? ";" : "\t"
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == separator, !isQuoted {
        cells.append(cell.trimmed)
        cell = ""
      } else {
        cell.append(character)
      }
    }
    return cells + [cell.trimmed]
  }
}
