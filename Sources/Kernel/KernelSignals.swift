import Host
import Synchronization

/// What asks the session to stop: a client, or a signal to the process.
final class KernelSignals: Sendable {
  private let shutDown = Atomic(false)
  private let inbox: Inbox
  /// Whether the process was told to end, as by SIGTERM.
  let isTerminated: @Sendable () -> Bool
  /// The exit code then, depending on whether the session can be resumed.
  private let code: @Sendable (_ isResumable: Bool) -> Int32

  init(
    _ inbox: Inbox, isTerminated: @escaping @Sendable () -> Bool,
    code: @escaping @Sendable (Bool) -> Int32
  ) {
    (self.inbox, self.isTerminated, self.code) = (inbox, isTerminated, code)
  }

  /// A client asked the kernel to end.
  func end() { shutDown.store(true, ordering: .relaxed) }

  /// The same for the session.
  var request: StopRequest {
    StopRequest(
      isRaised: { [self] in
        inbox.isInterrupted || shutDown.load(ordering: .relaxed) || isTerminated()
      },
      exitCode: { [self] in isTerminated() ? code($0) : nil })
  }
}
