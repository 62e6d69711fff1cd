import Catalog
import Testing

@testable import Language

/// References with parts that are worked out.
struct FieldTests {
  private func value(_ text: String) throws -> Expression? {
    guard case .invocation(let invocation)? = try Samples.statement("train l on \(text)") else {
      return nil
    }
    return invocation.preposition("on")?.value
  }

  @Test func `a variable or arithmetic may stand for a part`() throws {
    let next = Expression.binary(.add, .variable("i"), .literal(.integer(1)))
    #expect(try value("d.$i") == .element([.name("d"), .variable("i")]))
    #expect(try value("d.($i+1)") == .element([.name("d"), .expression(next)]))
    #expect(
      try value("d.$i.train.($i+1)")
        == .element([.name("d"), .variable("i"), .name("train"), .expression(next)]))
    #expect(try value("$d.3") == .element([.variable("d"), .name("3")]))
    #expect(try value("d.a.$i") == .element([.name("d"), .name("a"), .variable("i")]))
    #expect(try value("d.$i,d.2").map { "\($0)" } == "d.$i,d.2")
    #expect(try Samples.statement("expect l.$i > 0.5")?.description == "expect l.$i > 0.5")
  }

  @Test(arguments: [
    "train l on d.$", "train l on d.(1", "train l on d .$i", "train l on d. $i", "train l on (1).x",
    "train l on d.$i$j", "train l on d.$i.", "train l on d.()", "d.$i = 3",
  ])
  func `an unknown part is an error`(line: String) {
    #expect(Samples.diagnostic(of: line) != nil)
  }

  @Test func `nesting has its bound`() {
    let deep =
      "expect d" + String(repeating: ".(d", count: 200) + String(repeating: ")", count: 200)
    #expect(Samples.diagnostic(of: deep)?.message.contains("deeper") == true)
  }
}
