import Configuration
import Diagnostics

/// The proofs about branches: `choose` is complete, no branch is dead, no condition is idle.
extension ProgramProver {
  mutating func proveChoices() {
    for use in uses.choices {
      if let question = use.question {
        proveChoose(use, question)
      } else {
        proveIf(use)
      }
    }
  }

  /// Proves that a loop has a turn at some school.
  mutating func proveLoops() {
    for use in uses.loops {
      guard !isImpossible(use.guarded.condition, bands: use.guarded.bands) else { continue }
      dead.note(
        use.place, .deadBranch,
        isDead: isImpossible(use.guarded.condition.and(use.isRun), bands: use.guarded.bands),
        .deadLoop(at: use.place))
    }
  }

  /// Proves that a `choose` names every answer that can hold where it stands, and no other.
  mutating func proveChoose(
    _ use: GuardedUses.ChoiceUse, _ question: QuestionID
  ) {
    let asked = context.questions[question]
    let reached = use.guarded.condition
    guard !isImpossible(reached, bands: use.guarded.bands) else { return }
    var named = AnswerSet(bits: 0)
    for branch in use.branches {
      guard case .test(_, let answers) = branch.condition else { continue }
      named = named.union(answers)
      for answer in answers.answers {
        let option = asked.options[answer - 1]
        guard !dead.isAlive(branch.place, .deadBranch, name: option) else { continue }
        let holds = Condition.test(question, AnswerSet(answer))
        dead.note(
          branch.place, .deadBranch, name: option,
          isDead: isImpossible(reached.and(holds), bands: use.guarded.bands),
          .deadOption(option, of: asked.path, at: branch.place))
      }
    }
    let rest = asked.everything.subtracting(named)
    // Most often nothing is left out; one question tells.
    guard !rest.isEmpty,
      !isImpossible(reached.and(.test(question, rest)), bands: use.guarded.bands)
    else { return }
    let missing = rest.answers.filter { answer in
      !isImpossible(
        reached.and(.test(question, AnswerSet(answer))), bands: use.guarded.bands)
    }
    guard let first = missing.first,
      let example = example(
        reached.and(.test(question, AnswerSet(first))), bands: use.guarded.bands)
    else { return }
    fail(
      .chooseLacks(
        missing.map { $0 == 0 ? nil : asked.options[$0 - 1] }, of: asked.path,
        school: words(example), at: use.place, guardPlace: use.guarded.place), example)
  }

  private mutating func proveIf(_ use: GuardedUses.ChoiceUse) {
    var rest = use.guarded.condition
    let bands = use.guarded.bands
    guard !isImpossible(rest, bands: bands) else { return }
    for branch in use.branches {
      let here = rest.and(branch.condition)
      let isDead = isImpossible(here, bands: bands)
      let isElse = branch.condition == .always
      dead.note(
        branch.place, .deadBranch, isDead: isDead, .deadBranch(isElse: isElse, at: branch.place))
      if !isDead, !isElse { proveParts(branch, rest, bands) }
      rest = rest.and(branch.condition.negated(context.questions))
    }
  }

  /// Looks for parts of a condition that always hold, or never, where it stands.
  private mutating func proveParts(
    _ branch: (condition: Condition, place: Place), _ rest: Condition, _ bands: [Int]?
  ) {
    if !dead.isAlive(branch.place, .alwaysTrue) {
      let isAlways = isImpossible(
        rest.and(branch.condition.negated(context.questions)), bands: bands)
      dead.note(branch.place, .alwaysTrue, isDead: isAlways, .alwaysTrue(at: branch.place))
    }
    proveParts(of: branch.condition, at: branch.place, rest, bands)
  }

  private mutating func proveParts(
    of condition: Condition, at place: Place, _ rest: Condition, _ bands: [Int]?
  ) {
    switch condition {
    case .all(let parts):
      for part in parts {
        let words = words(part)
        if !dead.isAlive(place, .alwaysTrue, name: words) {
          dead.note(
            place, .alwaysTrue, name: words,
            isDead: isImpossible(rest.and(part.negated(context.questions)), bands: bands),
            .partlyAlwaysTrue(words, at: place))
        }
        proveParts(of: part, at: place, rest, bands)
      }
    case .any(let parts):
      for part in parts {
        let words = words(part)
        if !dead.isAlive(place, .alwaysTrue, name: words) {
          dead.note(
            place, .alwaysTrue, name: words,
            isDead: isImpossible(rest.and(part), bands: bands), .partlyNeverTrue(words, at: place))
        }
        proveParts(of: part, at: place, rest, bands)
      }
    case .always, .never, .test: break
    }
  }

  /// A condition as somebody would write it.
  func words(_ condition: Condition, isInner: Bool = false) -> String {
    switch condition {
    case .always: return "always"
    case .never: return "never"
    case .all(let parts):
      let text = parts.map { words($0, isInner: true) }.joined(separator: " and ")
      return isInner ? "(\(text))" : text
    case .any(let parts):
      let text = parts.map { words($0, isInner: true) }.joined(separator: " or ")
      return isInner ? "(\(text))" : text
    case .test(let question, let answers): return words(question, answers)
    }
  }

  private func words(_ question: QuestionID, _ answers: AnswerSet) -> String {
    let asked = context.questions[question]
    let isIssued = if case .issued = asked.subject { true } else { false }
    if answers == asked.anyValue {
      return isIssued ? "\(asked.path) is issued" : "\(asked.path) exists"
    }
    if answers == AnswerSet(0) {
      return isIssued ? "not \(asked.path) is issued" : "not \(asked.path) exists"
    }
    func oneOf(_ set: AnswerSet) -> String {
      let names = set.answers.filter { $0 > 0 }.map { asked.options[$0 - 1] }
      return (names.count > 1 ? "one of " : "") + names.joined(separator: ", ")
    }
    return answers.contains(0)
      ? "\(asked.path) is not \(oneOf(asked.everything.subtracting(answers)))"
      : "\(asked.path) is \(oneOf(answers))"
  }
}
