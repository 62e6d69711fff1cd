import Testing

@testable import Catalog

@Suite struct DomainTests {
  @Test func `a domain accepts what it describes and nothing else`() {
    #expect(Domain.integer(1...5).accepting(.integer(5)) == .integer(5))
    #expect(Domain.integer(1...5).accepting(.integer(6)) == nil)
    #expect(Domain.number(0...1).accepting(.integer(1)) == .number(1))
    #expect(Domain.flag.accepting(.name("off")) == .name("no"))
    #expect(Domain.choice(["hard", "soft"]).accepting(.name("sofd")) == nil)
    #expect(Domain.integers(1...9).accepting(.range(1, 3)) == .range(1, 3))
    #expect(Domain.integers(1...9).accepting(.range(3, 1)) == nil)
    #expect(Domain.integers(1...9).accepting(.range(.min, .max)) == nil)
    #expect(Domain.path.accepting(.name("file")) == .text("file"))
  }
}

@Suite struct SettingTests {
  @Test func `text is spelled on one line without what a terminal would act on`() {
    let text = "a\u{1b}[31m\n\t\"\\\u{202e}学"
    #expect(Setting.text(text).description == #""a\u{1b}[31m\n\t\"\\\u{202e}学""#)
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

  @Test func `an error says what would be accepted`() {
    let card = Card("train", "", parameters: [epochs])
    var settings = Settings()
    let error = #expect(throws: SettingError.self) {
      try settings.set("epochs", to: .integer(0), on: card)
    }
    #expect(error?.description == "epochs=0 is not possible: write a whole number, 1 to 100")
    #expect(throws: SettingError.self) { try settings.set("epoch", to: .integer(1), on: card) }
  }
}
