import Catalog
import Figures
import Foundation
import Language
import Testing

@testable import Journal
@testable import Workbench

/// Lessons as a student meets them, on tiny networks.
@Suite struct LessonTests {
  static let text = """
    #' # Fade
    #' Two experiences arrive.
    data d = glyphs figures=4 split=2 size=8 train=8 test=4
    model net = mlp hidden=16

    #' Now it is your turn.
    #? How many percent are left?
    #? within 5
    let left = 40

    #* Train a learner named a.
    #- Create it first.
    #- Then train it
    #-   on d.
    learner a = finetune model=net
    train a on d steps=2 batch=4
    expect a.steps > 0

    #' What follows is a choice.
    #? Which one?
    #? a) the first
    #? b) the second
    let which = b

    #* Compare it with itself.
    compare a,a

    #' That was all.

    """

  static func desk(
    _ text: String = text, state: String? = nil, journal: String = "s.journal"
  ) throws -> Desk {
    let desk = try Desk(journal: journal)
    try desk.write(text, to: "fade.session")
    desk.interpreter.shelf = LessonShelf(
      folders: [desk.folder], state: state ?? desk.path("lessons.json"))
    return desk
  }

  static func lesson(_ text: String) throws -> Lesson { try Lesson(text, path: "fade.session") }

  private static func grade(_ desk: Desk, _ text: String = text) throws -> LessonGrade {
    desk.session.close(status: "ok")
    return LessonGrade(try lesson(text), try JournalDocument(file: desk.path("s.journal")))
  }

  @Test func `a lesson is read into prose, commands, questions and tasks`() throws {
    let lesson = try Self.lesson(Self.text)
    #expect(lesson.title == "Fade" && lesson.name == "fade" && lesson.steps.count == 4)
    guard case .question(let left) = lesson.steps[0], case .task(let train) = lesson.steps[1],
      case .question(let which) = lesson.steps[2], case .task(let compare) = lesson.steps[3]
    else {
      Issue.record("\(lesson.steps)")
      return
    }
    #expect(left.isRight(.integer(44)) && left.isRight(.number(35)) && !left.isRight(.integer(46)))
    #expect(which.choices.map(\.text) == ["the first", "the second"] && which.form == "a or b")
    #expect(train.hints == ["Create it first.", "Then train it on d."])
    #expect(train.solution.count == 2 && train.checks.count == 1)
    #expect(compare.checks.isEmpty && compare.solution.map(lesson.command) == ["compare a,a"])
  }

  @Test(arguments: [
    ("#? What?\nlearner a = finetune\n", "this question has no answer"),
    ("#? What?\n", "this question has no answer"),
    ("#? What?\n#? a) one\n#? b) two\nlet x = c\n", "the answer must be a or b"),
    ("#? What?\nlet x = b\n", "the answer must be a number"),
    ("#* Do it.\n", "this task has no solution"),
    ("#* Do it.\n\n#' Prose.\nstatus\n", "nothing shows that this task was done"),
    ("#- A hint.\n", "a hint needs a task above it"),
    ("#* Look.\nshow d\n", "nothing shows that this task was done"),
  ])
  func `what is wrong in a lesson is reported at its line`(text: String, message: String) throws {
    let desk = try Self.desk(text)
    for line in ["lesson fade", "check \"\(desk.path("fade.session"))\""] {
      let failure = try #require(desk.failure(of: line))
      #expect(failure.diagnostic.message == message, "\(line): \(failure)")
      #expect(failure.source?.label.hasSuffix("fade.session") == true)
    }
  }

  @Test func `a lesson done as it asks passes, verifies, and can be graded`() throws {
    let desk = try Self.desk()
    try desk.type("lesson fade", "next", "42 %", "learner a = finetune model=net")
    #expect(desk.shown.joined().contains("Task 2 of 4"))
    try desk.type("help train", "list", "progress", "next")
    #expect(desk.workspace.variables["left"] == .integer(42))
    try desk.type("train a on d steps=3 batch=4", "B", "compare a,a")
    let shown = desk.shown.joined(separator: "\n")
    #expect(shown.contains("End of fade: 2 of 2 predictions right, 2 of 2 tasks done by yourself."))
    #expect(shown.contains("You predicted 42: right. Answer: 40, give or take 5."))
    #expect(desk.interpreter.guide == nil && desk.workspace["a"] != nil)
    let grade = try Self.grade(desk)
    #expect(grade.status == .pass && grade.tests.count == 4, "\(grade)")
    let document = try JournalDocument(file: desk.path("s.journal"))
    #expect(JournalReview(document).trouble == nil)
    let verification = try Desk().verification(of: document, exact: true)
    #expect(verification.differences.isEmpty && verification.digests > 0)
  }

  @Test func `a wrong prediction and a skipped task fail, and say why`() throws {
    let desk = try Self.desk()
    try desk.type("lesson fade", "next", "3", "hint", "hint", "hint", "skip", "skip", "skip")
    let shown = desk.shown.joined(separator: "\n")
    for text in [
      "Hint 2: Then train it on d.", "The solution:", "it made learner a",
      "You predicted 3: not this time.", "Skipped without a prediction.",
    ] {
      #expect(shown.contains(text), "\(text)")
    }
    let grade = try Self.grade(desk)
    #expect(grade.status == .fail && grade.tests.allSatisfy { $0.status == .fail })
    #expect(
      grade.tests.map(\.message) == [
        "predicted 3; the answer is 40, give or take 5", "skipped: the lesson did it",
        "skipped: no prediction was made", "skipped: the lesson did it",
      ])
    #expect(grade.tests.map(\.taskID) == [1, 2, 3, 4])
  }

  @Test func `after a trial every object is as it was, and nothing done in it counts`() throws {
    let desk = try Self.desk()
    try desk.type("lesson fade", "next", "40", "learner a = finetune model=net")
    let before = try desk.states()
    try desk.type(
      "try", "train a on d steps=2 batch=4", "learner b = joint model=net", "let z = 1")
    #expect(desk.failure(of: "skip")?.diagnostic.message.contains("back returns") == true)
    try desk.type("back")
    #expect(try desk.states() == before && desk.workspace.variables["z"] == nil)
    #expect(desk.interpreter.guide?.steps[1].isDone == false)
    try desk.type("leave")
    let grade = try Self.grade(desk)
    #expect(grade.tests.map(\.message) == [nil, "not done", "not answered", "not done"])
  }

  @Test func `answers are numbers or letters, and other words are told so`() throws {
    let desk = try Self.desk()
    try desk.type("lesson fade")
    // Nothing is asked for yet, and b is not short for back.
    for early in ["b", "B", "40", "40 %"] {
      let failure = try #require(desk.failure(of: early))
      #expect(failure.oneLine.contains("no prediction is asked for now"))
    }
    try desk.type("next")
    let failure = try #require(desk.failure(of: "forty"))
    #expect(failure.diagnostic.message == "'forty' is neither an answer nor a command")
    try desk.type("let left = no", "status", "answer 40")
    #expect(desk.shown.joined().contains("The answer must be a number."))
    #expect(desk.workspace.variables["left"] == .integer(40))
    try desk.type("skip")
    #expect(desk.failure(of: "c") != nil)
    try desk.type("a)")
    #expect(desk.workspace.variables["which"] == .name("a"))
  }

  @Test func `a command that does not do the task says what is missing`() throws {
    let desk = try Self.desk()
    try desk.type(
      "lesson fade", "next", "40", "learner b = finetune model=net", "train b on d steps=2 batch=4")
    #expect(desk.shown.last?.contains("Not done yet: no object named 'a'") == true)
    try desk.type("skip", "a", "compare b,b")
    #expect(desk.shown.last?.contains("Not done yet: compare with other objects") == true)
  }

  @Test func `skipping works from the lesson's own objects if they were spoiled`() throws {
    let desk = try Self.desk()
    try desk.type("lesson fade", "next", "40", "data net2 = glyphs split=2", "back 0", "skip")
    #expect(desk.interpreter.guide?.steps[1].isDone == true)
  }

  @Test func `a lesson that was left continues in the session and in a later one`() throws {
    let first = try Self.desk()
    try first.type("lesson fade", "next", "40", "try", "let z = 1", "leave")
    #expect(first.workspace.variables["z"] == nil)
    #expect(first.failure(of: "hint")?.diagnostic.message == "no lesson is under way")
    try first.type("lesson fade", "learner a = finetune model=net")
    #expect(first.interpreter.guide?.step?.step == 2)
    first.session.close(status: "ok")

    let second = try Desk(journal: "t.journal")
    second.interpreter.shelf = first.interpreter.shelf
    try second.type("lesson fade")
    #expect(try second.states() == first.states())
    try second.type("train a on d steps=2 batch=4", "b", "compare a,a")
    second.session.close(status: "ok")
    let document = try JournalDocument(file: second.path("t.journal"))
    #expect(LessonGrade(try Self.lesson(Self.text), document).status == .pass)
    #expect(JournalReview(document).trouble == nil)
    #expect(second.interpreter.shelf.all().first?.name == "fade")
    try second.type("lesson")
    #expect(second.shown.joined().contains("done"))
  }

  @Test func `other work is kept apart from a lesson of an earlier session`() throws {
    let first = try Self.desk()
    try first.type("lesson fade", "next", "40")
    first.session.close(status: "ok")
    let second = try Desk()
    second.interpreter.shelf = first.interpreter.shelf
    try second.type("data d = glyphs split=2", "lesson fade")
    #expect(second.interpreter.guide == nil)
    #expect(second.shown.joined().contains("lesson fade restart=yes"))
    try second.type("lesson fade restart=yes")
    #expect(second.interpreter.guide != nil)
    #expect(second.shown.joined().contains("The lesson uses the names d; "))
  }

  @Test func `a lesson is done in the cells of a notebook`() throws {
    let desk = try Self.desk()
    for cell in ["lesson fade\nnext", "40", "learner a = finetune\ntrain a on d steps=2", "b"] {
      try desk.interpreter.script(cell, label: "cell", continues: true, lenient: true)
    }
    #expect(desk.interpreter.guide?.step?.step == 4)
    try desk.interpreter.script("compare a,a", label: "cell", continues: true, lenient: true)
    #expect(try Self.grade(desk).status == .pass)
  }

  @Test func `progress that cannot be kept is reported once`() throws {
    let desk = try Self.desk(state: "/proc/nowhere/lessons.json")
    var warnings: [String] = []
    desk.session.control.warn = { warnings.append($0) }
    try desk.type("lesson fade", "next", "40", "skip")
    #expect(warnings.count == 1 && warnings[0].contains("lessons.json cannot be written"))
  }

  @Test func `a training that is stopped in a lesson is gone on with`() throws {
    let text = "data d = glyphs split=2\nlearner a = finetune\ntrain a on d steps=4 batch=4\n"
    let desk = try Self.desk(text)
    desk.patience = 4
    try desk.type("lesson fade")
    desk.patience = nil
    #expect(desk.interpreter.guide != nil)
    try desk.type("next")
    #expect(desk.interpreter.guide == nil && desk.value("last", of: "a") != nil)
  }

  @Test func `a check that comes out otherwise does not stop the lesson`() throws {
    let desk = try Self.desk("let a = 1\nexpect $a > 2\nlet b = 3\n")
    try desk.type("lesson fade")
    #expect(desk.workspace.variables["b"] == .integer(3))
    #expect(desk.shown.joined().contains("Here it came out otherwise"))
  }

  @Test func `journals that cannot be graded are told apart in one line`() throws {
    let desk = try Self.desk()
    try desk.type("lesson fade", "next", "40", "leave")
    desk.session.close(status: "ok")
    let lesson = try Self.lesson(Self.text)
    let text = try desk.text(of: "s.journal")
    func obstacle(
      _ text: String, _ lesson: Lesson = lesson, app: String = "test"
    ) throws -> String? {
      let document = try JournalDocument(text)
      let review = JournalReview(document)
      return LessonGrade.obstacle(
        lesson, document, damage: review.damages.first?.description, shortfall: review.shortfall,
        app: app)
    }
    #expect(try obstacle(text) == nil)
    let other = try Self.lesson(Self.text + "#' More.\n")
    let foreign = try Lesson(Self.text, path: "other.session")
    let cut = String(text[..<(try #require(text.range(of: "#: end="))).lowerBound])
    for (found, beginning) in [
      (try obstacle(text.replacing("left = 40", with: "left = 41")), "the journal was changed"),
      (try obstacle(text.replacing("\"done 1\"", with: "\"done 2\"")), "the journal was changed"),
      (try obstacle(cut), "the journal is incomplete"),
      (try obstacle(text, app: "9.0"), "the journal was recorded with reverie test, this is 9.0"),
      (try obstacle(text, other), "the journal is of another version of the lesson fade"),
      (try obstacle(text, foreign), "the journal is not of the lesson other"),
      (try obstacle(Self.text), "this is a session file"),
    ] {
      #expect(
        found?.hasPrefix(beginning) == true && found?.contains("\n") == false, "\(found ?? "")")
    }
  }

  @Test func `every note on a lesson is read as it is written`() {
    for note: LessonNote in [
      .begin(digest: "00ff", name: "a lesson"), .at(0), .done(2), .skip(3), .hint(1), .trial, .back,
      .leave, .end,
    ] {
      #expect(LessonNote(note.words) == note)
    }
    for words in ["", "done", "done x", "begin 0", "dance", "try 1"] {
      #expect(LessonNote(words) == nil)
    }
  }
}
