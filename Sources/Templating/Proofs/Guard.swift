import Configuration
import Diagnostics

/// Under which condition a piece of a document is printed.
struct Guard {
  /// What must hold, conditions about the current band included.
  var condition: Condition
  /// The bands that the current band can be; nil where there is none.
  var bands: [Int]?
  /// The innermost tag that decides whether the piece is printed.
  var place: Place?

  /// The guard of what is printed where one more thing holds.
  func and(_ other: Condition, at place: Place?) -> Guard {
    Guard(condition: condition.and(other), bands: bands, place: place ?? self.place)
  }
}

/// The questions of a workspace, with what proofs need to say about them.
final class ProofContext: Sendable {
  let catalogue: Catalogue
  let questions: QuestionTable
  let space: SchoolSpace
  /// How many answers the question has that has the most.
  let mostAnswers: Int
  /// That a school has a band, for each band.
  private let hasBand: [Condition]

  init(_ space: SchoolSpace) {
    catalogue = space.catalogue
    questions = space.questions
    self.space = space
    hasBand = space.catalogue.vocabulary.bands.indices.map {
      space.test(.band($0), isThere: true)
    }
    mostAnswers = space.questions.questions.reduce(0) { max($0, $1.answerCount) }
  }

  func test(_ subject: QuestionSubject, isThere: Bool) -> Condition {
    space.test(subject, isThere: isThere)
  }

  /// A condition about some school: one about the current band holds where it does for one of the bands.
  func closed(_ condition: Condition, bands: [Int]?) -> Condition {
    guard let bands else { return condition }
    guard condition.asks({ questions.subject(of: $0).isOfCurrentBand }) else {
      // Something is printed for a band only where there is one.
      return condition.and(.disjunction(bands.map { hasBand[$0] }))
    }
    return .disjunction(bands.map { hasBand[$0].and(space.atBand($0, condition)) })
  }

  /// A condition about the current band, for one band.
  func atBand(_ band: Int, _ condition: Condition) -> Condition { space.atBand(band, condition) }

  func closed(_ guarded: Guard) -> Condition { closed(guarded.condition, bands: guarded.bands) }

  /// A condition about what a loop stands at, as a condition that some turn of the loop fulfils.
  func someTurn(_ condition: Condition, of loop: Int) -> Condition {
    var result = condition
    for question in condition.questions.sorted() {
      guard case .itemPart(loop, _) = questions.subject(of: question) else { continue }
      result = .disjunction(
        questions[question].everything.answers.map { result.fixing(question, $0) })
    }
    return result
  }

  /// Under which condition a slot has a value.
  func presence(of slot: Slot) -> Condition {
    switch slot.source {
    case .bandTitle: .always
    case .page(let part):
      part.mayBeMissing ? test(.pagePart(part.rawValue), isThere: true) : .always
    case .documentAddress(let document), .documentTitle(let document):
      test(.issued(document), isThere: true)
    case .item(let loop, let part):
      part.map { test(.itemPart(loop: loop, $0), isThere: true) } ?? .always
    case .subject(let subject): presence(of: subject)
    }
  }

  private func presence(of subject: Subject) -> Condition {
    switch subject {
    case .schoolPart(.phase): test(.phase, isThere: true)
    case .schoolPart(let part): test(.schoolPart(part), isThere: true)
    case .trustPart(let part): test(.trustPart(part), isThere: true)
    case .documentPart(let part): test(.documentPart(part), isThere: true)
    case .role, .provider, .related, .word, .document, .band: .always
    case .rolePart(let role, .name): test(.role(role), isThere: true)
    case .rolePart(let role, let part): test(.rolePart(role, part), isThere: true)
    case .providerPart(let provider, let part): test(.providerPart(provider, part), isThere: true)
    case .rule(let rule):
      catalogue.vocabulary.rules[rule].perBand
        ? test(.ruleInCurrentBand(rule), isThere: true) : test(.rule(rule), isThere: true)
    case .fact(let fact): test(.fact(fact), isThere: true)
    }
  }

  /// Under which condition a loop is run at all; nil for loops over bands.
  func isRun(_ loop: LoopSource) -> Condition? {
    switch loop {
    case .list(.fact(let fact)): test(.fact(fact), isThere: true)
    case .list(.rule(let rule)): test(.rule(rule), isThere: true)
    case .list: .never
    case .holders(let role): test(.role(role), isThere: true)
    case .history: test(.documentPart(.history), isThere: true)
    case .bands: nil
    }
  }

  /// What every turn of a loop has: whoever is held has a name.
  func everyTurn(of loop: LoopSource, _ number: Int) -> Condition {
    func known(_ parts: [ItemPart]) -> Condition {
      .conjunction(parts.map { test(.itemPart(loop: number, $0), isThere: true) })
    }
    guard case .holders(let role) = loop else {
      if case .history = loop { return known([.adopted, .summary]) }
      return .always
    }
    // The role has an address or a number where the one who holds it has.
    let own: [(PersonPart, ItemPart)] = [(.email, .email), (.phone, .phone)]
    return known([.name]).and(
      .conjunction(
        own.map { part, item in
          test(.rolePart(role, part), isThere: false)
            .or(test(.itemPart(loop: number, item), isThere: true))
        }))
  }

  /// What is true where a loop is run twice: a role with two holders has no address of its own.
  func severalTurns(of loop: LoopSource) -> Condition {
    guard case .holders(let role) = loop else { return .always }
    return test(.rolePart(role, .email), isThere: false)
      .and(test(.rolePart(role, .phone), isThere: false))
  }
}

extension PagePart {
  /// Whether a page may be without it because of what manifests and templates leave out, or because it
  /// is the page of no document.
  fileprivate var mayBeMissing: Bool {
    switch self {
    case .description, .canonical, .summary, .audience, .signedBy, .returnTo, .keep, .given,
      .digest, .reference, .fragment, .version, .returnBy, .returnBlank:
      true
    default: false
    }
  }
}

extension Condition {
  /// The condition with one question answered.
  func fixing(_ question: QuestionID, _ answer: Int) -> Condition {
    switch self {
    case .always, .never: self
    case .test(question, let answers): answers.contains(UInt8(answer)) ? .always : .never
    case .test: self
    case .all(let parts): .conjunction(parts.map { $0.fixing(question, answer) })
    case .any(let parts): .disjunction(parts.map { $0.fixing(question, answer) })
    }
  }

  /// Whether it asks a question of some kind.
  func asks(_ isOfKind: (QuestionID) -> Bool) -> Bool {
    switch self {
    case .always, .never: false
    case .test(let question, _): isOfKind(question)
    case .all(let parts), .any(let parts): parts.contains { $0.asks(isOfKind) }
    }
  }
}

/// What a document prints, gathered with the guard of each: the stuff that proofs are about.
struct GuardedUses {
  struct SlotUse {
    var slot: Int
    var guarded: Guard
    /// The running text it stands in, to show what a school would print.
    var text: [Inline]
  }

  struct ReferenceUse {
    var reference: Int
    var guarded: Guard
    var text: [Inline]
  }

  /// A choice, with the guard under which it is reached.
  struct ChoiceUse {
    var branches: [(condition: Condition, place: Place)]
    var question: QuestionID?
    var place: Place
    var guarded: Guard
    var text: [Inline]
  }

  /// A loop, with the guard under which it is reached and the condition under which it has a turn.
  struct LoopUse {
    var guarded: Guard
    var isRun: Condition
    var place: Place
  }

  /// A row of running text that is read as sentences.
  struct TextUse {
    enum Kind { case paragraph, item, heading, title, cell, term, meaning, label }

    var kind: Kind
    var text: [Inline]
    var guarded: Guard
    var place: Place
  }

  /// Something that must not come out empty.
  struct Container {
    enum Kind: Equatable {
      case list(isLedIn: Bool)
      case item, note, heading, term, meaning, cell, link
      /// A text of the front matter, by its key.
      case front(String)
    }

    var kind: Kind
    var guarded: Guard
    var content: Condition
    var place: Place
  }

  /// Something that a document prints, in order: a heading, a text, a list, the end of an item.
  struct Step {
    enum Kind {
      case heading(Int)
      /// A text, with the condition under which it ends in a colon.
      case paragraph(endsInColon: Condition)
      case list
      case other
      /// The end of an item or a note: what comes next stands elsewhere.
      case end
    }

    var kind: Kind
    /// How many items and notes it stands in.
    var depth: Int
    var guarded: Guard
    /// When it prints anything where it is reached.
    var printed: Condition
    var place: Place
    /// Whether it is the second turn of a loop, which is there for what comes before it.
    var isRepeat = false
  }

  var slots: [SlotUse] = []
  var references: [ReferenceUse] = []
  var choices: [ChoiceUse] = []
  var loops: [LoopUse] = []
  var texts: [TextUse] = []
  var containers: [Container] = []
  var steps: [Step] = []
  /// The guards of each heading, closed: a heading in a loop may be printed for several bands.
  var headings: [Int: Condition] = [:]
}
