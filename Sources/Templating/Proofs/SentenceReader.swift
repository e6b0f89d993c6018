import Configuration
import Diagnostics

/// What running text can end with at one point, and for which schools.
struct Ending {
  /// What a branch that was left out just before would have begun with.
  enum Gap { case none, name, other }

  var tail = TextTail()
  /// White space was met and not yet written.
  var pending = false
  var isEmpty = true
  var gap = Gap.none
  var condition: Condition

  struct Key: Hashable {
    var tail: TextTail
    var pending: Bool
    var isEmpty: Bool
    var gap: Gap
  }

  var key: Key { Key(tail: tail, pending: pending, isEmpty: isEmpty, gap: gap) }

  func and(_ more: Condition) -> Ending {
    var next = self
    next.condition = condition.and(more)
    return next
  }

  /// The tail with the space that is still to be written.
  var spaced: TextTail {
    var result = tail
    if pending, !isEmpty { result.append([32]) }
    return result
  }
}

/// Reads running text along all its branches at once.
struct SentenceReader {
  /// How many endings are followed at once; text that branches more is not followed further.
  private static let mostEndings = 512
  private static let few = 12

  let program: Program
  let context: ProofContext
  let library: Library
  private(set) var kind = GuardedUses.TextUse.Kind.paragraph
  /// The run that the text begins with at every school.
  private(set) var firstRun: Int?
  var faults: [FoundFault] = []
  private(set) var isGivenUp = false
  /// When the text ends with a stop, and when it does not.
  private(set) var stopped = Condition.never
  private(set) var unstopped = Condition.never
  private(set) var place: Place?
  private var band: Int?
  /// How many loops the reading is in; each reads its text twice.
  private var loopDepth = 0
  /// How deep loops are read: beyond it the work of two turns, of two turns, … is too much.
  private static let deepestLoop = 6

  init(program: Program, context: ProofContext, library: Library) {
    self.program = program
    self.context = context
    self.library = library
  }

  /// Reads a text; what was found in the one before it is forgotten.
  mutating func read(_ use: GuardedUses.TextUse) {
    kind = use.kind
    firstRun = if case .run(let number)? = use.text.first { number } else { nil }
    faults = []
    isGivenUp = false
    (stopped, unstopped) = (.never, .never)
    place = nil
    for ending in follow(use.text, [Ending(condition: use.guarded.condition)])
    where !ending.isEmpty {
      checkEnd(ending)
      if ending.tail.isStopped {
        stopped = stopped.or(ending.condition)
      } else if ending.gap != .none, ending.tail.last?.isLetter ?? false {
        // The branch that was left out at the end may have had the stop in it.
        unstopped = unstopped.or(ending.condition)
      }
    }
  }

  // MARK: - Following

  private mutating func follow(_ inlines: [Inline], _ endings: [Ending]) -> [Ending] {
    var endings = endings
    for inline in inlines {
      // Where a reading is given up there is a message, and nothing more to find out.
      guard !isGivenUp else { return [] }
      step(inline, &endings)
      endings = merged(endings)
    }
    return endings
  }

  private mutating func step(_ inline: Inline, _ endings: inout [Ending]) {
    switch inline {
    case .run(let number):
      for index in endings.indices { append(run: number, to: &endings[index]) }
    case .slot(let number):
      for index in endings.indices { append(slot: number, to: &endings[index]) }
    case .reference(let number):
      for index in endings.indices { append(reference: number, to: &endings[index]) }
    case .link(_, let content), .emphasis(let content), .strong(let content), .code(let content):
      endings = follow(content, endings)
    case .choice(let choice): endings = step(choice, endings)
    case .loop(let loop): endings = step(loop, endings)
    case .computed: break
    }
  }

  private func here(_ condition: Condition) -> Condition {
    band.map { context.atBand($0, condition) } ?? condition
  }

  private mutating func step(_ choice: Choice<Inline>, _ endings: [Ending]) -> [Ending] {
    var result: [Ending] = []
    var rest = Condition.always
    let gap = choice.branches.contains { beginsWithName($0.body) } ? Ending.Gap.name : .other
    func left(_ endings: [Ending], _ condition: Condition) -> [Ending] {
      endings.compactMap { ending in
        var next = ending.and(condition)
        if next.gap != .name { next.gap = gap }
        return next.condition == .never ? nil : next
      }
    }
    for branch in choice.branches {
      let condition = here(branch.condition)
      let taken = rest.and(condition)
      place = branch.place
      if branch.body.isEmpty {
        result += left(endings, taken)
      } else {
        result += follow(
          branch.body, endings.map { $0.and(taken) }.filter { $0.condition != .never })
      }
      rest = rest.and(condition.negated(context.questions))
    }
    if rest != .never {
      place = choice.place
      result += left(endings, rest)
    }
    return result
  }

  private mutating func step(_ loop: Loop<Inline>, _ endings: [Ending]) -> [Ending] {
    guard loopDepth < Self.deepestLoop else {
      isGivenUp = true
      return endings
    }
    loopDepth += 1
    defer { loopDepth -= 1 }
    guard let isRun = context.isRun(loop.over) else { return stepBands(loop, endings) }
    let gap = beginsWithName(loop.body) ? Ending.Gap.name : .other
    let none = isRun.negated(context.questions)
    let turn = context.everyTurn(of: loop.over, loop.number)
    var result = endings.map { ending in
      var next = ending.and(none)
      next.gap = gap
      return next
    }
    func turned(_ endings: [Ending]) -> [Ending] {
      endings.map { ending in
        var next = ending
        next.condition = context.someTurn(ending.condition, of: loop.number)
        return next
      }
    }
    place = loop.place
    let once = turned(follow(loop.body, endings.map { $0.and(isRun.and(turn)) }))
    let several = context.severalTurns(of: loop.over)
    place = loop.place
    let twice = turned(follow(loop.body, once.map { $0.and(several.and(turn)) }))
    result += once + twice
    return result.filter { $0.condition != .never }
  }

  /// Reads a loop over bands band by band; neighbours alike in what it asks come as one.
  private mutating func stepBands(_ loop: Loop<Inline>, _ endings: [Ending]) -> [Ending] {
    guard case .bands(let tests) = loop.over else { return endings }
    let bands = program.declaration.bands ?? Array(context.catalogue.vocabulary.bands.indices)
    let outer = band
    defer { band = outer }
    var endings = endings
    for (number, current) in bands.enumerated() {
      let present = context.test(.band(current), isThere: true)
      // As the band before it that the school has.
      var joins: [Condition] = []
      for (other, before) in bands.enumerated() where other < number {
        let between = bands[(other + 1)..<number].map { context.test(.band($0), isThere: false) }
        joins.append(
          .conjunction(
            [context.test(.band(before), isThere: true), alike(before, current, tests)] + between))
      }
      let skipped = present.negated(context.questions).or(.disjunction(joins))
      band = current
      place = loop.place
      let taken = follow(
        loop.body, endings.map { $0.and(skipped.negated(context.questions)) })
      endings = merged(endings.map { $0.and(skipped) } + taken)
    }
    return endings
  }

  private func alike(_ one: Int, _ other: Int, _ tests: [BandTest]) -> Condition {
    .conjunction(
      tests.map { test in
        if let answers = test.answers {
          return answers.contains(UInt8(one + 1)) == answers.contains(UInt8(other + 1))
            ? .always : .never
        }
        return .disjunction(
          context.questions[test.question].everything.answers.map { answer in
            let chosen = Condition.test(test.question, AnswerSet(answer))
            return context.atBand(one, chosen).and(context.atBand(other, chosen))
          })
      })
  }

  private mutating func merged(_ endings: [Ending]) -> [Ending] {
    guard endings.count > 1 else { return endings }
    var result: [Ending] = []
    var conditions: [[Condition]] = []
    // A few are looked through faster than a table of them is made.
    let isFew = endings.count <= Self.few
    var numbers: [Ending.Key: Int] = [:]
    for ending in endings {
      let key = ending.key
      if let number = isFew ? result.firstIndex(where: { $0.key == key }) : numbers[key] {
        conditions[number].append(ending.condition)
      } else {
        if !isFew { numbers[key] = result.count }
        result.append(ending)
        conditions.append([ending.condition])
      }
    }
    if result.count > Self.mostEndings { isGivenUp = true }
    for (number, conditions) in conditions.enumerated() where conditions.count > 1 {
      result[number].condition = .disjunction(conditions)
    }
    return Array(result.prefix(Self.mostEndings))
  }

  /// Whether text begins with what somebody or something is called.
  private func beginsWithName(_ inlines: [Inline]) -> Bool {
    for inline in inlines {
      switch inline {
      case .run(let number):
        guard !program.runs[number].text.isEmpty else { continue }
        let word = Self.firstWord(of: program.runs[number]).word
        return SmallWords.openers.contains(word)
      case .slot, .reference: return true
      case .link(_, let content), .emphasis(let content), .strong(let content), .code(let content):
        return beginsWithName(content)
      case .choice(let choice): return choice.branches.contains { beginsWithName($0.body) }
      case .loop(let loop): return beginsWithName(loop.body)
      case .computed: return false
      }
    }
    return false
  }
}
