import Configuration

/// A school for which a proof fails, told in the fewest choices that make it fail.
struct CounterExample {
  /// The answers that matter, by question.
  var choices: [(question: QuestionID, answer: Int)]
  /// The whole school.
  var model: Solver.Model
  /// The band that the text would be printed for.
  var band: Int?
}

/// Looks for the smallest school that breaks a proof.
struct CounterExampleFinder {
  let context: ProofContext
  /// Knows what is true of the document that is printed, and so is no choice.
  var solver: Solver

  /// How many ways to fulfil a condition are compared.
  private static let mostWays = 256
  /// How many ways are looked at closely.
  private static let mostTried = 48

  /// Returns the smallest school for which a condition holds, at one of some bands where those are given.
  ///
  /// There is one wherever the solver finds any school: where no way that is written out leads to it,
  /// the school found is taken and cut down to what matters of it.
  mutating func smallest(_ condition: Condition, bands: [Int]?) -> CounterExample? {
    var best: CounterExample?
    for band in bands.map({ $0.map(Optional.some) }) ?? [nil] {
      var here = condition
      if let band {
        here = context.test(.band(band), isThere: true).and(context.space.atBand(band, condition))
      }
      guard case .possible(let any) = solver.find(here) else { continue }
      var found = ways(here).sorted(by: { $0.count < $1.count }).prefix(Self.mostTried)
      found.append(tests(of: here, in: any))
      for way in found {
        // What a school has to choose can be fewer than what is asked, but not none.
        if let best, best.choices.count <= 1 { break }
        guard case .possible = solver.find(.conjunction(way)) else { continue }
        let short = shortened(way, for: here)
        guard case .possible(let model) = solver.find(.conjunction(short)) else { continue }
        let choices = choices(short, model, band: band)
        if best.map({ choices.count < $0.choices.count }) ?? true {
          best = CounterExample(choices: choices, model: model, band: band)
        }
      }
    }
    return best
  }

  /// The answers of a school to what a condition asks.
  private func tests(of condition: Condition, in model: Solver.Model) -> [Condition] {
    condition.questions.sorted().map { .test($0, AnswerSet(Int(model[$0.index]))) }
  }

  /// A way without what follows from the rest of it; what still makes sure of the condition is kept.
  private mutating func shortened(_ way: [Condition], for condition: Condition) -> [Condition] {
    var kept = way
    // Ages follow from what is asked at those ages, so they are let go first.
    let order = way.indices.sorted {
      (isAboutAges(way[$0]) ? 0 : 1, $0) < (isAboutAges(way[$1]) ? 0 : 1, $1)
    }
    for test in order.map({ way[$0] }) {
      let rest = kept.filter { $0 != test }
      if solver.proves(given: .conjunction(rest), condition) { kept = rest }
    }
    return kept
  }

  private func isAboutAges(_ condition: Condition) -> Bool {
    guard case .test(let question, _) = condition else { return false }
    switch context.questions[question].subject {
    case .band, .phase: return true
    default: return false
    }
  }

  /// The ways in which a condition can hold, each as tests that hold together.
  private func ways(_ condition: Condition) -> [[Condition]] {
    switch condition {
    case .always: return [[]]
    case .never: return []
    case .test: return [[condition]]
    case .any(let parts):
      return Array(parts.flatMap(ways).prefix(Self.mostWays))
    case .all(let parts):
      var result: [[Condition]] = [[]]
      for part in parts {
        let inner = ways(part)
        result = Array(
          result.lazy.flatMap { way in inner.lazy.compactMap { Self.joined(way, $0) } }
            .prefix(Self.mostWays))
      }
      return result
    }
  }

  /// Both sets of tests together; two tests of one question become one.
  ///
  /// Nil where they exclude each other.
  private static func joined(_ left: [Condition], _ right: [Condition]) -> [Condition]? {
    var result = left
    for condition in right {
      guard case .test(let question, let answers) = condition else { continue }
      let known = result.firstIndex { other in
        if case .test(question, _) = other { true } else { false }
      }
      if let known, case .test(_, let other) = result[known] {
        let both = other.intersection(answers)
        if both.isEmpty { return nil }
        result[known] = .test(question, both)
      } else {
        result.append(condition)
      }
    }
    return result
  }

  /// What a way says of a school, without what is true of every school anyway.
  private mutating func choices(
    _ way: [Condition], _ model: Solver.Model, band: Int?
  ) -> [(question: QuestionID, answer: Int)] {
    var result: [(question: QuestionID, answer: Int)] = []
    for condition in way {
      guard case .test(let question, let answers) = condition else { continue }
      if solver.proves(.test(question, answers)) { continue }
      // A band says itself that it is there where a rule is answered for it.
      if case .band(let own) = context.questions[question].subject, own == band,
        way.contains(where: { asks($0, band: own) })
      {
        continue
      }
      for cause in causes(of: question, model, depth: 0) {
        guard !result.contains(where: { $0.question == cause }) else { continue }
        result.append((cause, Int(model[cause.index])))
      }
    }
    return result
  }

  /// The questions whose answers somebody chose, behind one whose answer follows from others.
  ///
  /// A rule that is not asked has no value; what to show is why it is not asked.
  private mutating func causes(
    of question: QuestionID, _ model: Solver.Model, depth: Int
  ) -> [QuestionID] {
    guard model[question.index] == 0, depth < 4 else { return [question] }
    let rule: Int
    switch context.questions[question].subject {
    case .rule(let index), .ruleInBand(let index, _): rule = index
    default: return [question]
    }
    let declared = context.catalogue.vocabulary.rules[rule]
    if let phases = declared.phases, let phase = context.questions.id(of: .phase),
      !phases.contains(Int(model[phase.index]) - 1)
    {
      return [phase]
    }
    let isAsked = context.catalogue.ruleConditions[rule]
    guard isAsked != .always, !isAsked.holds(model) else { return [question] }
    let why = isAsked.negated(context.questions)
    let found = implicant(why, model).flatMap { causes(of: $0, model, depth: depth + 1) }
    return found.isEmpty ? [question] : found
  }

  /// The fewest questions whose answers make a condition hold, of those in one school.
  private mutating func implicant(
    _ condition: Condition, _ model: Solver.Model
  ) -> [QuestionID] {
    switch condition {
    case .always, .never: return []
    case .test(let question, let answers):
      return solver.proves(.test(question, answers)) ? [] : [question]
    case .all(let parts): return parts.flatMap { implicant($0, model) }
    case .any(let parts):
      return parts.filter { $0.holds(model) }.map { implicant($0, model) }
        .min { $0.count < $1.count } ?? []
    }
  }

  private func asks(_ condition: Condition, band: Int) -> Bool {
    guard case .test(let question, _) = condition,
      case .ruleInBand(_, let own) = context.questions[question].subject
    else { return false }
    return own == band
  }
}

extension CounterExample {
  /// The choices in words: ``a school with `rules.byod: all-years` and no `providers.wifi` ``.
  func words(_ context: ProofContext, scope: DocumentDeclaration.Scope, document: String) -> String
  {
    var with: [String] = []
    var without: [String] = []
    let absent = choices.contains { choice in
      if case .band = context.questions[choice.question].subject {
        choice.answer == 0
      } else {
        false
      }
    }
    if absent { with += ages(context) }
    for (question, answer) in choices {
      let asked = context.questions[question]
      if absent {
        if case .band = asked.subject { continue }
        if case .phase = asked.subject { continue }
      }
      let path = name(asked, context, document: document)
      if answer == 0 {
        without.append("`\(path)`")
      } else if asked.options.isEmpty {
        with.append("`\(path)`")
      } else {
        with.append("`\(path): \(asked.options[answer - 1])`")
      }
    }
    let who = scope == .school ? "a school" : "a trust"
    var parts: [String] = []
    if !with.isEmpty { parts.append("with " + Prose.list(with)) }
    if !without.isEmpty {
      parts.append((with.isEmpty ? "with " : "") + Prose.list(without.map { "no " + $0 }))
    }
    return parts.isEmpty
      ? (scope == .school ? "any school" : "the trust")
      : "\(who) \(parts.joined(separator: " and "))"
  }

  /// What a manifest says of the ages of the school: its phase, and its bands where it narrows them.
  private func ages(_ context: ProofContext) -> [String] {
    guard let id = context.questions.id(of: .phase), model[id.index] > 0 else { return [] }
    let vocabulary = context.catalogue.vocabulary
    let phase = vocabulary.phases[Int(model[id.index]) - 1]
    let present = phase.bands.filter { band in
      context.questions.id(of: .band(band)).map { model[$0.index] == 1 } ?? false
    }
    var words = ["`school.phase: \(phase.id)`"]
    if present != phase.bands {
      words.append("`bands: [\(present.map { vocabulary.bands[$0].id }.joined(separator: ", "))]`")
    }
    return words
  }

  private func name(_ question: Question, _ context: ProofContext, document: String) -> String {
    switch question.subject {
    case .documentPart(let part): "documents.\(document).\(part.rawValue)"
    case .band(let band): "band \(context.catalogue.vocabulary.bands[band].id)"
    case .schoolPart(let part): "school.\(part.rawValue)"
    default: question.path
    }
  }
}
