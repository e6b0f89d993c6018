import Configuration

/// Decides whether some school answers all questions so that a condition holds.
///
/// The questions are finite, so this is a search: narrow what each question can still be answered,
/// draw the consequences, and where nothing more follows try one way after the other. Most questions
/// of a workspace have nothing to do with the one asked; they keep the answers of a school that is
/// known to be allowed, and only what is affected is looked at again.
///
/// A search changes what it knows in place and takes it back, so nothing is copied for a way that is
/// tried.
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
  /// The facts, and while a search lasts the condition asked about.
  private var formula = Formula()
  /// The nodes of the facts.
  private let facts: [Int]
  /// For each question the facts that ask it.
  private let uses: [[Int]]
  private let defaults: [Int?]
  /// What each question can still be answered.
  private var domains: [UInt64]
  /// The questions that were narrowed beyond what follows from the facts, each with what it was before.
  private var narrowed: [(question: Int, before: UInt64)] = []
  /// The facts that must be looked at again; some stand in it twice.
  private var queue: [Int] = []
  /// Whether a fact was not looked at since a question that it asks was narrowed, by its node.
  private var isDue: [Bool]
  /// Nodes that must hold beyond the facts, and are not yet known to.
  private var goals: [Int] = []
  /// A school as plain as can be, to fill in what a search leaves open: one for each phase.
  private(set) var plainSchools: [Model] = []
  /// Whether there is any school at all.
  private(set) var isSatisfiable = true
  /// Whether the search for any school at all was given up.
  private(set) var isGivenUp = false

  init(_ space: SchoolSpace, bound: Int = Solver.bound) {
    self.bound = bound
    questions = space.questions
    defaults = space.defaults
    var facts: [Int] = []
    var uses: [[Int]] = Array(repeating: [], count: questions.count)
    for fact in space.facts {
      let node = formula.append(fact)
      facts.append(node)
      for question in formula.questions(of: node) where uses[question].last != node {
        uses[question].append(node)
      }
    }
    self.facts = facts
    self.uses = uses
    domains = questions.questions.map { $0.everything.bits }
    queue = facts
    isDue = Array(repeating: true, count: formula.nodes.count)
    isSatisfiable = propagate()
    narrowed = []
    if isSatisfiable { findPlainSchools() }
  }

  // MARK: - Asking

  /// Takes one more thing as true of every school.
  mutating func assume(_ condition: Condition) {
    isSatisfiable = isSatisfiable && assert(formula.append(condition)) && propagate()
  }

  /// Whether every school for which a condition holds fulfils another.
  mutating func proves(given premise: Condition = .always, _ conclusion: Condition) -> Bool {
    if case .impossible = find(premise.and(conclusion.negated(questions))) { true } else { false }
  }

  /// Finds a school for which a condition holds.
  ///
  /// - Parameter known: Schools to try first: one of them may do with a few answers changed.
  mutating func find(_ condition: Condition, near known: [Model] = []) -> Outcome {
    guard isSatisfiable else { return .impossible }
    let before = point
    let asked = formula.append(condition)
    defer {
      formula.removeLast(from: asked)
      goBack(to: before)
    }
    guard assert(asked), propagate() else { return .impossible }
    for school in known {
      if let model = completed(like: school) { return .possible(model) }
    }
    var steps = 0
    return search(&steps)
  }

  private mutating func search(_ steps: inout Int) -> Outcome {
    steps += 1
    guard steps < bound else { return .unknown }
    // What was asked comes behind the facts; it is more likely to be what cannot be.
    if let goal = goals.last(where: { status($0) == nil }) { return branch(on: goal, &steps) }
    for plain in plainSchools {
      if let model = completed(like: plain) { return .possible(model) }
    }
    guard let open = facts.first(where: { status($0) == nil }) else { return .possible(model) }
    return branch(on: open, &steps)
  }

  /// Tries both ways that a test which is still open in a condition can go.
  ///
  /// Dividing what a question can be answered, and not the parts of the condition, never looks at a
  /// school twice: parts overlap, answers do not.
  private mutating func branch(on node: Int, _ steps: inout Int) -> Outcome {
    guard let test = formula.openTest(in: node, domains) else { return .possible(model) }
    let question = Int(test.question)
    let before = point
    var isGivenUp = false
    for way in [test.answers, ~test.answers] {
      defer { goBack(to: before) }
      guard narrow(question, to: way), propagate() else { continue }
      switch search(&steps) {
      case .possible(let model): return .possible(model)
      case .unknown: isGivenUp = true
      case .impossible: continue
      }
      if steps >= bound { return .unknown }
    }
    return isGivenUp ? .unknown : .impossible
  }

  // MARK: - Going back

  /// What a search knew at some time.
  private struct Point {
    var narrowed: Int
    var goals: [Int]
  }

  private var point: Point { Point(narrowed: narrowed.count, goals: goals) }

  private mutating func goBack(to point: Point) {
    while narrowed.count > point.narrowed {
      let last = narrowed.removeLast()
      domains[last.question] = last.before
    }
    goals = point.goals
    queue.removeAll(keepingCapacity: true)
  }

  // MARK: - Consequences

  /// Whether a condition holds, does not, or depends on what is still open.
  private func status(_ node: Int) -> Bool? { formula.status(node, domains) }

  /// Takes only some answers to a question as possible; false where none is left.
  private mutating func narrow(_ question: Int, to answers: UInt64) -> Bool {
    let before = domains[question]
    let after = before & answers
    guard after != 0 else { return false }
    if after != before {
      narrowed.append((question, before))
      domains[question] = after
      for fact in uses[question] {
        queue.append(fact)
        isDue[fact] = true
      }
    }
    return true
  }

  /// Takes a condition as true; false where it cannot be.
  private mutating func assert(_ index: Int) -> Bool {
    let node = formula.nodes[index]
    switch node.kind {
    case .always: return true
    case .never: return false
    case .test: return narrow(Int(node.question), to: node.answers)
    case .all:
      var part = index + 1
      while part < Int(node.end) {
        guard assert(part) else { return false }
        part = Int(formula.nodes[part].end)
      }
      return true
    case .any:
      if !goals.contains(index) { goals.append(index) }
      return check(index)
    }
  }

  /// Draws what follows from a condition that is true; false where it cannot be.
  private mutating func check(_ index: Int) -> Bool {
    let node = formula.nodes[index]
    guard node.kind == .any else { return assert(index) }
    var only: Int?
    var part = index + 1
    while part < Int(node.end) {
      switch status(part) {
      case true?: return true
      case false?: break
      case nil:
        // Two ways are open: nothing follows yet.
        if only != nil { return true }
        only = part
      }
      part = Int(formula.nodes[part].end)
    }
    guard let only else { return false }
    return assert(only)
  }

  /// Draws all consequences of what was narrowed; false where they contradict each other.
  private mutating func propagate() -> Bool {
    while true {
      while let fact = queue.popLast() {
        guard isDue[fact] else { continue }
        isDue[fact] = false
        guard check(fact) else { return false }
      }
      for goal in goals where !check(goal) { return false }
      // What is decided needs no second look.
      if queue.isEmpty {
        goals = goals.filter { status($0) != true }
        return true
      }
    }
  }

  // MARK: - Schools

  /// The school that is known, open questions answered by their defaults where possible.
  private var model: Model { domains.indices.map { answer($0, nil) } }

  private func answer(_ index: Int, _ preferred: UInt8?) -> UInt8 {
    let domain = domains[index]
    if let preferred, domain >> UInt64(preferred) & 1 == 1 { return preferred }
    if let standard = defaults[index], domain >> UInt64(standard) & 1 == 1 {
      return UInt8(standard)
    }
    return UInt8(domain.trailingZeroBitCount & 63)
  }

  /// A school that answers what is open as a known school does, if that is allowed.
  private func completed(like known: Model) -> Model? {
    var model = known
    var touched: [Int] = []
    // A known school answers as the facts allow: only what was narrowed further can differ.
    for (question, _) in narrowed {
      let answer = answer(question, known[question])
      guard answer != model[question] else { continue }
      model[question] = answer
      touched.append(question)
    }
    // Facts about questions answered as before hold as before.
    for question in touched {
      for fact in uses[question] where !formula.holds(fact, model) { return nil }
    }
    for goal in goals where !formula.holds(goal, model) { return nil }
    return model
  }

  private mutating func findPlainSchools() {
    guard let phase = questions.id(of: .phase) else { return }
    var found: [Model] = []
    for answer in AnswerSet(bits: domains[phase.index]).answers {
      let before = point
      defer { goBack(to: before) }
      guard narrow(phase.index, to: 1 << UInt64(answer)), propagate() else { continue }
      // All bands of the phase, and the default of everything, as far as that is allowed.
      for (index, question) in questions.questions.enumerated() {
        var wanted: Int?
        if case .band = question.subject { wanted = 1 } else { wanted = defaults[index] }
        // What is answered already has drawn its consequences.
        guard let wanted, domains[index] >> UInt64(wanted) & 1 == 1,
          domains[index].nonzeroBitCount > 1
        else { continue }
        let before = point
        if !narrow(index, to: 1 << UInt64(wanted)) || !propagate() { goBack(to: before) }
      }
      var steps = 0
      switch search(&steps) {
      case .possible(let model): found.append(model)
      case .unknown: isGivenUp = true
      case .impossible: break
      }
    }
    plainSchools = found
    isSatisfiable = !found.isEmpty
  }
}
