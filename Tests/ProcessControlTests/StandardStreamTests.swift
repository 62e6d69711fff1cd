import Foundation
import Glibc
import Synchronization
import Testing

@testable import ProcessControl

/// Writing to streams that are slow, full, closed or left by their reader.
@Suite(.serialized) struct StandardStreamTests {
  init() { StandardStreams.start() }

  @Test func `a full non-blocking pipe takes everything in the end`() {
    let pipe = Pipe()
    let writing = pipe.fileHandleForWriting.fileDescriptor
    #expect(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
    let reading = pipe.fileHandleForReading
    let read = Mutex(Data())
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      usleep(20_000)
      let data = reading.readDataToEndOfFile()
      read.withLock { $0 = data }
      done.signal()
    }
    let text = String(repeating: "0123456789abcdef", count: 20_000)
    let stream = StandardStream(writing, "test")
    stream.write(text)
    pipe.fileHandleForWriting.closeFile()
    done.wait()
    #expect(!stream.hasLostText)
    #expect(read.withLock { $0 } == Data(text.utf8))
  }

  @Test func `a closed pipe, a full device and a closed stream lose only output`() {
    let pipe = Pipe()
    pipe.fileHandleForReading.closeFile()
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    for descriptor in [pipe.fileHandleForWriting.fileDescriptor, full, 1 << 20] {
      let stream = StandardStream(descriptor, "a stream of a test")
      stream.line("text")
      #expect(stream.hasLostText)
    }
    let null = open("/dev/null", O_WRONLY)
    defer { close(null) }
    let stream = StandardStream(null, "a stream of a test")
    stream.line("text")
    #expect(!stream.hasLostText)
  }

  @Test func `the exit code is that of trouble, which lost output does not hide`() {
    #expect(StandardStreams.exitCode(3) == 3)
    #expect(StandardStreams.exitCode(0) == 0)
  }
}
