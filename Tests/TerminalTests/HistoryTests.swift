import Foundation
import Glibc
import TestSupport
import Testing

@testable import Terminal

struct HistoryTests {
  @Test(arguments: ["", "a", "\\", "\\n", "a\nb", "a\r\nb", "\\\\n\n", "\n", "数\n😀"])
  func `a row gives the entry back`(entry: String) {
    #expect(HistoryFile.unescape(HistoryFile.escape(entry)) == entry)
    #expect(!HistoryFile.escape(entry).contains("\n"))
  }

  @Test(arguments: 0..<50) func `escaping loses nothing`(seed: UInt64) {
    var random = Seeded(seed: seed)
    let parts = ["\\", "\n", "n", "r", "\r", "a", "数"]
    let entry = (0..<40).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    #expect(
      HistoryFile.unescape(HistoryFile.escape(entry)).unicodeScalars.elementsEqual(
        entry.unicodeScalars))
  }

  @Test func `foreign rows are read as they are`() {
    #expect(HistoryFile.unescape("C:\\dir\\") == "C:\\dir\\")
  }

  @Test func `two shells append to one file that only its owner reads`() throws {
    try withFreshPath { path in
      let (first, second) = (HistoryFile(path: path), HistoryFile(path: path))
      #expect(first.load() == [])
      #expect(first.append("one") == nil)
      #expect(second.append("two\nlines") == nil)
      #expect(first.append("three") == nil)
      #expect(second.load() == ["one", "two\nlines", "three"])
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `a folder in place of the file is reported and reads as empty`() {
    let file = HistoryFile(path: NSTemporaryDirectory())
    #expect(file.load() == [])
    #expect(file.append("x")?.hasPrefix("the history cannot be saved in ") == true)
  }

  @Test func `a file that is not UTF-8 is still read`() throws {
    try withFreshPath { path in
      #expect(HistoryFile(path: path).append("ok") == nil)
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.seekToEnd()
      handle.write(Data([0x61, 0xff, 0x62]))
      try handle.close()
      #expect(HistoryFile(path: path).load() == ["ok", "a\u{fffd}b"])
    }
  }

  @Test func `blank starts and repetitions are not kept`() {
    var history = History(["a"])
    #expect(history.add("a") == false)
    #expect(history.add(" b") == false)
    #expect(history.add("") == false)
    #expect(history.add("b") == true)
    #expect(history.add("a") == true)
    #expect(history.entries == ["a", "b", "a"])
  }

  @Test func `an edited entry starts a new way`() {
    var history = History(["train a", "show", "train b"])
    #expect(history.older(than: EditBuffer("")) == "train b")
    #expect(history.older(than: EditBuffer("train b")) == "show")
    #expect(history.older(than: EditBuffer("tr")) == "train b")
    #expect(history.older(than: EditBuffer("train b")) == "train a")
    #expect(history.older(than: EditBuffer("train a")) == nil)
    #expect(history.newer(than: EditBuffer("train a")) == "train b")
    #expect(history.newer(than: EditBuffer("train b")) == "tr")
    #expect(history.newer(than: EditBuffer("tr")) == nil)
  }

  @Test func `the newest line that starts alike is the hint`() {
    let history = History(["train one", "train two", "other\nlines"])
    #expect(history.continuation(of: "train t") == "wo")
    #expect(history.continuation(of: "tr") == "ain two")
    #expect(history.continuation(of: "t") == nil)
    #expect(history.continuation(of: "other") == nil)
  }

  @Test func `a search stays where it still matches and continues from there`() {
    var search = HistorySearch(["Alpha", "beta", "alphabet", "alphabet"])
    search.type("a")
    #expect(search.match == 3)
    search.older()
    #expect(search.found == "beta")
    search.type("l")
    #expect(search.found == "Alpha")
    search.type("x")
    #expect(search.failed)
    #expect(search.found == "Alpha")
    search.erase()
    #expect(!search.failed)
    #expect(search.found == "alphabet")
  }
}
