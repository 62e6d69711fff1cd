import Testing

@testable import Kernel

/// What an interrupt is meant for.
@Suite struct InboxTests {
  private let inbox = Inbox()

  private func put(_ type: String) {
    inbox.put(
      .request(Request(channel: .shell, identities: [], header: [], type: type, content: [:])))
  }

  @Test func `an interrupt stops the cell that runs and none after it`() {
    put("execute_request")
    _ = inbox.take()
    #expect(!inbox.isInterrupted)
    inbox.interrupt()
    #expect(inbox.isInterrupted)
    put("execute_request")
    #expect(inbox.endCell())
    _ = inbox.take()
    #expect(!inbox.isInterrupted && !inbox.endCell())
  }

  @Test func `an interrupt where nothing runs stops no later cell`() {
    inbox.interrupt()
    put("execute_request")
    _ = inbox.take()
    #expect(!inbox.endCell())
    // Its answer is on the way; the next cell comes before the kernel is idle.
    inbox.interrupt()
    put("execute_request")
    _ = inbox.take()
    #expect(!inbox.isInterrupted)
  }

  @Test func `an interrupt before a waiting cell begins stops that cell`() {
    put("complete_request")
    put("execute_request")
    _ = inbox.take()
    inbox.interrupt()
    #expect(!inbox.isInterrupted)
    _ = inbox.take()
    #expect(inbox.isInterrupted)
  }

  @Test func `an interrupt goes with the waiting cells that are aborted`() {
    for _ in 0..<2 { put("execute_request") }
    _ = inbox.take()
    _ = inbox.endCell()
    inbox.interrupt()
    #expect(inbox.removeCells(before: .now).count == 1)
    put("execute_request")
    _ = inbox.take()
    #expect(!inbox.isInterrupted)
  }
}
