internal import CFiles

/// Lets a long walk over files be stopped.
package final class StopSignal {
  private let ask: () -> Bool

  package init(_ ask: @escaping () -> Bool) { self.ask = ask }

  /// Never stops.
  package static var never: StopSignal { StopSignal { false } }

  var isRaised: Bool { ask() }

  /// - Throws: `StreamsError` if the walk should stop.
  func check() throws { if ask() { throw StreamsError.stopped } }

  /// The same question for a call of CFiles.
  func asked<Value>(_ body: (UnsafePointer<cfiles_stop>) throws -> Value) rethrows -> Value {
    try withExtendedLifetime(self) {
      var stop = cfiles_stop(
        ask: { context in
          guard let context else { return false }
          return Unmanaged<StopSignal>.fromOpaque(context).takeUnretainedValue().isRaised
        },
        context: Unmanaged.passUnretained(self).toOpaque())
      return try withUnsafePointer(to: &stop, body)
    }
  }
}

/// Where data are read from, and how reading finds out that it should stop.
package struct DataAccess {
  /// Where collections that have a name are looked for.
  package let directory: DataDirectory
  /// Whether image files are decoded; otherwise only their headers are read.
  let decodes: Bool
  package let stop: StopSignal

  package init(_ directory: DataDirectory, decodes: Bool = true, stop: StopSignal = .never) {
    (self.directory, self.decodes, self.stop) = (directory, decodes, stop)
  }

  /// The file or folder that a user named, with `~` replaced.
  func path(_ operand: String) -> String { directory.folder(operand: operand, of: []) }
}
