/// What is wrong with a command, in one line that says what to do.
public struct WorkbenchError: Error, CustomStringConvertible {
  public let description: String
  /// More lines for a person, such as where to get a data set.
  public let details: [String]
  /// Whether data is missing or is not what the journal recorded.
  public let isDataProblem: Bool

  public init(_ description: String, details: [String] = [], isDataProblem: Bool = false) {
    (self.description, self.details) = (description, details)
    self.isDataProblem = isDataProblem
  }
}
