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
  /// The nodes of the facts.
  private let facts: [Int]
  /// For each question the facts that ask it.
  private let uses: [[Int]]
  private let defaults: [Int?]
  /// What can be answered when nothing is known but the facts.
  private var root: State
  /// A school as plain as can be, to fill in what a search leaves open: one for each phase.
  private(set) var plainSchools: [Model] = []
  /// Whether there is any school at all.
  private(set) var isSatisfiable = true
  /// Whether the search for any school at all was given up.
  private(set) var isGivenUp = false

  private struct State {
    /// The facts, and the condition asked about.
    var formula: Formula
    var domains: [UInt64]
    /// The facts that must be looked at again.
    var queue: [Int] = []
    /// Nodes of the question asked that must hold, beyond the facts.
    var goals: [Int] = []

    /// Whether a condition holds, does not, or depends on what is still open.
    func status(_ node: Int) -> Bool? { formula.status(node, domains) }
  }

  init(_ space: SchoolSpace, bound: Int = Solver.bound) {
    self.bound = bound
    questions = space.questions
    defaults = space.defaults
    var formula = Formula()
    var facts: [Int] = []
    var uses: [[Int]] = Array(repeating: [], count: questions.count)
    for fact in space.facts {
      let node = formula.append(fact)
      facts.append(node)
      for question in fact.questions { uses[question.index].append(node) }
    }
    self.facts = facts
    self.uses = uses
    root = State(formula: formula, domains: questions.questions.map { $0.everything.bits })
    root.queue = facts
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
    let asked = state.formula.append(condition)
    guard assert(asked, &state), propagate(&state) else { return .impossible }
    var steps = 0
    return search(state, &steps)
  }

  private func search(_ state: State, _ steps: inout Int) -> Outcome {
    steps += 1
    guard steps < bound else { return .unknown }
    if let goal = state.goals.first(where: { state.status($0) == nil }) {
      return branch(on: goal, state, &steps)
    }
    for plain in plainSchools {
      if let model = completed(state, like: plain) { return .possible(model) }
    }
    guard let open = facts.first(where: { state.status($0) == nil }) else {
      return .possible(model(state))
    }
    return branch(on: open, state, &steps)
  }

  /// Tries both ways that a test which is still open in a condition can go.
  ///
  /// Dividing what a question can be answered, and not the parts of the condition, never looks at a
  /// school twice: parts overlap, answers do not.
  private func branch(on node: Int, _ state: State, _ steps: inout Int) -> Outcome {
    guard let test = state.formula.openTest(in: node, state.domains) else {
      return .possible(model(state))
    }
    let question = Int(test.question)
    var isGivenUp = false
    for way in [test.answers, ~test.answers] {
      var next = state
      guard narrow(question, to: way, &next), propagate(&next) else { continue }
      switch search(next, &steps) {
      case .possible(let model): return .possible(model)
      case .unknown: isGivenUp = true
      case .impossible: continue
      }
      if steps >= bound { return .unknown }
    }
    return isGivenUp ? .unknown : .impossible
  }

  // MARK: - Consequences

  /// Takes only some answers to a question as possible; false where none is left.
  private func narrow(_ question: Int, to answers: UInt64, _ state: inout State) -> Bool {
    let before = state.domains[question]
    let after = before & answers
    guard after != 0 else { return false }
    if after != before {
      state.domains[question] = after
      state.queue.append(contentsOf: uses[question])
    }
    return true
  }

  /// Takes a condition as true; false where it cannot be.
  private func assert(_ index: Int, _ state: inout State) -> Bool {
    let node = state.formula.nodes[index]
    switch node.kind {
    case .always: return true
    case .never: return false
    case .test: return narrow(Int(node.question), to: node.answers, &state)
    case .all:
      var part = index + 1
      while part < Int(node.end) {
        guard assert(part, &state) else { return false }
        part = Int(state.formula.nodes[part].end)
      }
      return true
    case .any:
      if !state.goals.contains(index) { state.goals.append(index) }
      return check(index, &state)
    }
  }

  /// Draws what follows from a condition that is true; false where it cannot be.
  private func check(_ index: Int, _ state: inout State) -> Bool {
    let node = state.formula.nodes[index]
    guard node.kind == .any else { return assert(index, &state) }
    var only: Int?
    var part = index + 1
    while part < Int(node.end) {
      switch state.status(part) {
      case true?: return true
      case false?: break
      case nil:
        // Two ways are open: nothing follows yet.
        if only != nil { return true }
        only = part
      }
      part = Int(state.formula.nodes[part].end)
    }
    guard let only else { return false }
    return assert(only, &state)
  }

  /// Draws all consequences of what was narrowed; false where they contradict each other.
  private func propagate(_ state: inout State) -> Bool {
    while true {
      while let fact = state.queue.popLast() {
        guard check(fact, &state) else { return false }
      }
      let goals = state.goals
      for goal in goals where !check(goal, &state) { return false }
      // What is decided needs no second look.
      if state.queue.isEmpty {
        state.goals = state.goals.filter { state.status($0) != true }
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
      for fact in uses[index] where !state.formula.holds(fact, model) { return nil }
    }
    for goal in state.goals where !state.formula.holds(goal, model) { return nil }
    return model
  }

  private mutating func findPlainSchools() {
    guard let phase = questions.id(of: .phase) else { return }
    var found: [Model] = []
    for answer in AnswerSet(bits: root.domains[phase.index]).answers {
      var state = root
      guard narrow(phase.index, to: 1 << UInt64(answer), &state), propagate(&state) else {
        continue
      }
      // All bands of the phase, and the default of everything, as far as that is allowed.
      for (index, question) in questions.questions.enumerated() {
        var wanted: Int?
        if case .band = question.subject { wanted = 1 } else { wanted = defaults[index] }
        // What is answered already has drawn its consequences.
        guard let wanted, state.domains[index] >> UInt64(wanted) & 1 == 1,
          state.domains[index].nonzeroBitCount > 1
        else { continue }
        var next = state
        if narrow(index, to: 1 << UInt64(wanted), &next), propagate(&next) {
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
