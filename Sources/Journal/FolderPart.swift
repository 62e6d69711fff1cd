extension String {
  /// The folder that a path lies in, empty for a bare name.
  ///
  /// Foundation's `deletingLastPathComponent` traps on a name of one letter.
  package var folderPart: String {
    guard let slash = lastIndex(of: "/") else { return "" }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}
