import Foundation
import Glibc
import Testing

@testable import ProcessControl

extension TerminalInputTests {
  /// Lines of pipes that block and of those that do not.
  @Suite(.serialized) struct LineInputTests {
    private let pipe = Pipe()
    private var input: LineInput { LineInput(pipe.fileHandleForReading.fileDescriptor) }

    private func write(_ text: String) { pipe.fileHandleForWriting.write(Data(text.utf8)) }

    @Test(arguments: [true, false])
    func `a line is handed over before the next one is written`(blocks: Bool) {
      if !blocks {
        #expect(fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK) == 0)
      }
      let input = input
      write("one\ntw")
      #expect(input.next() == .line("one"))
      write("o\r\n\n数")
      #expect(input.next() == .line("two"))
      #expect(input.next() == .line(""))
      pipe.fileHandleForWriting.closeFile()
      #expect(input.next() == .line("数"))
      #expect(input.next() == .end)
      #expect(input.next() == .end)
    }

    @Test func `a line that comes late to a non-blocking pipe is waited for`() {
      #expect(fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK) == 0)
      let writing = pipe.fileHandleForWriting
      Thread.detachNewThread {
        usleep(50_000)
        writing.write(Data("late\n".utf8))
      }
      #expect(input.next() == .line("late"))
    }

    @Test func `binary data, no input and closed input are reported`() {
      pipe.fileHandleForWriting.write(Data([0xff, 0x0a]))
      #expect(input.next() == .failed("it is not UTF-8 text"))
      #expect(LineInput(1 << 20).next() == .failed("it is closed"))
      let folder = open("/", O_RDONLY)
      defer { close(folder) }
      #expect(LineInput(folder).next() == .failed("Is a directory"))
      #expect(!LineInput.isRegularFile(folder) && !LineInput.isRegularFile(1 << 20))
    }

    @Test func `all that is left comes at once`() {
      write("one\ntwo\nthree")
      pipe.fileHandleForWriting.closeFile()
      let input = input
      #expect(input.next() == .line("one"))
      #expect(input.rest() == .line("two\nthree"))
      #expect(input.rest() == .line(""))
    }
  }
}
