/// How a front end is asked to stop, as by Ctrl-C or SIGTERM.
package struct StopRequest: Sendable {
  /// Whether to stop at the next step.
  package let isRaised: @Sendable () -> Bool
  /// The exit code of a process that was asked to stop; nil if it was not.
  package let exitCode: @Sendable () -> Int32?

  package init(isRaised: @escaping @Sendable () -> Bool, exitCode: @escaping @Sendable () -> Int32?)
  {
    (self.isRaised, self.exitCode) = (isRaised, exitCode)
  }

  /// Never raised.
  package static let none = StopRequest(isRaised: { false }, exitCode: { nil })
}
