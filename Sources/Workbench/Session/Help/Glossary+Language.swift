/// Words of the language.
extension Glossary {
  static let language: [Glossary] = [
    .init(
      name: "let", summary: "give a value a name",
      idea: "The variable is used as $n, in arithmetic as ($n * 2), and in text as \"n is $n\".",
      tries: ["let n = 3", "show $n"]),
    .init(
      name: "param", aliases: ["params"],
      summary: "a variable that can be overridden from outside",
      idea: "reverie run FILE --set epochs=5 replaces the value; vary runs a session over several.",
      tries: ["param epochs = 2", "show $epochs"]),
    .init(
      name: "for", aliases: ["in", "loop", "block"], summary: "run a block once for each value",
      idea: "The values are a list or a range. Names may contain the variable: d.$s, f.$s.",
      tries: ["for s in 1..3 { train ours on d.$s }", "for m in ewc,lwf { learner $m.l = $m }"]),
    .init(
      name: "repeat", summary: "run a block several times",
      idea: "Training a learner again on what it has learned changes nothing: train further on.",
      tries: ["repeat 3 { note \"again\" }", "repeat 2 { sample ours n=5 }"]),
    .init(
      name: "if", aliases: ["else"], summary: "run one of two blocks",
      idea: """
        The condition is a comparison, a number other than 0, or yes. == and != also compare words \
        with variables or quoted text. else stands on the line of the }. check goes through both \
        blocks where the condition depends on results.
        """,
      tries: [
        "if ours.last < 0.9 { note \"train further\" } else { note \"good enough\" }",
        "if $n == 3 { note \"three\" }",
      ]),
    .init(
      name: "def", aliases: ["definition", "definitions", "call"],
      summary: "name a block of commands, with parameters",
      idea: """
        It is called like a command: study 3, or study s=3. The journal records the definition, and \
        for each call the commands that it ran, so that it replays either way. In a file, back N \
        counts a call as one command. list shows all definitions, show study prints one.
        """,
      tries: [
        "def study(s, rate=0.1) { learner f.$s = finetune rate=$rate; train f.$s on d }", "list",
      ]),
    .init(
      name: "time", aliases: ["timing"], summary: "how long commands take",
      idea: """
        set time=yes shows it after the results of each command. Times are not recorded, except that \
        of trainings, which the journal marks as never compared.
        """,
      tries: ["set time=yes", "list"]),
    .init(
      name: "expect", summary: "stop the script if a comparison does not hold",
      idea: "Each side is a number, a field of an object, or arithmetic. The result is recorded.",
      tries: ["expect ours.last > 0.9", "expect (ours.last - base.last) > 0.1"]),
    .init(
      name: "variables", aliases: ["variable"],
      summary: "named values, defined by let, param and for, and parameters of def",
      idea: """
        $n stands for the value; ($n * 2) is arithmetic; d.$n builds a name; "at $n of $(2 * $n)" \
        fills in text, where \\$ is a dollar sign. \
        list shows all variables, show $n shows one. Names may contain hyphens, so write \
        ($n - 1) with spaces.
        """,
      tries: ["let n = 3", "show $n"]),
  ]

  /// The kinds of live objects.
  static let kinds: [Glossary] = [
    .init(
      name: "data", summary: "a data set, split into experiences that arrive one after the other",
      idea: "Options of the data set choose classes, order, split and scenario.",
      tries: ["data d = digits split=5", "show d"]),
    .init(
      name: "model", aliases: ["classifier"], summary: "the network that classifies images",
      idea: """
        A model is a plan: each learner that uses it builds a network of its own, with the same first \
        weights.
        """,
      tries: ["model net = mlp hidden=200", "learner plain = finetune model=net"]),
    .init(
      name: "generator", summary: "the network that makes images of what was learned",
      idea: "Like a model, it is a plan for the learners that use it.",
      tries: [
        "generator g = vae latent=32", "learner ours = generative-replay model=net generator=g",
      ]),
    .init(
      name: "learner", summary: "a method of continual learning, with what it has learned so far",
      idea: "train continues where the learner is; undo and back restore earlier states.",
      tries: ["learner plain = finetune model=net", "train plain on d epochs=2"]),
  ]
}
