import Dispatch
import Synchronization

/// Requests on their way from the sockets to the session.
final class Inbox: Sendable {
  /// What the session is to do next.
  enum Item: Sendable {
    case request(Request)
    /// The kernel is to end without having been asked by a request.
    case end
  }

  private struct State {
    var items: [(item: Item, arrival: ContinuousClock.Instant)] = []
    var isWorking = false
  }

  private let state = Mutex(State())
  private let count = DispatchSemaphore(value: 0)

  func put(_ item: Item) {
    state.withLock { $0.items.append((item, .now)) }
    count.signal()
  }

  /// Waits for the next item; whoever takes it says `done` afterwards.
  func take() -> Item {
    while true {
      count.wait()
      let item = state.withLock { state -> Item? in
        // What was aborted meanwhile is gone.
        guard !state.items.isEmpty else { return nil }
        state.isWorking = true
        return state.items.removeFirst().item
      }
      if let item { return item }
    }
  }

  /// What was taken is done; does `action` if nothing else waits.
  func done(ifIdle action: () -> Void) {
    state.withLock { state in
      state.isWorking = false
      if state.items.isEmpty { action() }
    }
  }

  /// Does `action` if something is at work or waits; nothing is done meanwhile.
  func ifBusy(_ action: () -> Void) {
    state.withLock { if $0.isWorking || !$0.items.isEmpty { action() } }
  }

  /// Takes away the cells that wait to run and came before `time`.
  func removeCells(before time: ContinuousClock.Instant) -> [Request] {
    state.withLock { state in
      var removed: [Request] = []
      state.items.removeAll { item, arrival in
        guard case .request(let request) = item, request.type == "execute_request", arrival <= time
        else { return false }
        removed.append(request)
        return true
      }
      return removed
    }
  }
}
