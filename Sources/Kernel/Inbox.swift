import Dispatch
import Synchronization

/// Requests on their way from the sockets to the session.
final class Inbox: Sendable {
  /// What the session is to do next.
  enum Item: Sendable {
    case request(Request)
    /// The kernel is to end without having been asked by a request.
    case end

    /// Whether it is a cell to run.
    var isCell: Bool {
      if case .request(let request) = self { request.type == "execute_request" } else { false }
    }
  }

  private struct State {
    var items: [(item: Item, arrival: ContinuousClock.Instant)] = []
    var isRunningCell = false
    /// Whether the cell that runs, or else the next one, is to stop.
    var isInterrupted = false

    var hasWaitingCell: Bool { items.contains { $0.item.isCell } }
  }

  private let state = Mutex(State())
  private let count = DispatchSemaphore(value: 0)

  func put(_ item: Item) {
    state.withLock { $0.items.append((item, .now)) }
    count.signal()
  }

  /// Waits for the next item.
  ///
  /// Whoever takes a cell calls `endCell` before answering it.
  func take() -> Item {
    while true {
      count.wait()
      let item = state.withLock { state -> Item? in
        // What was aborted meanwhile is gone.
        guard !state.items.isEmpty else { return nil }
        let item = state.items.removeFirst().item
        state.isRunningCell = item.isCell
        return item
      }
      if let item { return item }
    }
  }

  /// Interrupts the cell that runs or, if none does, the one that waits to run next; where there is
  /// neither, nothing is interrupted, now or later.
  func interrupt() {
    state.withLock { if $0.isRunningCell || $0.hasWaitingCell { $0.isInterrupted = true } }
  }

  /// Whether the cell that runs is to stop.
  var isInterrupted: Bool { state.withLock { $0.isRunningCell && $0.isInterrupted } }

  /// The cell that ran has come to its end; returns whether it was interrupted.
  ///
  /// From now on interrupts are not meant for it. It is called before the answer is sent, so that
  /// whoever has the answer cannot interrupt anything by what comes after it.
  func endCell() -> Bool {
    state.withLock { state in
      defer { (state.isRunningCell, state.isInterrupted) = (false, false) }
      return state.isInterrupted
    }
  }

  /// Takes away the cells that wait to run and came before `time`.
  func removeCells(before time: ContinuousClock.Instant) -> [Request] {
    state.withLock { state in
      var removed: [Request] = []
      state.items.removeAll { item, arrival in
        guard item.isCell, case .request(let request) = item, arrival <= time else { return false }
        removed.append(request)
        return true
      }
      // An interrupt that was meant for one of them has done its work.
      state.isInterrupted = state.isInterrupted && state.hasWaitingCell
      return removed
    }
  }
}
