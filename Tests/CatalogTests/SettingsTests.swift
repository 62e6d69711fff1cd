import Testing

@testable import Catalog

@Suite struct DomainTests {
  @Test func `a domain accepts what it describes and nothing else`() {
    #expect(Domain.integer(1...5).accepting(.integer(5)) == .integer(5))
    #expect(Domain.integer(1...5).accepting(.integer(6)) == nil)
    #expect(Domain.number(0...1).accepting(.integer(1)) == .number(1))
    #expect(Domain.flag.accepting(.name("off")) == .flag(false))
    #expect(Domain.flag.accepting(.flag(true)) == .flag(true))
    #expect(Domain.choice(["hard", "soft"]).accepting(.name("sofd")) == nil)
    #expect(Domain.integers(1...9).accepting(.range(1, 3)) == .range(1, 3))
    #expect(Domain.integers(1...9).accepting(.range(3, 1)) == nil)
    #expect(Domain.integers(1...9).accepting(.range(.min, .max)) == nil)
    #expect(Domain.path.accepting(.name("file")) == .text("file"))
  }
}

@Suite struct ValueTests {
  @Test func `values are equal by form and content`() {
    #expect(Value.number(.nan) == .number(.nan))
    #expect(Value.number(0.5) != .number(.nan))
    #expect(Value.integer(1) != .number(1) && Value.text("a") != .name("a"))
    #expect(Value.text("\u{e9}") != .text("e\u{301}") && Value.name("\u{e9}") != .name("e\u{301}"))
    #expect(Value.list([.number(.nan), .flag(true)]) == .list([.number(.nan), .flag(true)]))
    #expect(Value.range(1, 2) != .range(1, 3))
  }

  @Test func `the spelling is the language's own`() {
    let list = Value.list([.integer(-1), .number(0.5), .name("d.3"), .flag(false), .range(1, 3)])
    #expect(list.description == "-1,0.5,d.3,no,1..3")
  }

  @Test func `a name knows its fields`() {
    #expect(Value.name("d.3.train").path == ["d", "3", "train"])
    #expect(Value.text("d.3").path == nil)
  }

  @Test func `text is spelled on one line without what a terminal would act on`() {
    let text = "a\u{1b}[31m\n\t\"\\\u{202e}学"
    #expect(Value.text(text).description == #""a\u{1b}[31m\n\t\"\\\u{202e}学""#)
  }
}

@Suite struct SettingsTests {
  private let epochs = Parameter("epochs", .integer(1...100), default: 2, "passes")
  private let sizes = Parameter("sizes", .integers(1...100), default: [4, 4], "sizes")

  @Test func `an option that was not given has its default`() throws {
    let card = Card("train", "", parameters: [epochs, sizes])
    var settings = Settings()
    #expect(settings[epochs] == 2)
    try settings.set("epochs", to: .integer(7), on: card)
    #expect(settings[epochs] == 7)
    #expect(settings[sizes] == [4, 4])
  }

  @Test func `a value that the domain takes and the type cannot read is an error`() throws {
    let width = Parameter<Int>("width", .number(0...9), default: 4, "width")
    let model = Parameter<String?>("model", .object(["model"]), default: nil, "network")
    let anything = Parameter<[Int]>("sizes", .anything, default: [1], "sizes")
    let card = Card("net", "", parameters: [width, model, anything])
    var settings = Settings()
    for (name, value) in [
      ("width", Value.number(0.5)), ("width", .integer(3)),
      ("model", .list([.name("a"), .name("b")])), ("sizes", .text("1,2")),
    ] {
      let error = #expect(throws: SettingError.self) {
        try settings.set(name, to: value, on: card)
      }
      #expect(error?.description.hasPrefix("\(name)=\(value) is not valid") == true)
    }
    #expect(settings == Settings())
    try settings.set("model", to: .name("a"), on: card)
    #expect(settings[model] == "a" && settings[width] == 4)
  }

  @Test func `an error says what would be accepted`() {
    let card = Card("train", "", parameters: [epochs])
    var settings = Settings()
    let error = #expect(throws: SettingError.self) {
      try settings.set("epochs", to: .integer(0), on: card)
    }
    #expect(error?.description == "epochs=0 is not valid: expected a whole number, 1 to 100")
    #expect(throws: SettingError.self) { try settings.set("epoch", to: .integer(1), on: card) }
  }
}
