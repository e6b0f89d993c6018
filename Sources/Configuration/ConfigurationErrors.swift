package import Diagnostics

/// The messages of this room, in alphabetical order.
extension Diagnostic {
  static func additionToNobody(_ role: String, count: Int, at place: Place) -> Self {
    Diagnostic(
      .personWithoutName,
      count == 0
        ? "'\(role)' has details here, and nobody to whom they belong"
        : "'\(role)' has details here, and \(count) people to whom they could belong", at: place,
      help: "give the person's name beside them")
  }

  static func askIssued(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .badCondition, "of a document it can be asked only whether it is issued", at: place,
      help: "write '\(path) is issued'")
  }

  static func badIdentifier(_ name: String, at place: Place) -> Self {
    let isReserved = Identifier.reserved.contains(name)
    return Diagnostic(
      .badIdentifier,
      isReserved
        ? "'\(name)' is a word of conditions and cannot be a name"
        : "'\(name)' cannot be a name", at: place,
      help: isReserved
        ? "choose another name"
        : "a name starts with a small letter and has only small letters, digits and hyphens")
  }

  static func bandNotOfPhase(
    _ band: String, phase: Phase, _ vocabulary: Vocabulary, at place: Place
  ) -> Self {
    Diagnostic(
      .unknownBand, "a \(phase.id) school has no band '\(band)'", at: place,
      help: "its bands are \(Prose.list(phase.bands.map { vocabulary.bands[$0].id }))")
  }

  static func boundTwice(_ document: String, at place: Place) -> Self {
    Diagnostic(
      .badVolume, "'\(document)' is already bound in a volume", at: place,
      help: "a document can be a part once; delete it here or there")
  }

  static func cannotBeAsked(_ path: String, _ subject: Subject, at place: Place) -> Self {
    if case .word = subject {
      return Diagnostic(
        .badCondition, "'\(path)' is a word and cannot be asked about", at: place,
        help: "print it, or make it a fact of type choice")
    }
    return Diagnostic(.badCondition, "'\(path)' cannot be asked about", at: place)
  }

  static func cannotBeBound(
    _ document: String, _ kind: DocumentDeclaration.Kind, at place: Place
  ) -> Self {
    Diagnostic(
      .badVolume,
      kind == .agreement
        ? "'\(document)' is a form, and a volume binds policies and appendices"
        : "'\(document)' is the trust's own, and a volume binds documents of the school", at: place,
      help: "take it out of the parts")
  }

  static func changesNothing(
    _ path: String, who: String, at place: Place, other: Place
  ) -> Self {
    Diagnostic(
      .changesNothing, .note, "the school would have this '\(path)' without saying so", at: place,
      notes: [Diagnostic.Note("the \(who) says the same", at: other)],
      help: "take it out, unless it is to stay when that changes")
  }

  static func circularCondition(_ circle: [String], at place: Place) -> Self {
    Diagnostic(
      .circularCondition, "conditions ask about each other in a circle", at: place,
      help: circle.joined(separator: " asks about ") + "; take one of the conditions out")
  }

  /// - Parameter lacking: What has to be given, where no choice is at fault but that it is not there.
  static func constraint(
    _ constraint: CompiledConstraint, at place: Place, others: [Place], declaredAt: Place,
    school: String?, lacking: String?
  ) -> Self {
    var why = constraint.why
    if why.hasSuffix(".") { why.removeLast() }
    return Diagnostic(
      .constraint, constraint.level, why, at: place,
      notes: others.map { Diagnostic.Note("together with this", at: $0) }
        + [Diagnostic.Note("the vocabulary says so", at: declaredAt)]
        + (school.map { [Diagnostic.Note("it is so for \($0)")] } ?? []),
      help: lacking.map { "give '\($0)'" }
        ?? (constraint.level == .error ? "change one of the choices" : "consider another choice"))
  }

  static func deviceVolume(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .badIdentifier, "a volume cannot be called '\(id)': on Windows it is the name of a device",
      at: place, help: "its page could not be copied there; choose another name")
  }

  static func documentHasNoPage(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .badCondition, "'\(path)' can be asked only inside a document", at: place,
      help: "ask about rules, roles, providers, facts, documents or the phase")
  }

  static func doubleEntry(_ name: String, at place: Place) -> Self {
    Diagnostic(.duplicateKey, "'\(name)' is there twice", at: place, help: "delete one of the two")
  }

  static func emptyCondition(at place: Place) -> Self {
    Diagnostic(
      .badCondition, "a condition is missing", at: place,
      help: "write one such as 'rules.byod is all-years'")
  }

  static func endsBeforeItStarts(at place: Place, start: Place) -> Self {
    Diagnostic(
      .impossibleDate, "'to' is before 'from'", at: place,
      notes: [Diagnostic.Note("it starts here", at: start)],
      help: "correct one of the two dates")
  }

  static func groupsDisagree(
    _ path: String, _ one: String, _ other: String, at place: Place, first: Place, second: Place
  ) -> Self {
    Diagnostic(
      .groupsDisagree, "the groups '\(one)' and '\(other)' disagree on '\(path)'", at: place,
      notes: [
        Diagnostic.Note("group '\(one)' says", at: first),
        Diagnostic.Note("group '\(other)' says", at: second),
      ],
      help: "set '\(path)' in this school's manifest, or change one of the groups")
  }

  static func impossibleDate(_ text: String, at place: Place) -> Self {
    Diagnostic(
      .impossibleDate, "there is no day '\(text)'", at: place,
      help: "write the year, the month from 01 to 12 and the day, such as 2026-09-15")
  }

  static func incompletePath(_ path: String, known: [String], at place: Place) -> Self {
    Diagnostic(
      .unknownPath, "'\(path)' is only the beginning of a path", at: place,
      help: known.first.map { "say which, such as \(path).\($0)" })
  }

  static func lockWithoutValue(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .badLock, "'\(path)' is locked and the trust gives it no value", at: place,
      help: "set it in this file, or take the lock away")
  }

  static func locked(_ path: String, at place: Place, lock: Place) -> Self {
    Diagnostic(
      .locked, "'\(path)' is decided by the trust", at: place,
      notes: [Diagnostic.Note("locked here", at: lock)],
      help: "delete it from this manifest, or ask the trust to unlock it")
  }

  /// - Parameters:
  ///   - holder: Where its lines stand without it.
  ///   - last: The last of them.
  static func lostHeading(_ block: String, in holder: String, last: String, at place: Place) -> Self
  {
    let first = place.file.text(place.range ?? .zero)
    let lines =
      first == last ? "'\(first)' belongs" : "the lines from '\(first)' to '\(last)' belong"
    return Diagnostic(
      .missingEntry, "the line '\(block):' is missing above this one", at: place,
      label: "stands under \(holder)",
      help: "write '\(block):' on a line of its own above it: \(lines) there")
  }

  static func matchesNothing(_ what: String, at place: Place) -> Self {
    Diagnostic(
      .matchesNothing, .note, what, at: place, help: "take it out, or name the schools it is for")
  }

  static func missing(
    _ key: String, in title: String, at place: Place, orElse: String? = nil, help: String? = nil
  ) -> Self {
    Diagnostic(
      .missingEntry, "\(title) needs '\(key)'\(orElse.map { " " + $0 } ?? "")", at: place,
      help: help ?? "add '\(key):'")
  }

  static func missingRequirement(
    _ missing: MissingRequirement, isUnfinished: Bool, at place: Place
  ) -> Self {
    let (path, title, options) = (missing.path, missing.title, missing.options)
    let what =
      path.hasPrefix("leads.") || path.hasPrefix("providers.") || path.hasPrefix("related.")
      ? " (\(title))" : ""
    let question = path.hasPrefix("rules.") && !title.isEmpty ? "\(title) " : ""
    let choices = options.isEmpty ? nil : "choose \(Prose.list(options, joinedBy: "or"))"
    let key = path.split(separator: ".").last.map(String.init) ?? path
    let block = path.prefix { $0 != "." }
    let isName = block == "leads" || block == "providers"
    let remedy =
      isUnfinished
      ? "write \(isName ? "the name" : "it") after '\(key):'" : "add '\(key):' below '\(block):'"
    return Diagnostic(
      .missingRequirement,
      "'\(path)'\(what) is needed here and not given"
        + (missing.because.map { ", because \($0)" } ?? ""),
      at: place, label: isUnfinished ? "nothing after the colon" : nil,
      help: choices.map { question + $0 }
        ?? remedy
        + (path.hasPrefix("facts.") && !title.isEmpty ? ": \(title)" : ""))
  }

  static func nestingTooDeep(_ what: String, at place: Place) -> Self {
    Diagnostic(
      .nestingTooDeep, "\(what) are nested more than 64 levels deep", at: place,
      help: "write it with fewer levels")
  }

  static func notAChoice(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .badCondition, "'\(path)' has no options to compare with", at: place,
      help: "ask whether it is there: '\(path) exists'")
  }

  /// - Parameter last: The last of several lines.
  static func notBelowHeading(_ heading: String, last: String?, at place: Place) -> Self {
    Diagnostic(
      .badIndentation, "this line belongs to '\(heading):' and must stand further right than that",
      at: place,
      help: last.map { "put two spaces before it and before each line down to '\($0)'" }
        ?? "put two spaces before it")
  }

  static func notADocument(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .badCondition, "only a document can be issued, and '\(path)' is none", at: place,
      help: "write 'documents.' and the document's id, such as 'documents.online-safety is issued'")
  }

  package static func notInTrustDocument(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .notInTrustDocument, "'\(path)' is a school's, and this document is the trust's own",
      at: place, help: "use the trust's own values, or give the document the scope school")
  }

  package static func notOneOf(
    _ text: String, key: String, known: [String], at place: Place
  ) -> Self {
    Diagnostic(
      .unknownOption, "'\(key)' cannot be '\(text)'", at: place,
      label: Suggestion.label(for: text, in: known),
      help: "write \(Prose.list(known, joinedBy: "or"))")
  }

  static func notPerBand(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .wrongType, "'\(path)' has one answer for the whole school", at: place,
      help: "write the answer after the colon; only rules that are 'per: band' differ by band")
  }

  static func partNotIssued(_ document: String, volume: String, at place: Place) -> Self {
    Diagnostic(
      .badVolume, .warning,
      "'\(document)' is not issued here, so '\(volume)' is bound without it", at: place,
      help: "take it out of the parts, or issue it")
  }

  static func personWithoutName(_ role: String, at place: Place) -> Self {
    Diagnostic(
      .personWithoutName, "a holder of '\(role)' has no name", at: place, help: "add 'name:'")
  }

  static func pluralIsComputed(_ plural: String, word: String, at place: Place) -> Self {
    Diagnostic(
      .unknownWord, "'\(plural)' follows from '\(word)' and cannot be set by itself", at: place,
      help: "set '\(word)'")
  }

  static func severalPeople(
    _ name: String, _ people: [String], role: String, hasDetails: Bool, at place: Place
  ) -> Self {
    let list = people.map { hasDetails ? "{name: \($0), …}" : $0 }.joined(separator: ", ")
    return Diagnostic(
      .severalPeople, .warning, "'\(name)' reads as more than one person", at: place,
      help: "write one name for each, in a list: '\(role): [\(list)]'")
  }

  static func rolesNotSeparate(
    _ name: String, _ first: String, _ second: String, at place: Place, other: Place
  ) -> Self {
    Diagnostic(
      .rolesNotSeparate, .warning, "\(name) is both \(first) and \(second)", at: place,
      notes: [Diagnostic.Note("the second role is given here", at: other)],
      help: "the vocabulary asks for two people, because one checks the other")
  }

  static func ruleGroup(_ name: String, rules: [String], at place: Place) -> Self {
    Diagnostic(
      .unknownRule, "'\(name)' is a group of rules and not a rule", at: place,
      help: "say which: \(Prose.list(rules, joinedBy: "or"))")
  }

  static func sameAsCircle(_ role: String, at place: Place) -> Self {
    Diagnostic(
      .badSameAs, "'same-as' leads from '\(role)' back to itself", at: place,
      help: "name the person in one of the roles")
  }

  static func sameAsInList(at place: Place) -> Self {
    Diagnostic(
      .badSameAs, "'same-as' cannot stand in a list of people", at: place,
      help: "write 'role: {same-as: other-role}', or name the people")
  }

  static func sameAsNobody(_ path: String, as other: String, at place: Place) -> Self {
    let role = other.split(separator: ".").last.map(String.init) ?? other
    return Diagnostic(
      .badSameAs, "'\(path)' is needed and is the same as '\(role)', which nobody holds",
      at: place, help: "say who '\(role)' is, or name somebody here")
  }

  static func sameAsWithMore(_ key: String, at place: Place) -> Self {
    Diagnostic(
      .badSameAs, "'\(key)' cannot stand beside 'same-as'", at: place,
      help: "'same-as' brings the people with all their details; only 'title' may be added")
  }

  static func swallowedKey(_ key: String, in other: String, at place: Place) -> Self {
    Diagnostic(
      .badIndentation, .warning, "'\(key):' is part of the text of '\(other)' here", at: place,
      help: "move it left until it starts exactly below '\(other):'")
  }

  /// - Parameter what: What there is too much of and where, in a sentence: `the school is in`.
  package static func tooMany(
    _ what: String, _ unit: String, limit: Int, at place: Place, help: String
  ) -> Self {
    Diagnostic(.tooMany, "\(what) more than \(limit) \(unit)", at: place, help: help)
  }

  static func tooManyOptions(_ title: String, most: Int, at place: Place) -> Self {
    Diagnostic(
      .tooManyOptions, "\(title) has more than \(most) options", at: place,
      help: "divide it into several rules")
  }

  static func unclosedBracket(at place: Place) -> Self {
    Diagnostic(.unclosed, "'(' is opened and never closed", at: place, help: "add ')'")
  }

  static func unexpectedInCondition(_ word: String, wanted: String, at place: Place) -> Self {
    Diagnostic(
      .badCondition,
      word.isEmpty ? "the condition ends too early" : "'\(word)' does not fit here", at: place,
      label: "wanted \(wanted)",
      help: Self.instead(of: word))
  }

  /// What conditions say for a sign of another language.
  private static func instead(of word: String) -> String? {
    switch word {
    case ",": "write 'is one of A, B' for several options"
    case "=": "write 'is' in the place of '='"
    case "!": "write 'not', or 'is not'"
    case "&": "write 'and'"
    case "|": "write 'or'"
    case "\"", "'": "an option is written without quotes"
    default: nil
    }
  }

  static func unfinished(_ key: String, at place: Place) -> Self {
    Diagnostic(
      .unfinished, .warning, "'\(key)' is begun but has no value", at: place,
      label: "nothing after the colon", help: "fill it in, or delete the line")
  }

  static func unknownBand(_ name: String, known: [String], at place: Place) -> Self {
    .unknownName(.band, name, known: known, at: place)
  }

  static func unknownKey(
    _ key: String, in title: String, known: [String], at place: Place, hint: String? = nil
  ) -> Self {
    let label = Suggestion.label(for: key, in: known)
    let list = "it may have \(Prose.list(known.map { "'\($0)'" }))"
    return Diagnostic(
      .unknownKey, "\(title) has no '\(key)'", at: place, label: label,
      help: hint ?? (known.isEmpty || label != nil ? nil : list))
  }

  static func unknownLock(_ path: String, problem: Diagnostic) -> Self {
    Diagnostic(
      .badLock, "'\(path)' cannot be locked, because no manifest can set it", at: problem.place,
      label: problem.label, help: problem.help)
  }

  /// The message for a name that was never declared.
  ///
  /// - Parameters:
  ///   - full: The whole dotted name where only its last part is marked.
  ///   - meant: The name that was meant, where more tells it than the spelling.
  package static func unknownName(
    _ kind: NameKind, _ name: String, known: [String], full: String? = nil,
    declaredIn path: String? = nil, meant: String? = nil, at place: Place
  ) -> Self {
    Diagnostic(
      kind.code, "no \(kind.rawValue) is called '\(full ?? name)'", at: place,
      label: meant.map { "did you mean '\($0)'?" } ?? Suggestion.label(for: name, in: known),
      help: mendOfSeveral(name, known) ?? path.map { "\(kind.rawValue)s are declared in \($0)" }
        ?? (known.isEmpty || known.count > 20
          ? nil : "there \(known.count == 1 ? "is" : "are") \(Prose.list(known))"))
  }

  /// What to do where several names stand without brackets around them.
  private static func mendOfSeveral(_ text: String, _ known: [String]) -> String? {
    let names = text.split(whereSeparator: { ", ()".contains($0) }).map(String.init)
      .filter { $0 != "and" }
    guard names.count > 1, names.allSatisfy(known.contains) else { return nil }
    return "write several in square brackets: [\(names.joined(separator: ", "))]"
  }

  static func unknownOption(
    _ text: String, of key: String, known: [String], at place: Place
  ) -> Self {
    Diagnostic(
      .unknownOption, "'\(text)' is not an answer to '\(key)'", at: place,
      label: Suggestion.label(for: text, in: known),
      help: known.isEmpty ? nil : "choose \(Prose.list(known, joinedBy: "or"))")
  }

  package static func unknownPart(
    _ part: String, of path: String, known: [String], at place: Place
  ) -> Self {
    guard !part.isEmpty else {
      return Diagnostic(
        .unknownPart, "'\(path)' cannot be printed by itself", at: place,
        help: "write \(Prose.list(known.map { "\(path).\($0)" }, joinedBy: "or"))")
    }
    let label = Suggestion.label(for: part, in: known)
    return Diagnostic(
      .unknownPart, "'\(path)' has no '\(part)'", at: place, label: label,
      help: known.isEmpty
        ? "nothing can follow '\(path)'"
        : label == nil ? "it has \(Prose.list(known))" : nil)
  }

  package static func unknownPath(_ path: String, known: [String], at place: Place) -> Self {
    Diagnostic(
      .unknownPath, "'\(path)' names nothing", at: place,
      label: Suggestion.label(for: path, in: known),
      help: "a path starts with \(Prose.list(known, joinedBy: "or"))")
  }

  static func unknownType(_ name: String, at place: Place) -> Self {
    Diagnostic(
      .unknownType, "no type is called '\(name)'", at: place,
      label: Suggestion.label(for: name, in: ValueType.names),
      help: "the types are \(Prose.list(ValueType.names))")
  }

  static func unsafeLink(_ address: String, at place: Place) -> Self {
    Diagnostic(
      .unsafeLink, "a link cannot lead to '\(address)'", at: place,
      help: "link to a web address with https://, or to mailto: or tel:")
  }

  static func volumeIsDocument(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .badVolume, "a volume cannot be called '\(id)' like a document", at: place,
      help: "both would be the same page; choose another name")
  }

  static func withoutEffect(_ path: String, why: String, at place: Place) -> Self {
    Diagnostic(
      .withoutEffect, .warning, "'\(path)' has no effect here: \(why)", at: place,
      help: "delete it, or change what it depends on")
  }

  static func wordWithoutPlural(_ option: String, of word: String, at place: Place) -> Self {
    Diagnostic(
      .missingEntry, "'\(option)' of word '\(word)' needs a plural", at: place,
      help: "write the options as 'singular: plural'")
  }

  static func wrongShape(_ title: String, wanted: String, at place: Place) -> Self {
    Diagnostic(.wrongType, "\(title) must hold \(wanted)", at: place)
  }

  package static func wrongType(
    _ key: String, wanted: String, at place: Place, help: String? = nil
  ) -> Self {
    Diagnostic(.wrongType, "'\(key)' must be \(wanted)", at: place, help: help)
  }
}
