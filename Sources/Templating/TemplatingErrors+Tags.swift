import Configuration
import Diagnostics

/// The messages about tags, branches, loops and clauses that are put in; in alphabetical order.
extension Diagnostic {
  static func badLoopName(_ name: String, at place: Place) -> Self {
    Diagnostic(
      .badLoop, "a loop cannot call its items '\(name)'", at: place,
      help: "choose a name in small letters that means nothing else here, such as 'item'")
  }

  static func bandRuleOutsideLoop(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .bandRuleOutsideLoop, "'\(path)' may differ between bands, so it can be read only for a band",
      at: place, help: "put it inside {% for band in bands %} … {% endfor %}")
  }

  static func branchesEndApart(at place: Place) -> Self {
    Diagnostic(
      .badLayout, "the branches end at different places of the HTML", at: place,
      help: "open and close each HTML tag inside the same branch")
  }

  static func cannotBeAskedHere(_ path: String, isWord: Bool, at place: Place) -> Self {
    Diagnostic(
      .badCondition, "'\(path)' cannot be asked about", at: place,
      help: isWord ? "words are printed; a condition asks rules, facts and what is there" : nil)
  }

  static func cannotChoose(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .badCondition, "'\(path)' has no options to choose between", at: place,
      help: "ask whether it is there: {% if \(path) exists %}")
  }

  static func cannotLoop(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .badLoop, "'\(path)' is not a list", at: place,
      help: "a loop runs over a list value, bands, the holders of a role or document.history")
  }

  static func chooseWithoutWhen(at place: Place) -> Self {
    Diagnostic(
      .badTag, "'choose' has no 'when'", at: place,
      help: "write {% choose rule %}{% when option %} … {% endchoose %}")
  }

  static func conditionMissing(at place: Place) -> Self {
    Diagnostic(
      .badCondition, "a condition is missing", at: place,
      help: "write one such as {% if rules.byod is all-years %}")
  }

  static func emptyTag(at place: Place) -> Self {
    Diagnostic(.badTag, "a tag is empty", at: place, help: "fill it in or delete it")
  }

  static func includeCircle(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .badInclude, "'\(path)' includes itself", at: place, help: "take one of the includes out")
  }

  static func includesTooDeep(limit: Int, at place: Place) -> Self {
    Diagnostic(
      .badInclude, "clauses include each other more than \(limit) deep", at: place,
      help: "include the last one from the document itself")
  }

  static func tooManyInclusions(at place: Place) -> Self {
    .tooMany(
      "the document includes", "clauses, or clauses of more than 4 MiB together",
      limit: TemplateLimits.inclusions, at: place, help: "let clauses include each other less often"
    )
  }

  static func nestedBandLoop(at place: Place) -> Self {
    Diagnostic(
      .badLoop, "a loop over bands cannot stand in another", at: place,
      help: "use the band of the loop around it")
  }

  static func nestedTooDeep(_ what: String, at place: Place) -> Self {
    Diagnostic(
      .nestingTooDeep, "\(what) are nested more than \(TemplateLimits.nesting) levels deep",
      at: place, help: "write it with fewer levels")
  }

  static func noIncludeInLayout(at place: Place) -> Self {
    Diagnostic(
      .badLayout, "a page layout cannot include a clause", at: place,
      help: "write the words here; clauses are for documents")
  }

  static func noSuchOption(_ option: String, known: [String], at place: Place) -> Self {
    Diagnostic(
      .unknownOption, "'\(option)' is not one of the options", at: place,
      label: Suggestion.label(for: option, in: known),
      help: "the options are \(Prose.list(known))")
  }

  static func optionTwice(_ option: String, at place: Place, first: Place) -> Self {
    Diagnostic(
      .badChoose, "'\(option)' is named twice", at: place,
      notes: [Diagnostic.Note("first named here", at: first)],
      help: "name each option once; delete it here or there")
  }

  static func strayTag(_ tag: Tag, at place: Place) -> Self {
    let opening =
      switch tag.kind {
      case .elseIf, .otherwise, .endIf: "{% if … %}"
      case .when, .endChoose: "{% choose … %}"
      default: "{% for … %}"
      }
    return Diagnostic(
      .badTag, "'\(tag.name)' stands outside of \(opening)", at: place,
      help: "delete it, or add \(opening) before it")
  }

  static func singleBraces(at place: Place) -> Self {
    let text = place.file.text(place.range ?? .zero)
    return Diagnostic(
      .badTag, "a value stands between two braces on each side", at: place,
      label: "write '{\(text)}'")
  }

  static func tagAcrossEmphasis(at place: Place) -> Self {
    Diagnostic(
      .badTag, "a tag stands across strong or emphasised text", at: place,
      help: "open and close the marks inside one branch")
  }

  static func tagAfterElse(_ tag: Tag, at place: Place, first: Place) -> Self {
    Diagnostic(
      .badTag, "'\(tag.name)' comes after 'else'", at: place,
      notes: [Diagnostic.Note("'else' is here", at: first)], help: "'else' is the last branch")
  }

  static func tagInPlainText(at place: Place) -> Self {
    Diagnostic(
      .badTag, "only values can stand here, and no tags", at: place,
      help: "write the words, or {{ a value }}")
  }

  static func tagInTable(at place: Place) -> Self {
    Diagnostic(
      .badTag, "a tag cannot stand between the rows of a table", at: place,
      help: "put it into the cells, or around the whole table")
  }

  static func tagNeeds(_ tag: String, _ wanted: String, at place: Place) -> Self {
    Diagnostic(.badTag, "'\(tag)' needs \(wanted)", at: place)
  }

  static func tagNeedsOwnLine(_ tag: Tag, at place: Place) -> Self {
    Diagnostic(
      .badTag, "'\(tag.name)' needs a line of its own", at: place,
      help: "put it on a line by itself")
  }

  static func tagTakesNothing(_ tag: String, at place: Place) -> Self {
    Diagnostic(.badTag, "nothing can follow '\(tag)' in its tag", at: place, help: "delete it")
  }

  static func textBeforeWhen(at place: Place) -> Self {
    Diagnostic(
      .badTag, "text stands between 'choose' and its first 'when'", at: place,
      help: "move it before 'choose' or into a branch")
  }

  static func unclosedBlock(_ tag: Tag, at place: Place) -> Self {
    let (end, name) =
      switch tag.kind {
      case .ifTrue: ("{% endif %}", "if")
      case .choose: ("{% endchoose %}", "choose")
      default: ("{% endfor %}", "for")
      }
    return Diagnostic(
      .unclosed, "'\(name)' is opened and never closed", at: place, help: "add \(end)")
  }

  static func unclosedTag(_ kind: TagToken.Kind, at place: Place) -> Self {
    let (open, close) =
      switch kind {
      case .value: ("{{", "}}")
      case .tag: ("{%", "%}")
      case .comment: ("{#", "#}")
      }
    return Diagnostic(
      .unclosed, "'\(open)' is opened and never closed", at: place, help: "add '\(close)'")
  }

  static func unknownClause(_ path: String, known: [String], at place: Place) -> Self {
    let without = path.hasSuffix(".md") ? String(path.dropLast(3)) : path
    let candidates = [without, "clauses/\(without)"]
    let near = candidates.first(where: known.contains)
    return Diagnostic(
      .unknownClause, "there is no clause '\(path)'", at: place,
      label: near.map { "did you mean '\($0)'?" } ?? Suggestion.label(for: path, in: known),
      help: "clauses are the files in clauses, by their path without .md")
  }

  static func unknownTag(_ name: String, known: [String], at place: Place) -> Self {
    let label = Suggestion.label(for: name, in: known)
    return Diagnostic(
      .unknownTag, "no tag is called '\(name)'", at: place, label: label,
      help: label == nil ? "the tags are \(Prose.list(known))" : nil)
  }
}

extension Tag {
  /// The word that the tag begins with.
  var name: String {
    switch kind {
    case .ifTrue: "if"
    case .elseIf: "elsif"
    case .otherwise: "else"
    case .endIf: "endif"
    case .choose: "choose"
    case .when: "when"
    case .endChoose: "endchoose"
    case .loop: "for"
    case .endLoop: "endfor"
    case .include: "include"
    case .computed(let block): block.rawValue
    }
  }
}
