import Testing

@testable import Language

/// A wrong source, part of what is said about it, and where.
struct BadLine: CustomTestStringConvertible, Sendable {
  let source: String
  let message: String
  let line: Int
  let column: Int
  let suggestion: String?

  init(
    _ source: String, _ message: String, _ line: Int, _ column: Int, _ suggestion: String? = nil
  ) {
    (self.source, self.message, self.suggestion) = (source, message, suggestion)
    (self.line, self.column) = (line, column)
  }

  var testDescription: String { source }

  func check(_ found: Diagnostic?) {
    guard let found else {
      Issue.record("no diagnostic")
      return
    }
    #expect(found.message.contains(message))
    #expect(found.position(in: source) == .init(line: line, column: column))
    if let suggestion { #expect(found.suggestion?.contains(suggestion) == true) }
    #expect(!found.message.contains("\n") && found.suggestion?.contains("\n") != true)
  }
}

struct BadLinesTests {
  static let forms: [BadLine] = [
    .init("if", "'if' needs a value", 1, 1),
    .init("if 1 < 2", "expected '{' and the commands to run", 1, 9),
    .init("if 1 < 2 { quit }\nelse { quit }", "'else' belongs behind the '}' of an 'if'", 2, 1),
    .init("if 1 < 2 { quit } else quit", "expected '{' or 'if' after 'else'", 1, 24),
    .init("def { quit }", "expected a name after 'def'", 1, 5),
    .init("def a(x, x) { quit }", "'x' is there twice", 1, 10),
    .init("def a(x=1, y) { quit }", "'y' needs a default", 1, 12),
    .init("def a(x y) { quit }", "expected ',' or ')'", 1, 9),
    .init("def a(x { quit }", "expected ',' or ')'", 1, 9),
    .init("def a { }", "'a' has no commands", 1, 1),
    .init("repeat 2 { def a { quit } }", "'def' is not allowed in a block", 1, 12),
    .init("note \"a $(1 +)\"", "needs a value after it", 1, 13),
    .init("note \"a $(1 + 2\"", "'$(' is not closed", 1, 9, "\\$ for a dollar sign"),
    .init("= 5", "a line begins with a command, not with '='", 1, 1),
    .init("5 + 3", "a line begins with a command, not with '5'", 1, 1),
    .init("\"a\"", "a line begins with a command", 1, 1),
    .init("a.b c", "a line begins with a command, not with 'a.b'", 1, 1),
    .init("x=5", "not with an option", 1, 1, "let x"),
    .init("}", "unmatched '}'", 1, 1),
    .init("quit }", "unmatched '}'", 1, 6),
    .init("train a )", "unmatched ')'", 1, 9),
    .init("{ quit }", "a block needs 'for', 'repeat', 'if' or 'def'", 1, 1),
    .init("quit {", "a block needs 'for', 'repeat', 'if' or 'def'", 1, 6),
    .init("train a on", "'on' needs a value", 1, 9),
    .init("train a on # d", "'on' needs a value", 1, 9),
    .init("train a epochs=", "option 'epochs' needs a value", 1, 9),
    .init("train a epochs= 2", "spaces around the '=' of option 'epochs'", 1, 15, "epochs=2"),
    .init("train a epochs = 2", "spaces around the '=' of option 'epochs'", 1, 16, "epochs=2"),
    .init("train a b=c=2", "option 'b' needs a value, found the option 'c'", 1, 11),
    .init("train a + 2", "'+' needs parentheses", 1, 9),
    .init("train a epochs=2*3", "'*' needs parentheses", 1, 17),
    .init("save a to out/x.npz", "unexpected '/'", 1, 14, "quotes"),
    .init("train 28x28", "'28x28' is neither a number nor a name", 1, 7),
    .init("train 2h5", "'2h5' is neither a number nor a name", 1, 7),
    .init("train 1.2.3", "'1.2.3' is neither", 1, 7),
    .init("train a\"b\"", "'\"b\"' must be separated", 1, 8),
    .init("note \"a", "the text is not closed", 1, 6),
    .init("quit\nnote \"a\nquit", "the text is not closed", 2, 6),
    .init("note \"a\nnote \"b\"", "began on an earlier line", 2, 7, "missing"),
    .init("note \"a\\qb\"", "'\\q' is not an escape sequence", 1, 8),
    .init("note \"\\u{d800}\"", "is not an escape sequence", 1, 7),
    .init("show 99999999999999999999", "does not fit into 64 bits", 1, 6),
    .init("show 9223372036854775808", "does not fit into 64 bits", 1, 6),
    .init("show 1e999", "too large for a number", 1, 6),
    .init("show 1..", "a range goes from", 1, 6),
    .init("show 1..x", "a range goes from", 1, 9),
    .init("show 1.5..3", "a range goes from", 1, 6),
    .init("show 1..2.5", "a range goes from", 1, 9),
    .init("show $", "'$' needs the name", 1, 6),
    .init("show \\x", "'\\' is allowed only at the end", 1, 6),
    .init("show a,", "',' needs a value", 1, 7),
    .init("show a,;", "',' needs a value", 1, 7),
    .init("show a,,b", "',' needs a value, found ','", 1, 8),
    .init("show ,b", "unexpected ','", 1, 6),
    .init("show 🙂", "unexpected character '🙂'", 1, 6, "quotes"),
    .init("note “a”", "unexpected character '“'", 1, 6, "write \""),
    .init("show a\0b", "unexpected character 'U+0000'", 1, 7),
    .init("let", "expected a name after 'let'", 1, 4),
    .init("let 5 = 2", "expected a name after 'let', found '5'", 1, 5),
    .init("let x", "expected '=', found the end", 1, 6),
    .init("let x =", "'x' needs a value", 1, 7),
    .init("let x = 1 2", "unexpected '2'", 1, 11),
    .init("let x = a + 1", "'+' needs parentheses", 1, 11),
    .init("let x.y = 1", "a new name cannot contain '.'", 1, 5),
    .init("let on = 1", "'on' is a keyword", 1, 5),
    .init("param for=1", "'for' is a keyword", 1, 7),
    .init("data with = mnist", "'with' is a keyword", 1, 6),
    .init("data d =", "expected a maker after '='", 1, 9),
    .init("set seed = 5", "expected a maker after '=', found '5'", 1, 12, "write seed=5"),
    .init("for", "expected a name after 'for'", 1, 4),
    .init("for s of 1..3 { quit }", "expected 'in', found 'of'", 1, 7),
    .init("for s in { quit }", "a block needs", 1, 10),
    .init("repeat { quit }", "a block needs", 1, 8),
    .init("repeat 3", "expected '{'", 1, 9),
    .init("repeat 3\n{ quit }", "expected '{'", 1, 9),
    .init("repeat 3 {\n  quit\n", "the block is not closed", 1, 10),
    .init("repeat 3 { quit } quit", "unexpected 'quit'", 1, 19),
    .init("repeat 3 {\n  train a on\n}", "'on' needs a value", 2, 11),
    .init("expect", "'expect' needs a value", 1, 1),
    .init("expect a >", "'>' needs a value after it", 1, 10),
    .init("expect a = 2", "unexpected '='", 1, 10, "=="),
    .init("expect a=2", "unexpected '='", 1, 9, "=="),
    .init("expect 0 < a < 1", "comparisons cannot be chained", 1, 14),
    .init("expect a b", "unexpected 'b'", 1, 10),
    .init("show (1 + 2", "'(' is not closed", 1, 6),
    .init("show (1 + )", "'+' needs a value after it", 1, 9),
    .init("show ()", "'(' needs a value after it", 1, 6),
    .init("show (1 2)", "expected an operator or ')', found '2'", 1, 9),
    .init("show (1,2)", "a list is not allowed inside parentheses", 1, 8),
    .init("show (a=2)", "unexpected '='", 1, 8, "=="),
    .init("show a ? b", "unexpected '?'", 1, 8),
    .init("quit()", "'quit' is followed by a parenthesis", 1, 5, "without parentheses"),
    .init("train --help", "help is a separate command", 1, 7, "help COMMAND"),
    .init("train a --epochs=2", "options are written without dashes", 1, 9, "epochs=VALUE"),
    .init("train a --epochs 2", "options are written without dashes", 1, 9, "epochs=VALUE"),
    .init("note \"é\" 学 🙂", "unexpected character", 1, 12),
  ]

  @Test(arguments: forms)
  func `a wrong form is shown at the wrong word`(line: BadLine) {
    line.check(Samples.diagnostic(of: line.source))
  }

  static let words: [BadLine] = [
    .init("trian a on d", "there is no command 'trian'", 1, 1, "did you mean 'train'?"),
    .init("Train a on d", "there is no command 'Train'", 1, 1, "did you mean 'train'?"),
    .init("xyzzy", "there is no command 'xyzzy'", 1, 1, "help"),
    .init("tr a on d", "there is no command 'tr'", 1, 1),
    .init("train d on mnist.1 epoch=3", "train has no option 'epoch'", 1, 20, "'epochs'"),
    .init("train d on m zzz=3", "train has no option 'zzz'", 1, 14, "batch, epochs, rate, stop"),
    .init("eval d zzz=3", "eval has no options, so no 'zzz'", 1, 8),
    .init("train a on d epochs=1 epochs=2", "option 'epochs' is given twice", 1, 23),
    .init("train a on d on e", "'on' is given twice", 1, 14),
    .init("train a to d", "train does not take 'to'", 1, 9, "it takes 'on'"),
    .init("quit on d", "quit does not take 'on'", 1, 6),
    .init("train a onn d", "train takes only 1 argument", 1, 9, "did you mean 'on'?"),
    .init("train a om d", "train takes only 1 argument", 1, 9, "did you mean 'on'?"),
    .init("train a epochs 2", "train takes only 1 argument", 1, 9, "epochs=VALUE"),
    .init("train a epoch 2", "train takes only 1 argument", 1, 9, "did you mean 'epochs='?"),
    .init("train on d", "train needs a learner", 1, 1, "for example: train ours on d"),
    .init("compare a on d", "compare needs a learner", 1, 1, "help compare"),
    .init("compare a b c d e", "compare takes at most 4 arguments", 1, 17),
    .init("quit now", "quit takes no arguments", 1, 6),
    .init("save d", "save needs 'to' and a file", 1, 1),
    .init("train a, b on d", "train takes one learner at a time, not a,b", 1, 7, "loop"),
    .init("expect a.b", "'expect' needs a comparison", 1, 1, "expect a.b > 0.9"),
    .init("sample 5", "5 is not valid here: expected the name of a live object", 1, 8),
    .init("dta d = digits", "there is no kind of object named 'dta'", 1, 1, "'data'"),
    .init("data d = digts", "data has no maker 'digts'", 1, 10, "'digits'"),
    .init("model m = zzz", "model has no maker 'zzz'", 1, 11, "choose from cnn, mlp"),
    .init("data d", "'data' makes a new object", 1, 1, "data NAME = MAKER"),
    .init("data d=digits", "'data' makes a new object", 1, 1),
    .init("set hints = off", "'set' is a command", 1, 1, "write hints=off"),
    .init("data d = digits scenario=clas", "scenario has no choice 'clas'", 1, 26, "'class'"),
    .init("data d = folder split=2", "folder needs a folder", 1, 10),
    .init("repeat 2 {\n  for s in 1..2 {\n    trian a on d\n  }\n}", "'trian'", 3, 5, "'train'"),
  ]

  @Test(arguments: words)
  func `a wrong word is underlined`(line: BadLine) {
    line.check(Samples.diagnostic(of: line.source, lenient: false))
  }
}
