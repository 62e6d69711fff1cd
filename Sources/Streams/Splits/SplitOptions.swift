import Catalog

/// How a data set becomes a stream of experiences; every data set takes these options.
package struct SplitOptions: Sendable, Equatable {
  /// Experiences, as in `split=5`.
  package static let split = Parameter(
    "split", .integer(1...65_535), default: 1,
    "number of experiences; with base=, the number after the first")
  /// Classes of the first experience, as in `base=50`.
  package static let base = Parameter<Int?>(
    "base", .integer(1...65_535), default: nil, "classes in the first experience")
  /// The classes, as in `classes="0,1|2,3|4"`.
  package static let classes = Parameter<ClassGroups?>(
    "classes", .anything, default: nil,
    "classes to use (0,1,2 or 0..4), or those of each experience (\"0,1|2,3|4\"); numbers "
      + "are class names if all names are numbers, else positions from 0")
  /// The order of the classes, as in `order=1993`.
  package static let order = Parameter<ClassOrder>(
    "order", .anything, default: .natural,
    "natural, a seed to shuffle classes (as NumPy does), or all class numbers in the order wanted")
  /// What is known at test time, as in `scenario=task`.
  package static let scenario = Parameter<Scenario>(
    "scenario", .choice(Scenario.allCases.map(\.rawValue)), default: .classIncremental,
    "class: no task label at test time; task: the task label is given; domain: one shared head")
  /// The share held out, as in `validation=0.1`.
  package static let validation = Parameter(
    "validation", .number(0...0.999), default: 0.0,
    "share of each class's training images held out for validation, rounded; at least one image "
      + "stays in training")
  /// Whether each class gives its share to validation, as in `stratify=no`.
  package static let stratify = Parameter(
    "stratify", .flag, default: true,
    "no: hold out every n-th image of an experience regardless of class")
  /// Training images per class, as in `limit=100`.
  package static let limit = Parameter<Int?>(
    "limit", .integer(1...Int.max), default: nil, "use at most this many training images per class")

  /// All of the above, in the order in which help lists them.
  package static let parameters: [any ParameterDescription] = [
    split, base, classes, order, scenario, validation, stratify, limit,
  ]

  /// Number of experiences, or of those after the first if there is a base.
  package var split = 1
  /// Classes in the first experience.
  package var base: Int?
  /// Which classes, or which in each experience.
  package var classes: ClassGroups?
  /// In which order classes come.
  package var order = ClassOrder.natural
  /// What is known at test time.
  package var scenario = Scenario.classIncremental
  /// Share of training images held out for validation, 0..<1.
  package var validation = 0.0
  /// Whether each class gives its share to validation.
  package var stratify = true
  /// At most this many training images per class.
  package var limit: Int?

  /// One experience with all classes.
  package init() {}

  /// Reads the options.
  ///
  /// - Throws: `StreamsError` if one has a form that it cannot have or if two contradict each other.
  package init(_ settings: Settings) throws {
    func check<Value>(_ parameter: Parameter<Value>, _ what: String) throws {
      guard let setting = settings.values[parameter.name] else { return }
      guard parameter.domain.accepting(setting) != nil, Value(setting) != nil else {
        throw StreamsError.option("\(parameter.name)=\(setting) is not valid: expected \(what)")
      }
    }
    try check(Self.split, "\(Self.split.domain)")
    try check(Self.base, "\(Self.base.domain)")
    try check(Self.classes, "0,1,2 or 0..4 or \"0,1|2,3|4\"")
    try check(Self.order, "natural, a seed of 0 to \(UInt32.max) or a list of class numbers")
    try check(Self.scenario, "\(Self.scenario.domain)")
    try check(Self.validation, "\(Self.validation.domain)")
    try check(Self.stratify, "yes or no")
    try check(Self.limit, "\(Self.limit.domain)")
    (split, base) = (settings[Self.split], settings[Self.base])
    (classes, order) = (settings[Self.classes], settings[Self.order])
    (scenario, validation) = (settings[Self.scenario], settings[Self.validation])
    (stratify, limit) = (settings[Self.stratify], settings[Self.limit])
    if hasGroups {
      let clash = [Self.split.name, Self.base.name, Self.order.name].first {
        settings.values[$0] != nil
      }
      if let clash {
        throw StreamsError.option("\(clash)= and classes=\"...|...\" contradict: use only one")
      }
    }
  }

  /// Whether `classes` says what is in each experience.
  var hasGroups: Bool {
    if case .groups(let groups) = classes { groups.count > 1 } else { false }
  }

  /// The classes of each experience, in order; no class twice.
  ///
  /// - Throws: `StreamsError` if the classes cannot be split so.
  func plan(classNames names: [String]) throws -> [[Int]] {
    guard limit ?? 1 >= 1, (0..<1).contains(validation) else {
      throw StreamsError.option("limit= must be 1 or more, validation= 0 or more and less than 1")
    }
    let groups = try classes?.resolved(names: names) ?? [Array(names.indices)]
    let plan = hasGroups ? groups : try divided(groups.flatMap { $0 }, names: names)
    if scenario == .domainIncremental, let first = plan.first,
      let other = plan.firstIndex(where: { $0.count != first.count })
    {
      throw StreamsError.option(
        "scenario=domain needs equally many classes in each experience, but experience "
          + "\(other + 1) has \(plan[other].count) and the first \(first.count)")
    }
    return plan
  }

  private func divided(_ pool: [Int], names: [String]) throws -> [[Int]] {
    let ordered = try order.arranged(pool, names: names)
    guard split >= 1, base ?? 1 >= 1 else {
      throw StreamsError.option("split= and base= must be 1 or more")
    }
    let first = base ?? 0
    guard first < ordered.count else {
      throw StreamsError.option(
        "base=\(first) leaves none of \(ordered.count) classes for later; use less than that")
    }
    let rest = ordered.count - first
    let what = base == nil ? "\(rest) classes" : "the \(rest) classes after base=\(first)"
    guard split <= rest else {
      throw StreamsError.option("split=\(split) is more than \(what); use at most \(rest)")
    }
    guard rest.isMultiple(of: split) else {
      let divisors = (1...rest).filter { rest.isMultiple(of: $0) }.map(String.init)
      throw StreamsError.option(
        "split=\(split) does not divide \(what) evenly; use "
          + divisors.joined(separator: ", ") + ", or base=")
    }
    let size = rest / split
    let later = (0..<split).map { index in
      Array(ordered[(first + index * size)..<(first + (index + 1) * size)])
    }
    return (first > 0 ? [Array(ordered[..<first])] : []) + later
  }
}
