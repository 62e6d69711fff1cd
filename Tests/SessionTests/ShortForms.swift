/// For each session what `--set` needs so that it takes seconds, on data that come with the program.
///
/// A session without a line here fails the tests: a new one gets `param`s and a line.
enum ShortForms {
  static let all: [String: [String]] = [
    "first": [],
    "tour": ["epochs=1", "steps=20", "goal=0"],
    "split-mnist": ["d=digits", "steps=20", "joint=20", "slack=1"],
    "dgm-digits": dgm + ["goal=0"],
    "genifer-digits": ["width=2", "critic=8", "steps=4", "dreams=4", "margin=-1"],
    "published/baselines-mnist-5x2": [
      "d=digits", "limit=100", "epochs=1", "memory=200", "features=100", "slack=1",
    ],
    "published/field-mnist-5x2": [
      "d=digits", "limit=20", "steps=2", "memory=50", "features=20", "samples=1", "gan=2",
      "width=1", "joint=1", "slack=1",
    ],
    "published/field-mnist-task-5x2": [
      "d=digits", "limit=20", "steps=2", "memory=50", "joint=1", "slack=1",
    ],
    "published/field-replay-mnist-5x2": [
      "d=glyphs", "limit=8", "steps=1", "epochs=1", "closing=0", "features=4", "gan=2", "width=2",
      "generator=2", "critic=8",
    ],
    "published/field-lwf-mnist-5x2": ["d=glyphs", "limit=8", "steps=1", "slack=1"],
    "published/field-cifar10-5x2": [
      "d=glyphs", "limit=8", "steps=1", "batch=8", "memory=20", "features=20", "samples=1", "gan=2",
      "width=2", "mergan=1", "joint=1",
    ],
    "published/dgm-mnist": games + ["judge=no"],
    "published/dgm-mnist-5x2": games + ["judge=no"],
    "published/dgm-fashion": games + ["judge=no"],
    "published/dgm-fashion-5x2": games + ["judge=no"],
    "published/dgm-mnist-published": ["d=digits", "epochs=1", "features=4", "limit=8", "judge=no"],
    "published/dgm-choice": games,
    "published/genifer-ladder": genifer + [
      "steps=4", "generator=2", "classes=\"0,1|2,3\"",
    ],
    "published/genifer-choice": genifer + [
      "steps=4", "generator=2", "classes=\"0,1|2,3\"",
    ],
    "published/genifer-cifar100": genifer + [
      "alone=1", "margin=-1", "passes=1,1", "base=4", "split=2", "order=natural",
    ],
    "published/genifer-cub200": [
      "size=32", "base=2", "split=1", "epochs=1", "alone=1", "steps=2,2", "width=2", "critic=8",
    ],
  ]

  /// What is shortened in the text of a session that has no params.
  static let texts: [String: KeyValuePairs<String, String>] = [
    "first": ["steps=150": "steps=10", "plain.last + 0.3": "plain.last - 1"]
  ]

  private static let dgm = ["epochs=1", "closing=0", "features=4", "limit=8", "judge=no"]
  private static let games = ["d=digits", "epochs=2", "closing=1", "features=4", "limit=8"]
  private static let genifer = ["d=digits", "epochs=1", "width=2", "critic=8", "limit=16"]
}
