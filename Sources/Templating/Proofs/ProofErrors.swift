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
    _ missing: [String?], of path: String, school: String, at place: Place
  ) -> Self {
    let named = missing.compactMap { $0 }
    let mayBeNothing = missing.contains { $0 == nil }
    return Diagnostic(
      .badChoose,
      named.isEmpty
        ? "\(school) has no answer to '\(path)', and would print nothing here"
        : "'choose \(path)' does not say what to print for \(Prose.list(named.map { "'\($0)'" }, joinedBy: "or"))",
      at: place,
      notes: named.isEmpty ? [] : [Diagnostic.Note("\(school) would print nothing here")],
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

  static func mayBeDead(
    _ target: String, needed: String?, school: String, at place: Place, guardPlace: Place?,
    section: Place?
  ) -> Self {
    var notes: [Diagnostic.Note] = []
    if let guardPlace {
      notes.append(Diagnostic.Note("it is printed under this condition", at: guardPlace))
    }
    if let section { notes.append(Diagnostic.Note("the section is here", at: section)) }
    return Diagnostic(
      .deadReference, "\(school) would refer to \(target), which it does not print", at: place,
      notes: notes,
      help: needed.map { "put it inside {% if \($0) %}" }
        ?? "put it inside the condition under which the section is printed")
  }

  static func mayBeEmpty(
    _ kind: GuardedUses.Container.Kind, school: String, at place: Place
  ) -> Self {
    let (what, help) =
      switch kind {
      case .list(isLedIn: true):
        ("a lead-in and then no item of its list", "put lead-in and list inside a condition")
      case .list(isLedIn: false): ("no item of this list", "put the list inside a condition")
      case .item: ("an empty item", "put the whole item inside the condition")
      case .note: ("an empty note", "put the whole note inside the condition")
      }
    return Diagnostic(.mayBeEmpty, "\(school) would print \(what)", at: place, help: help)
  }

  static func mayBeMissing(
    _ path: String, school: String, text: String, at place: Place, guardPlace: Place?
  ) -> Self {
    Diagnostic(
      .missingValue, "\(school) would print ‘\(text)’", at: place,
      label: "'\(path)' may be missing here",
      notes: guardPlace.map {
        [Diagnostic.Note("this condition does not make sure of it", at: $0)]
      } ?? [],
      help: "put the words inside {% if \(path) exists %}, or make it 'required' in the vocabulary")
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

  static func sectionMayBeEmpty(school: String, at place: Place) -> Self {
    Diagnostic(
      .mayBeEmpty, "\(school) would print this heading with nothing under it", at: place,
      help: "put the heading inside the condition of its text, or add text that is always printed")
  }

  static func sentence(
    _ fault: SentenceFault, school: String, at place: Place, isFixed: Bool
  ) -> Self {
    func diagnostic(_ what: String, _ help: String, _ severity: Severity = .error) -> Self {
      Diagnostic(.brokenSentence, severity, "\(school) would print \(what)", at: place, help: help)
    }
    switch fault {
    case .doubledStop(let seam):
      return diagnostic(
        "two stops together: ‘\(seam)’", "move the stop into the branches, or out of them")
    case .missingSpace(let seam):
      return diagnostic("two sentences run together: ‘\(seam)’", "add a space before the branch")
    case .lowerCaseStart(let seam):
      return diagnostic(
        "a sentence that starts with a small letter: ‘\(seam)’",
        "write the whole sentence in each branch")
    case .startsWithStop(let text):
      return diagnostic(
        "a text that starts with a stop: ‘\(text)’", "move the stop into the branch before")
    case .breaksOff(let text):
      return diagnostic(
        "a sentence that breaks off: ‘\(text)’", "write the whole sentence in each branch")
    case .emptyBrackets:
      return diagnostic("brackets with nothing in them", "put the brackets inside the branch")
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
}
