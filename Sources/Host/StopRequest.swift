/// How a front end is asked to stop, as by Ctrl-C or SIGTERM.
package struct StopRequest: Sendable {
  /// Whether to stop at the next step.
  package let isRaised: @Sendable () -> Bool
  /// The exit code of a process that was asked to stop, depending on whether `resume` can continue
  /// its work; nil if it was not.
  package let exitCode: @Sendable (_ isResumable: Bool) -> Int32?

  package init(
    isRaised: @escaping @Sendable () -> Bool, exitCode: @escaping @Sendable (Bool) -> Int32?
  ) {
    (self.isRaised, self.exitCode) = (isRaised, exitCode)
  }

  /// Never raised.
  package static let none = StopRequest(isRaised: { false }, exitCode: { _ in nil })
}
