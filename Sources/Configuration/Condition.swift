/// A formula over finite questions: when a text is printed, when a value is required.
///
/// `not` is worked away when a condition is made: 'not these answers' is 'one of the others'.
package enum Condition: Hashable, Sendable {
  case always
  case never
  /// Whether the answer to a question is one of these.
  case test(QuestionID, AnswerSet)
  case all([Condition])
  case any([Condition])

  /// Whether the condition holds for the answers of one school.
  package func holds(_ answers: [UInt8]) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .test(let question, let set): set.contains(answers[question.index])
    case .all(let parts): parts.allSatisfy { $0.holds(answers) }
    case .any(let parts): parts.contains { $0.holds(answers) }
    }
  }

  package func and(_ other: Condition) -> Condition {
    switch (self, other) {
    case (.always, _), (_, .never): other
    case (_, .always), (.never, _): self
    default: .conjunction([self, other])
    }
  }

  package func or(_ other: Condition) -> Condition {
    switch (self, other) {
    case (.never, _), (_, .always): other
    case (_, .never), (.always, _): self
    default: .disjunction([self, other])
    }
  }

  /// All of several conditions, without needless nesting.
  package static func conjunction(_ parts: [Condition]) -> Condition {
    var result = Parts(of: parts)
    for part in parts {
      switch part {
      case .always: continue
      case .never: return .never
      case .all(let inner): result.add(contentsOf: inner)
      default: result.add(part)
      }
    }
    let list = result.list
    return list.count == 1 ? list[0] : list.isEmpty ? .always : .all(list)
  }

  /// One or more of several conditions, without needless nesting.
  package static func disjunction(_ parts: [Condition]) -> Condition {
    var result = Parts(of: parts)
    for part in parts {
      switch part {
      case .never: continue
      case .always: return .always
      case .any(let inner): result.add(contentsOf: inner)
      default: result.add(part)
      }
    }
    let list = result.list
    return list.count == 1 ? list[0] : list.isEmpty ? .never : .any(list)
  }

  /// Conditions, each once, in the order in which they came.
  private struct Parts {
    private(set) var list: [Condition] = []
    /// What is in the list, once there is so much that looking through it takes long.
    private var known: Set<Condition> = []

    private static let few = 64

    /// - Parameter conditions: What will be added, or the parts of which will be.
    init(of conditions: [Condition]) {
      var count = 0
      for condition in conditions {
        switch condition {
        case .all(let parts), .any(let parts): count += parts.count
        case .test: count += 1
        case .always, .never: break
        }
      }
      list.reserveCapacity(count)
    }

    /// Adds the parts of one condition, which are each there once.
    mutating func add(contentsOf others: [Condition]) {
      guard !list.isEmpty else {
        list.append(contentsOf: others)
        return
      }
      for condition in others { add(condition) }
    }

    mutating func add(_ condition: Condition) {
      if list.count < Self.few {
        if !list.contains(condition) { list.append(condition) }
        return
      }
      if known.isEmpty { known = Set(list) }
      if known.insert(condition).inserted { list.append(condition) }
    }
  }

  /// The opposite.
  package func negated(_ table: QuestionTable) -> Condition {
    switch self {
    case .always: .never
    case .never: .always
    case .test(let question, let set):
      .test(question, table[question].everything.subtracting(set))
    case .all(let parts): .disjunction(parts.map { $0.negated(table) })
    case .any(let parts): .conjunction(parts.map { $0.negated(table) })
    }
  }

  /// The questions that the condition asks.
  package var questions: Set<QuestionID> {
    var result: Set<QuestionID> = []
    collect(into: &result)
    return result
  }

  /// Adds the questions that the condition asks.
  package func collect(into result: inout Set<QuestionID>) {
    switch self {
    case .always, .never: break
    case .test(let question, _): result.insert(question)
    case .all(let parts), .any(let parts): for part in parts { part.collect(into: &result) }
    }
  }
}
