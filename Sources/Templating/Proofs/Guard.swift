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
struct ProofContext {
  let catalogue: Catalogue
  let questions: QuestionTable
  let space: SchoolSpace

  func test(_ subject: QuestionSubject, isThere: Bool) -> Condition {
    space.test(subject, isThere: isThere)
  }

  /// A condition about some school: one about the current band holds where it does for one of the bands.
  func closed(_ condition: Condition, bands: [Int]?) -> Condition {
    guard let bands else { return condition }
    guard catalogue.asksCurrentBand([condition]) || asksItsBand(condition) else {
      // Something is printed for a band only where there is one.
      return condition.and(.disjunction(bands.map { test(.band($0), isThere: true) }))
    }
    return .disjunction(
      bands.map { band in
        test(.band(band), isThere: true).and(space.atBand(band, condition))
      })
  }

  private func asksItsBand(_ condition: Condition) -> Bool {
    condition.questions.contains { questions[$0].subject.isOfCurrentBand }
  }

  /// Under which condition a slot has a value; nil for what every school has.
  func presence(of slot: Slot) -> Condition {
    switch slot.source {
    case .bandTitle, .page, .documentTitle: .always
    case .documentAddress(let document): test(.issued(document), isThere: true)
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
}

/// What a document prints, gathered with the guard of each: the stuff that proofs are about.
struct GuardedUses {
  struct SlotUse {
    var slot: Int
    var guarded: Guard
    /// The running text it stands in, and the block's place, to show what a school would print.
    var text: [Inline]
    var isTarget: Bool
  }

  struct ReferenceUse {
    var reference: Int
    var guarded: Guard
    var text: [Inline]
  }

  /// A choice, with the guard under which it is reached.
  struct ChoiceUse {
    var branches: [(condition: Condition, place: Place, isEmpty: Bool)]
    var question: QuestionID?
    var place: Place
    var guarded: Guard
    var text: [Inline]
  }

  /// A row of running text that is read as sentences.
  struct TextUse {
    enum Kind { case paragraph, item, heading, cell, term, meaning }

    var kind: Kind
    var text: [Inline]
    var guarded: Guard
    var place: Place
  }

  /// Something that must not come out empty: an item, a list, a note.
  struct Container {
    enum Kind { case list(isLedIn: Bool), item, note }

    var kind: Kind
    var guarded: Guard
    var content: Condition
    var place: Place
  }

  /// A heading, or something printed between headings, in the order of the document.
  enum Step {
    case heading(number: Int, guarded: Guard)
    case content(Condition)
  }

  var slots: [SlotUse] = []
  var references: [ReferenceUse] = []
  var choices: [ChoiceUse] = []
  var texts: [TextUse] = []
  var containers: [Container] = []
  var steps: [Step] = []
  /// The guards of each heading, closed: a heading in a loop may be printed for several bands.
  var headings: [Int: Condition] = [:]
}
