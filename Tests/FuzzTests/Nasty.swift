/// Inputs that broke readers here or elsewhere.
enum Nasty {
  static let lines = [
    "", "\u{0}", "\u{feff}train", "\"", "\"\\", "\"\\u{", "\"\\u{110000}\"", "\"\\u{d800}\"", "\\",
    "\\\n", "#", "?", "??", "? ?", "$", "$$", "=", "==", "x=", "x==1", "data =", "data d =",
    "data d = = 1", "let", "let x", "let x =", "let x = 1,", "let x = 1,\n", "let x = 1..",
    "let x = 9223372036854775808", "let x = -9223372036854775808", "let x = --9223372036854775808",
    "let x = 1e309", "let x = 5e-324", "let x = -0.0", "let x = -(0.0)", "let x = (-1..5)",
    "let x = (- -1)", "expect -(1) == - 1", "expect 1 < 2 < 3", "expect (1", "expect )",
    "for", "for x", "for x in", "for x in 1", "for x in 1 {", "for x in 1 {}}", "repeat {}",
    "repeat 2 {;;;}", "train ours on", "train on on on", "train on=1", "sample ours n 4 4",
    "data d=digits", "d d d d", "train ours on d epochs=1 epochs=1", "a.b.c", "a..b", "a.*.*", "*",
    "./", "~", "~/\u{0}", "学习 = 1", "let e\u{301} = 1", "let \u{301}e = 1", "👩‍👩‍👧", "“x”",
    String(repeating: "(", count: 5000), String(repeating: "repeat 2 {", count: 5000),
    "expect " + String(repeating: "-", count: 5000), String(repeating: "x,", count: 3000),
    String(repeating: "a", count: 5000), String(repeating: "\u{301}", count: 3000),
    "expect 1" + String(repeating: " + 1", count: 600), String(repeating: "?", count: 3000),
  ]

  static let records = [
    "", "#", "#=", "#= ", "#= 1", "#= 1 ", "#= 1 a", "#= 1 a=", "#= 1 =1", "#= 1 a=[", "#= 1 a=]",
    "#= 1 a=[1,]", "#= 1 a=\"", "#= 1 a=\"\\", "#= 1.2.3 a=1", "#= 1..2 a=1", "#= -1 a=1",
    "#= 99999999999999999999 a=1", "#= 1.99999999999999999999.1 a=1", "#= 1 a=1e999 b=nan c=-inf",
    "#= 1 a=9223372036854775808", "#= 1 \u{200d}a=1", "#= 1 \u{93e}.last=0.5", "#= \u{301}1 a=1",
    "#= 1 a=1 a=2", "#= 1 a=" + String(repeating: "[", count: 5000), "#@", "#@ 1", "#@ 1 x",
    "#@ 1 x=", "#@ 1 \u{93e}=00", "#f", "#f 1 file=../../x sha256=0", "#f 1 file=\u{0}",
    "#>", "#> 2", "#> 2 10:00:00", "#> 2 10:00:00 repeat 2 {", "#>> x", "#!", "#! 1", "#! x y",
    "#!reverie journal 1", "#!reverie journal 99999999999999999999", "#~", "#~ a", "#~ a rel=",
    "#~ a rel=-1", "#~ a rel=1e999", "#~ a rel=nan", "#~ \u{93e} abs=1", "#'", "#' \u{301}a",
    "#: ", "#: =", "#: a", "#: verified=1 verify-mode=", "\r", "\r\n", "#= 1 a=1\r", "{", "\"",
    "#= 1 last=\"" + String(repeating: "x", count: 5000) + "\"",
  ]

  static let headers = [
    "", "{", "{}", "[]", "null", "{}x", "{\"\":{}}", "{\"a\":1}", "{\"a\":{\"dtype\":\"F32\"}}",
    "{\"a\\u0000\\n\":{}}", "{\"\\ud800\":{}}", "{\"a\":{},\"a\":{}}", "{\"__metadata__\":[]}",
    "{\"__metadata__\":{\"a\":1}}", "{\"__metadata__\":{},\"__metadata__\":{}}",
    entry(shape: "", "0,4"), entry(shape: "1", "0,4"), entry(shape: "0", "0,0"),
    entry(shape: "0,4611686018427387904,4611686018427387904", "0,0"),
    entry(shape: "0,1099511627776,1099511627776", "0,0"), entry(shape: "-1", "0,4"),
    entry(shape: "9223372036854775807", "0,9223372036854775807"),
    entry(shape: "4611686018427387904,4", "0,0"), entry(shape: "1", "4,0"),
    entry(shape: "1", "18446744073709551615,3"),
    entry(shape: "1", "9223372036854775807,9223372036854775807"),
    entry(shape: String(repeating: "1,", count: 64) + "1", "0,4"),
    entry(shape: String(repeating: "0,", count: 63) + "0", "0,0"),
    String(repeating: "[", count: 20_000), String(repeating: "{\"a\":", count: 20_000),
    "{\"__metadata__\":{\"reverie\":\"" + String(repeating: "[", count: 20_000) + "\"}}",
    saved("x"), saved("\\\\n\\\\u001b[1m"),
  ]

  private static func entry(shape: String, _ range: String) -> String {
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(range)]}}"
  }

  /// The header of a saved object whose JSON holds this declaration, with its escapes.
  private static func saved(_ declaration: String) -> String {
    let facts = "{'format':'reverie object 1','declaration':'\(declaration)'}"
    return "{\"__metadata__\":{\"reverie\":\"\(facts.replacing("'", with: "\\\""))\"}}"
  }
}
