import Configuration
import Diagnostics

/// The messages of proofs that fail, in alphabetical order.
extension Diagnostic {
  static func alwaysTrue(at place: Place) -> Self {
    Diagnostic(
      .alwaysTrue, .warning, "this condition holds for every school that gets here", at: place,
      help: "take the condition away and keep the text")
  }

  static func chooseLacks(
    _ missing: [String?], of path: String, school: String, at place: Place, guardPlace: Place?
  ) -> Self {
    let named = missing.compactMap { $0 }
    let mayBeNothing = missing.contains { $0 == nil }
    var notes =
      named.isEmpty ? [] : [Diagnostic.Note("\(school) would print nothing here")]
    notes += guardNote("this condition lets that school get here", guardPlace)
    return Diagnostic(
      .badChoose,
      named.isEmpty
        ? "\(school) has no answer to '\(path)', and would print nothing here"
        : "'choose \(path)' does not say what to print for \(Prose.list(named.map { "'\($0)'" }, joinedBy: "or"))",
      at: place, notes: notes,
      help: mayBeNothing
        ? (named.isEmpty
          ? "put it inside {% if \(path) exists %}"
          : "add {% when \(named.joined(separator: ", ")) %}, and put it all inside {% if \(path) exists %}")
        : "add {% when \(named.joined(separator: ", ")) %}, with nothing after it where nothing is to be said"
    )
  }

  static func deadBranch(isElse: Bool, at place: Place) -> Self {
    Diagnostic(
      .deadBranch,
      isElse
        ? "'else' is never printed: the branches before it hold for every school that gets here"
        : "this branch is never printed: no school that gets here fulfils its condition", at: place,
      help: "delete it, or correct the conditions around it")
  }

  static func deadLoop(at place: Place) -> Self {
    Diagnostic(
      .deadBranch, "this is never printed: no school that gets here has anything for it", at: place,
      help: "delete it, or correct the conditions around it")
  }

  static func deadOption(_ option: String, of path: String, at place: Place) -> Self {
    Diagnostic(
      .deadBranch, "'\(path)' cannot be '\(option)' here, so this is never printed", at: place,
      help: "delete '\(option)', or correct the conditions around the 'choose'")
  }

  static func documentMayBeEmpty(_ id: String, school: String, at place: Place) -> Self {
    Diagnostic(
      .mayBeEmpty, "\(school) would print '\(id)' without any text", at: place,
      help: "give it text that is always printed, or an 'issued-when'")
  }

  private static func guardNote(_ text: String, _ place: Place?) -> [Diagnostic.Note] {
    place.map { [Diagnostic.Note(text, at: $0)] } ?? []
  }

  static func leadsNowhere(school: String, at place: Place, guardPlace: Place?) -> Self {
    Diagnostic(
      .mayBeEmpty, "\(school) would print this text, which leads to a list, without the list",
      at: place, notes: guardNote("what follows is printed under this condition", guardPlace),
      help: "put the text inside the condition of what follows it")
  }

  static func mayBeDead(
    _ target: String, needed: String?, school: String, text: String, at place: Place,
    guardPlace: Place?, section: Place?
  ) -> Self {
    var notes = guardNote("it is printed under this condition", guardPlace)
    if let section { notes.append(Diagnostic.Note("the section is here", at: section)) }
    return Diagnostic(
      .deadReference,
      "\(school) would print ‘\(text)’ and refer to \(target), which it does not print", at: place,
      notes: notes,
      help: needed.map { "put it inside {% if \($0) %}" }
        ?? "put it inside the condition under which the section is printed")
  }

  static func mayBeEmpty(
    _ kind: GuardedUses.Container.Kind, school: String, at place: Place, guardPlace: Place?
  ) -> Self {
    let (what, help) =
      switch kind {
      case .list(isLedIn: true):
        ("a lead-in and then no item of its list", "put lead-in and list inside a condition")
      case .list(isLedIn: false): ("no item of this list", "put the list inside a condition")
      case .item: ("an empty item", "put the whole item inside the condition")
      case .note: ("an empty note", "put the whole note inside the condition")
      case .heading:
        ("a heading without words", "add words that are always printed, or an {% else %}")
      case .term:
        ("what a term means without the term", "put the whole definition inside the condition")
      case .meaning:
        ("a term without what it means", "put the whole definition inside the condition")
      case .cell: ("an empty cell in this table", "add an {% else %} that says what holds then")
      case .link: ("a link without words", "put the whole link inside the condition")
      case .front(let key):
        ("'\(key)' with nothing in it", "add words that are always printed, or an {% else %}")
      }
    return Diagnostic(
      .mayBeEmpty, "\(school) would print \(what)", at: place,
      notes: guardNote("it is printed under this condition", guardPlace), help: help)
  }

  static func mayBeMissing(
    _ path: String, school: String, text: String, at place: Place, guardPlace: Place?,
    isLayout: Bool
  ) -> Self {
    Diagnostic(
      .missingValue,
      isLayout
        ? "\(school) would have a page without '\(path)' here" : "\(school) would print ‘\(text)’",
      at: place, label: "'\(path)' may be missing here",
      notes: guardNote("this condition does not make sure of it", guardPlace),
      help: "put the words inside {% if \(path) exists %}, or make it 'required' in the vocabulary")
  }

  static func neverIssued(
    _ id: String, scope: DocumentDeclaration.Scope, at place: Place
  ) -> Self {
    Diagnostic(
      .deadBranch,
      scope == .school
        ? "no school can be issued '\(id)'" : "the trust can never issue '\(id)'", at: place,
      help: "correct the condition under 'issued-when', or delete the document")
  }

  static func noSchoolPossible(at place: Place) -> Self {
    Diagnostic(
      .noSchoolPossible,
      "no school can fulfil the vocabulary's requirements and constraints together", at: place,
      help: "take one of the constraints of level error away")
  }

  static func partlyAlwaysTrue(_ part: String, at place: Place) -> Self {
    Diagnostic(
      .alwaysTrue, .warning, "a part of this condition always holds here: \(part)", at: place,
      help: "take that part away")
  }

  static func partlyNeverTrue(_ part: String, at place: Place) -> Self {
    Diagnostic(
      .alwaysTrue, .warning, "a part of this condition never holds here: \(part)", at: place,
      help: "take that part away")
  }

  static func proofGivenUp(at place: Place) -> Self {
    Diagnostic(
      .proofGivenUp, .warning,
      "the conditions of this document are too tangled to be proved right for every school",
      at: place,
      help: "divide conditions that ask many things at once")
  }

  static func sectionMayBeEmpty(school: String, at place: Place, guardPlace: Place?) -> Self {
    Diagnostic(
      .mayBeEmpty, "\(school) would print this heading with nothing under it", at: place,
      notes: guardNote("the heading is printed under this condition", guardPlace),
      help: "put the heading inside the condition of its text, or add text that is always printed")
  }

  static func sectionOfTrustMayBeDead(
    _ target: String, trust: String, at place: Place, section: Place?
  ) -> Self {
    Diagnostic(
      .deadReference,
      "\(trust) does not print \(target), and a school cannot ask what the trust prints", at: place,
      notes: section.map { [Diagnostic.Note("the section is here", at: $0)] } ?? [],
      help: "cite the document, or a section of it that is always printed")
  }

  static func sentence(
    _ fault: SentenceFault, school: String, text: String, at place: Place, paragraph: Place
  ) -> Self {
    func diagnostic(_ what: String, _ help: String, _ severity: Severity = .error) -> Self {
      let isElsewhere = paragraph.range != place.range || paragraph.file.path != place.file.path
      return Diagnostic(
        .brokenSentence, severity, "\(school) would print \(what): ‘\(text)’", at: place,
        notes: isElsewhere ? [Diagnostic.Note("in this text", at: paragraph)] : [], help: help)
    }
    switch fault {
    case .doubledStop:
      return diagnostic(
        "two stops together", "move the stop into the branches, or out of them")
    case .missingSpace:
      return diagnostic("words run together", "add a space before the branch, or after it")
    case .missingStop:
      return diagnostic(
        "a sentence without its full stop", "put the stop into every branch, or after all of them")
    case .lowerCaseStart:
      return diagnostic(
        "a sentence that starts with a small letter", "write the whole sentence in each branch")
    case .startsWithStop:
      return diagnostic(
        "a text that starts with a stop", "move the stop into the branch before")
    case .startsWithJoin:
      return diagnostic(
        "a text that starts with a joining word", "move the word into the branch before")
    case .breaksOff:
      return diagnostic(
        "a sentence that breaks off", "write the whole sentence in each branch")
    case .repeatedWord(let word):
      return diagnostic(
        "‘\(word)’ beside a word that repeats it", "write the whole sentence in each branch")
    case .emptyBrackets:
      return diagnostic("brackets with nothing in them", "put the brackets inside the branch")
    case .doubledArticle(let word):
      return Diagnostic(
        .brokenSentence, .warning,
        "‘\(word)’ stands before a reference or value that brings such a word of its own",
        at: place, help: "take '\(word)' away")
    case .wrongArticle(let article, let word):
      return Diagnostic(
        .brokenSentence, .warning, "‘\(article) \(word)’ sounds wrong when it is read aloud",
        at: place,
        help: "write '\(Prose.article(for: word)) \(word)'")
    case .articleBeforeValue(let article, let path):
      return Diagnostic(
        .articleBeforeValue, "'\(article)' stands before a value that may begin with any sound",
        at: place,
        help: "write {{ \(path) | with-article }} without '\(article)'")
    case .lowerCaseValue(let path):
      return Diagnostic(
        .brokenSentence, "a sentence would start with a small letter, because '\(path)' does",
        at: place,
        help: "write {{ \(path) | capitalised }}")
    }
  }

  static func tooManyBranches(at place: Place) -> Self {
    Diagnostic(
      .proofGivenUp, .warning, "this text has too many branches to be read along all of them",
      at: place,
      help: "divide it into several paragraphs")
  }

  static func vocabularyGivenUp(at place: Place) -> Self {
    Diagnostic(
      .proofGivenUp, .warning,
      "the vocabulary's requirements and constraints are too tangled to find a school by",
      at: place,
      help: "divide conditions that ask many things at once")
  }
}
