import Configuration

/// Decides whether some school answers all questions so that a condition holds.
///
/// The questions are finite, so this is a search: narrow what each question can still be answered,
/// draw the consequences, and where nothing more follows try one way after the other. Most questions
/// of a workspace have nothing to do with the one asked; they keep the answers of a school that is
/// known to be allowed, and only what is affected is looked at again.
package struct Solver {
  /// A school: the answer to every question.
  typealias Model = [UInt8]

  /// What a search came to.
  enum Outcome {
    case impossible
    case possible(Model)
    /// The search was given up at its bound.
    case unknown
  }

  /// How many ways are tried before a search is given up.
  package static let bound = 20_000

  let questions: QuestionTable
  private let bound: Int
  private let facts: [Condition]
  /// For each question the facts that ask it.
  private let uses: [[Int]]
  private let defaults: [Int?]
  /// What can be answered when nothing is known but the facts.
  private var root: State
  /// A school as plain as can be, to fill in what a search leaves open: one for each phase.
  private var plainSchools: [Model] = []
  /// Whether there is any school at all.
  private(set) var isSatisfiable = true
  /// Whether the search for any school at all was given up.
  private(set) var isGivenUp = false

  private struct State {
    var domains: [UInt64]
    /// The facts that must be looked at again.
    var queue: [Int] = []
    /// Conditions of the question asked, beyond the facts.
    var goals: [Condition] = []
  }

  init(_ space: SchoolSpace, bound: Int = Solver.bound) {
    self.bound = bound
    questions = space.questions
    facts = space.facts
    defaults = space.defaults
    var uses: [[Int]] = Array(repeating: [], count: questions.count)
    for (index, fact) in facts.enumerated() {
      for question in fact.questions { uses[question.index].append(index) }
    }
    self.uses = uses
    root = State(domains: questions.questions.map { $0.everything.bits })
    root.queue = Array(facts.indices)
    isSatisfiable = propagate(&root)
    if isSatisfiable { findPlainSchools() }
  }

  // MARK: - Asking

  /// Whether every school for which a condition holds fulfils another.
  func proves(_ premise: Condition, _ conclusion: Condition) -> Bool {
    if case .impossible = find(premise.and(conclusion.negated(questions))) { true } else { false }
  }

  /// Finds a school for which a condition holds.
  func find(_ condition: Condition) -> Outcome {
    guard isSatisfiable else { return .impossible }
    var state = root
    guard assert(condition, &state), propagate(&state) else { return .impossible }
    var steps = 0
    return search(state, &steps)
  }

  private func search(_ state: State, _ steps: inout Int) -> Outcome {
    steps += 1
    guard steps < bound else { return .unknown }
    if let goal = state.goals.first(where: { status($0, state) == nil }) {
      return branch(on: goal, state, &steps)
    }
    for plain in plainSchools {
      if let model = completed(state, like: plain) { return .possible(model) }
    }
    guard let open = facts.first(where: { status($0, state) == nil }) else {
      return .possible(model(state))
    }
    return branch(on: open, state, &steps)
  }

  /// Tries both ways that a test which is still open in a condition can go.
  ///
  /// Dividing what a question can be answered, and not the parts of the condition, never looks at a
  /// school twice: parts overlap, answers do not.
  private func branch(on condition: Condition, _ state: State, _ steps: inout Int) -> Outcome {
    guard let (question, answers) = openTest(in: condition, state) else {
      return .possible(model(state))
    }
    var isGivenUp = false
    for way in [answers, questions[question].everything.subtracting(answers)] {
      var next = state
      guard assert(.test(question, way), &next), propagate(&next) else { continue }
      switch search(next, &steps) {
      case .possible(let model): return .possible(model)
      case .unknown: isGivenUp = true
      case .impossible: continue
      }
      if steps >= bound { return .unknown }
    }
    return isGivenUp ? .unknown : .impossible
  }

  /// A test in a condition that can still go either way.
  private func openTest(
    in condition: Condition, _ state: State
  ) -> (question: QuestionID, answers: AnswerSet)? {
    switch condition {
    case .always, .never: return nil
    case .test(let question, let answers):
      let domain = state.domains[question.index]
      let isOpen = domain & answers.bits != 0 && domain & ~answers.bits != 0
      return isOpen ? (question, answers) : nil
    case .all(let parts), .any(let parts):
      for part in parts where status(part, state) == nil {
        if let found = openTest(in: part, state) { return found }
      }
      return nil
    }
  }

  // MARK: - Consequences

  /// Whether a condition holds, does not, or depends on what is still open.
  private func status(_ condition: Condition, _ state: State) -> Bool? {
    switch condition {
    case .always: return true
    case .never: return false
    case .test(let question, let answers):
      let domain = state.domains[question.index]
      if domain & answers.bits == 0 { return false }
      return domain & ~answers.bits == 0 ? true : nil
    case .all(let parts):
      var isOpen = false
      for part in parts {
        switch status(part, state) {
        case false?: return false
        case nil: isOpen = true
        case true?: continue
        }
      }
      return isOpen ? nil : true
    case .any(let parts):
      var isOpen = false
      for part in parts {
        switch status(part, state) {
        case true?: return true
        case nil: isOpen = true
        case false?: continue
        }
      }
      return isOpen ? nil : false
    }
  }

  /// A condition without the parts that are decided.
  private func simplified(_ condition: Condition, _ state: State) -> Condition {
    switch condition {
    case .always, .never: return condition
    case .test:
      return status(condition, state).map { $0 ? .always : .never } ?? condition
    case .all(let parts):
      var open: [Condition] = []
      for part in parts {
        let rest = simplified(part, state)
        if rest == .never { return .never }
        if rest != .always { open.append(rest) }
      }
      return open.count == 1 ? open[0] : open.isEmpty ? .always : .all(open)
    case .any(let parts):
      var open: [Condition] = []
      for part in parts {
        let rest = simplified(part, state)
        if rest == .always { return .always }
        if rest != .never { open.append(rest) }
      }
      return open.count == 1 ? open[0] : open.isEmpty ? .never : .any(open)
    }
  }

  /// Takes a condition as true; false where it cannot be.
  private func assert(_ condition: Condition, _ state: inout State) -> Bool {
    switch condition {
    case .always: return true
    case .never: return false
    case .test(let question, let answers):
      let before = state.domains[question.index]
      let after = before & answers.bits
      guard after != 0 else { return false }
      if after != before {
        state.domains[question.index] = after
        state.queue.append(contentsOf: uses[question.index])
      }
      return true
    case .all(let parts):
      for part in parts where !assert(part, &state) { return false }
      return true
    case .any:
      state.goals.append(condition)
      return check(condition, &state)
    }
  }

  /// Draws what follows from a condition that is true; false where it cannot be.
  private func check(_ condition: Condition, _ state: inout State) -> Bool {
    guard case .any(let parts) = condition else { return assert(condition, &state) }
    var only: Condition?
    for part in parts {
      switch status(part, state) {
      case true?: return true
      case false?: continue
      case nil:
        // Two ways are open: nothing follows yet.
        if only != nil { return true }
        only = part
      }
    }
    guard let only else { return false }
    return assert(only, &state)
  }

  /// Draws all consequences of what was narrowed; false where they contradict each other.
  private func propagate(_ state: inout State) -> Bool {
    while true {
      while let index = state.queue.popLast() {
        guard check(facts[index], &state) else { return false }
      }
      let goals = state.goals
      for goal in goals where !check(goal, &state) { return false }
      if state.queue.isEmpty {
        // What is decided needs no second look.
        state.goals = state.goals.compactMap { goal in
          let rest = simplified(goal, state)
          return rest == .always ? nil : rest
        }
        return true
      }
    }
  }

  // MARK: - Schools

  /// The school that a state describes, open questions answered by their defaults where possible.
  private func model(_ state: State) -> Model {
    state.domains.enumerated().map { index, domain in answer(index, domain, nil) }
  }

  private func answer(_ index: Int, _ domain: UInt64, _ preferred: UInt8?) -> UInt8 {
    if let preferred, domain >> UInt64(preferred) & 1 == 1 { return preferred }
    if let standard = defaults[index], domain >> UInt64(standard) & 1 == 1 {
      return UInt8(standard)
    }
    return UInt8(domain.trailingZeroBitCount & 63)
  }

  /// A school in a state that answers what is open as a plain school does, if that is allowed.
  private func completed(_ state: State, like plain: Model) -> Model? {
    var model = plain
    var touched: [Int] = []
    for (index, domain) in state.domains.enumerated() {
      model[index] = answer(index, domain, plain[index])
      if model[index] != plain[index] { touched.append(index) }
    }
    // Facts about questions answered as before hold as before.
    for index in touched {
      for fact in uses[index] where !facts[fact].holds(model) { return nil }
    }
    for goal in state.goals where !goal.holds(model) { return nil }
    return model
  }

  private mutating func findPlainSchools() {
    guard let phase = questions.id(of: .phase) else { return }
    var found: [Model] = []
    for answer in AnswerSet(bits: root.domains[phase.index]).answers {
      var state = root
      guard assert(.test(phase, AnswerSet([answer])), &state), propagate(&state) else { continue }
      // All bands of the phase, and the default of everything, as far as that is allowed.
      for (index, question) in questions.questions.enumerated() {
        var wanted: Int?
        if case .band = question.subject { wanted = 1 } else { wanted = defaults[index] }
        guard let wanted, state.domains[index] >> UInt64(wanted) & 1 == 1 else { continue }
        var next = state
        if assert(.test(QuestionID(index), AnswerSet([wanted])), &next), propagate(&next) {
          state = next
        }
      }
      var steps = 0
      switch search(state, &steps) {
      case .possible(let model): found.append(model)
      case .unknown: isGivenUp = true
      case .impossible: break
      }
    }
    plainSchools = found
    isSatisfiable = !found.isEmpty
  }
}
