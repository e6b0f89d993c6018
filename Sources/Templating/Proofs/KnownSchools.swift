import Configuration

/// Schools that searches have found, all of which are asked at once whether a condition holds.
///
/// Each school is a bit of a word: of every answer to every question it is known which schools give it.
struct KnownSchools {
  /// As many as a word has bits.
  private static let most = UInt64.bitWidth

  private var schools: [Solver.Model] = []
  /// For each answer to each question the schools that give it.
  private var givers: [UInt64]
  /// How many answers there is room for at each question.
  private let width: Int
  /// All of them.
  private var all: UInt64 = 0

  /// - Parameter context: Its questions are those that schools answer.
  init(_ context: ProofContext) {
    width = context.mostAnswers
    givers = Array(repeating: 0, count: context.questions.count * width)
  }

  /// Adds a school, as long as there is room.
  mutating func add(_ school: Solver.Model) {
    guard schools.count < Self.most else { return }
    let bit: UInt64 = 1 << UInt64(schools.count)
    var start = 0
    for answer in school {
      givers[start + Int(answer)] |= bit
      start += width
    }
    all |= bit
    schools.append(school)
  }

  /// Some of them, the last found first.
  func last(_ count: Int) -> [Solver.Model] { schools.suffix(count).reversed() }

  /// Whether a condition holds at one of them.
  func fulfil(_ condition: Condition) -> Bool { fulfilling(condition) != 0 }

  /// Those at which a condition holds.
  private func fulfilling(_ condition: Condition) -> UInt64 {
    switch condition {
    case .always: return all
    case .never: return 0
    case .test(let question, let answers): return giving(answers, to: question)
    case .all(let parts):
      var rest = all
      for part in parts where rest != 0 { rest &= fulfilling(part) }
      return rest
    case .any(let parts):
      var some: UInt64 = 0
      for part in parts where some != all { some |= fulfilling(part) }
      return some
    }
  }

  private func giving(_ answers: AnswerSet, to question: QuestionID) -> UInt64 {
    var some: UInt64 = 0
    var rest = answers.bits
    while rest != 0 {
      some |= givers[question.index * width + rest.trailingZeroBitCount]
      rest &= rest - 1
    }
    return some
  }
}
