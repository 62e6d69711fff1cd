import TestSupport

/// Makes sessions of which every command has its operands right, or one of them missing, misspelled,
/// of another kind, out of range or in another place.
struct SessionMaker {
  var random: Seeded
  /// The folder of files, which stands for `@`.
  let folder: String

  /// Options that keep Genifer small.
  static let genifer =
    " generator-width=2 discriminator-width=8 latent=4 gan-steps=1 gan-batch=4 surplus=drop"

  /// Objects that most commands can be used with.
  private static let opening = [
    "data d = glyphs figures=4 split=2 size=8 train=4 test=3",
    "data e = glyphs figures=4 split=2 size=8 train=4 test=3 scenario=task validation=0.25",
    "model net = mlp hidden=8", "generator g = vae latent=2 hidden=8", "let n = 2",
  ]

  private static let learners = [
    "finetune model=net", "joint model=net", "ewc model=net", "si", "random-features features=8",
    "er model=net memory=8", "icarl model=net memory=8", "lwf model=net",
    "generative-replay model=net generator=g", "generative-replay generator=g draws=$l",
    "genifer\(genifer)",
    "finetune model=big", "finetune model=deep", "icarl seed=$n",
  ]

  /// Every command, with the operands in place; `$l` stands for a learner's name, `$d` for a data
  /// set's.
  private static let commands = [
    "train $l on $d steps=1 batch=4", "train $l on $d.1 steps=2 batch=4",
    "train $l on $d epochs=1 batch=4 stop=1", "train $l on $d steps=1 measures=confusion",
    "train $l on $d.$n steps=1", "eval $l on $d", "eval $l on $d.2", "eval $l on $d split=train",
    "eval $l on e split=validation", "eval $l on $d measures=confusion", "eval $l on $d judge=yes",
    "compare $l", "compare a,b", "compare a to b", "compare a,b measures=confusion", "plot $l",
    "plot a,b", "plot $l.accuracy", "plot $l.losses", "plot $l.confusion.1", "plot $l.dreams",
    "show $l.accuracy.2", "show $l", "show $l.last", "show d", "show d.classes", "show $n",
    "show $l.bytes",
    "sample $l n=2", "sample $l each=1", "list", "status", "history", "journal", "help train",
    "explain dgm", "apropos rate", "note \"n is $n\"", "mark here", "back here", "back 5", "back 0",
    "back", "undo", "pin list", "pin show d", "pin", "save $l to \"@/o.safetensors\"",
    "save net to \"@/net.st\"", "save d to \"@/d.npz\"",
    "save $l to \"@/o.safetensors\" replace=yes",
    "load \"@/o.safetensors\" as o", "load \"@/missing.st\" as o", "load \"@/net.st\" as big",
    "run \"@/other.session\"", "run \"@/other.session\" until=2", "run \"@/bad.session\"",
    "check \"@/other.session\"", "diff \"@/other.session\" \"@/other.session\"",
    "export \"@/other.session\" to md", "resume \"@/other.session\"", "verify \"@/other.session\"",
    "accept \"@/other.session\"", "step \"@/other.session\"", "set snapshots=3", "set hints=off",
    "vary \"@/other.session\" seed=1..2", "quit", "let k = ($n + 1)", "let k = $l",
    "let k = ($l.last * 2)", "param p = 3", "expect $l.last >= 0", "expect $l.steps > 0",
    "expect d.train > 3", "expect $l.accuracy > 0", "expect $n < 3", "expect $l.recognised >= 0",
    "repeat 2 { eval $l on $d }", "for s in 1..2 { show $l; expect $s > 0 }",
    "for l in a,b { train $l on d steps=1 batch=4 }",
    "for s in 1..2 { learner f.$s = finetune model=net; train f.$s on d steps=$s batch=4 }",
    "for x in a,zork { eval $x on d }", "redo", "rename $l other", "rename d $l", "delete $l",
    "delete d", "list options=yes", "plot $l.last", "plot $l.steps,$l.loss", "plot d.train",
    "plot $l to \"@/p.svg\"", "plot $l.losses to \"@/p.png\" replace=yes",
    "sample $l n=2 to \"@/s.png\" replace=yes", "plot $l to \"@/none/p.svg\"",
    "if $n == 2 { eval $l on $d } else { note \"no\" }", "if $n > 5 { zork }",
    "if d.train > 3 { let n = 4 } else if $n < 1 { quit }",
    "def twice(x) { eval $x on d; note \"$x: $(1 + $n)\" }", "twice $l", "twice x=b", "twice",
    "for s in 1..2 { twice $l }", "repeat 3 { let n = ($n * $n) }",
    "data f = digits split=2 limit=3", "data f = folder \"@/none\"", "data f = mnist",
    "data f = glyphs figures=4 split=3", "model big = cnn width=4 stages=1",
    "model big = cnn stages=6", "model deep = mlp hidden=65536,65536", "model net = resnet width=4",
    "generator g = vae latent=65536 hidden=65536",
  ]

  private static let words = [
    "a", "b", "d", "d.1", "d.9", "e", "net", "g", "zork", "on", "to", "as", "$n", "$zork", "0",
    "-1",
    "2", "2.5", "1..2", "\"x\"", "\"\"", "steps=1", "steps=0", "zork=1", "model=g", "model=zork",
    "generator=net", "split=9", "a,b", "a,d", "a.zork", "yes", "until=99", "here", "1e300",
    "rate=-1",
  ]

  private mutating func pick(_ from: [String]) -> String { from[random.below(from.count)] }

  /// A line with its names filled in.
  private mutating func filled(_ line: String) -> String {
    line.replacing("$l", with: pick(["a", "b"])).replacing("$d", with: pick(["d", "d", "e"]))
      .replacing("@", with: folder)
  }

  private mutating func changed(_ line: String) -> String {
    var parts = line.split(separator: " ").map(String.init)
    guard !parts.isEmpty else { return line }
    let place = random.below(parts.count)
    switch random.below(6) {
    case 0: parts[place] = pick(Self.words)
    case 1: parts.insert(pick(Self.words), at: place + 1)
    case 2: parts.remove(at: place)
    case 3: parts.swapAt(place, random.below(parts.count))
    case 4: parts[place] = misspelled(parts[place])
    default: parts.insert(parts[place], at: place)
    }
    return parts.joined(separator: " ")
  }

  private mutating func misspelled(_ word: String) -> String {
    var letters = Array(word)
    let place = random.below(letters.count)
    if random.below(2) == 0 { letters.remove(at: place) } else { letters[place] = "z" }
    return String(letters)
  }

  /// The lines of a session.
  mutating func lines() -> [String] {
    var lines = Self.opening
    for name in ["a", "b"] { lines.append(filled("learner \(name) = \(pick(Self.learners))")) }
    if random.below(3) > 0 { lines.append(filled("train a on d steps=1 batch=4")) }
    for _ in 0..<16 {
      let line = filled(pick(Self.commands))
      lines.append(random.below(3) == 0 ? changed(line) : line)
    }
    if random.below(4) == 0 {
      let place = random.below(lines.count)
      lines[place] = changed(lines[place])
    }
    return lines.filter { !$0.isEmpty }
  }
}
