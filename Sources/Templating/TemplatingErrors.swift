import Configuration
import Diagnostics

/// The messages of this room but those about tags (`TemplatingErrors+Tags.swift`), in alphabetical order.
extension Diagnostic {
  static func appendixBelowTop(at place: Place) -> Self {
    Diagnostic(
      .badHeading, "only a heading with one # can be an appendix", at: place,
      help: "write '# Title {.appendix}'")
  }

  static func appendixOfOtherScope(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .badAttachment, "'\(id)' has another scope than this document", at: place,
      help: "a school's policy attaches a school's appendices, the trust's the trust's")
  }

  static func badAddress(_ address: String, at place: Place) -> Self {
    let isPage = address.hasPrefix("www.")
    return Diagnostic(
      .unsafeLink, "a link cannot lead to '\(address)'", at: place,
      label: isPage ? "did you mean 'https://\(address)'?" : nil,
      help:
        "link to '#section', a document's id, agreement:, law:, term:, related:, https://, mailto: or tel:"
    )
  }

  static func badSectionID(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .badIdentifier, "'\(id)' cannot be the id of a section", at: place,
      help: "an id starts with a small letter and has only small letters, digits and hyphens")
  }

  static func badSign(at place: Place) -> Self {
    Diagnostic(
      .wrongType, "'sign' must be a list of fields, or of signatories with 'who' and 'fields'",
      at: place, help: "write 'sign: [name, signature, date]'")
  }

  static func cannotBePrinted(
    _ path: String, _ subject: Subject?, isFinite: Bool = false, at place: Place
  ) -> Self {
    let help: String? =
      switch subject {
      case .rule, .fact:
        isFinite
          ? "say in words what each choice means: {% choose \(path) %} … {% endchoose %}"
          : "ask whether it is there: {% if \(path) exists %}"
      case .band: "ask whether the school has it: {% if \(path) exists %}"
      case .document: "cite it: [](id)"
      case .documentPart(.history): "write {% history %}, or loop over it"
      default: nil
      }
    return Diagnostic(.cannotBePrinted, "'\(path)' cannot be printed", at: place, help: help)
  }

  static func computedInMarkup(_ block: ComputedBlock, at place: Place) -> Self {
    Diagnostic(
      .badLayout, "'\(block.rawValue)' cannot stand inside an HTML tag", at: place,
      help: "put it between the tags")
  }

  static func emptyHeading(at place: Place) -> Self {
    Diagnostic(.badHeading, "a heading has no text", at: place, help: "write it after the #")
  }

  static func emptyItem(at place: Place) -> Self {
    Diagnostic(
      .emptyListItem, "an item of a list has no text", at: place, help: "fill it in or delete it")
  }

  static func emptyLink(at place: Place) -> Self {
    Diagnostic(
      .unsafeLink, "a link leads nowhere", at: place,
      help: "write where to between the round brackets")
  }

  static func emptyValue(at place: Place) -> Self {
    Diagnostic(
      .badTag, "a value or a filter is missing", at: place,
      help: "write {{ path }} or {{ path | filter }}")
  }

  static func filterDoesNotFit(
    _ filter: Filter, on type: String, fitting: [String], at place: Place
  ) -> Self {
    let wanted =
      switch filter {
      case .longDate, .monthYear: "a date"
      case .list, .orList: "a list"
      case .plural: "a word that the vocabulary gives a plural"
      default: "text"
      }
    return Diagnostic(
      .badFilter, "'\(filter.rawValue)' needs \(wanted), and this is \(type)", at: place,
      help: fitting.isEmpty
        ? "take the filter out"
        : "take it out; \(type) can have \(Prose.list(fitting, joinedBy: "or"))")
  }

  static func frontMatterNeeds(_ key: String, at place: Place) -> Self {
    Diagnostic(
      .missingEntry, "the front matter needs '\(key)'", at: place,
      help: "add '\(key):' between the two lines of ---")
  }

  static func headingInContainer(at place: Place) -> Self {
    Diagnostic(
      .badHeading, "a heading cannot stand in a list or a note", at: place,
      help: "end the list first, or make it a paragraph in strong text")
  }

  static func headingTooDeep(at place: Place) -> Self {
    Diagnostic(.badHeading, "headings go from # to ####", at: place)
  }

  static func headingWithoutSpace(at place: Place) -> Self {
    let mark = place.file.text(place.range ?? .zero)
    return Diagnostic(
      .badHeading, .warning, "this is no heading: a space must stand after '\(mark)'", at: place,
      help: "write '\(mark) Title'; a text that starts with '#' has a backslash before it: \\#")
  }

  static func noFrontMatter(at place: Place) -> Self {
    Diagnostic(
      .noFrontMatter, "the template does not begin with its front matter", at: place,
      help: "begin with a line of ---, then title: and kind:, then a line of ---")
  }

  static func noValuesInDefinition(at place: Place) -> Self {
    Diagnostic(
      .badDefinition, "a definition is the same for every school, so it has no values and no tags",
      at: place, help: "say it in words that are true everywhere")
  }

  static func notAPolicy(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .badAttachment, "'\(id)' is not a policy", at: place,
      help: "name the policy that this document belongs to")
  }

  static func notAnAgreement(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .unknownDocument, "'\(id)' is not an agreement", at: place,
      label: "write '\(id)' without 'agreement:'")
  }

  static func notAnAppendix(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .badAttachment, "'\(id)' is not an appendix, so it cannot be attached", at: place,
      help: "take it out of the list; a sentence can cite it instead: [](\(id))")
  }

  static func onlyInLayout(_ block: ComputedBlock, at place: Place) -> Self {
    Diagnostic(
      .badTag, "'\(block.rawValue)' can stand only in a page layout", at: place, help: "delete it")
  }

  static func refusedBlock(_ kind: RefusedBlock, at place: Place) -> Self {
    switch kind {
    case .indentedCode:
      Diagnostic(
        .unsupportedMarkdown, "a line indented by four or more begins a block of code", at: place,
        help: "indent it by at most three spaces, or put it into the list item before it")
    case .fencedCode:
      Diagnostic(
        .unsupportedMarkdown, "blocks of code have no place in a policy", at: place,
        help: "write a paragraph, or `code` inside a line")
    case .setextHeading:
      Diagnostic(
        .unsupportedMarkdown, "a heading is not written by underlining it", at: place,
        help: "write '# Title'; for a line across the page leave a blank line before ---")
    case .referenceDefinition:
      Diagnostic(
        .unsupportedMarkdown, "addresses are not kept apart from their links", at: place,
        help: "write [words](https://address) where the link stands")
    }
  }

  static func refusedMarkdown(_ kind: InlineParser.Refused, at place: Place) -> Self {
    let (message, help) =
      switch kind {
      case .image: ("pictures have no place in a policy", "say in words what it shows")
      case .address(let address):
        ("an address needs words to click on", "write [words](\(address))")
      case .comment: ("HTML cannot stand in a template", "write a note to other editors as {# … #}")
      case .rawHTML:
        (
          "HTML cannot stand in a template",
          "use Markdown; for an address write [words](https://address), for a sign write \\<"
        )
      case .entity:
        ("HTML's names for characters cannot stand in a template", "type the character itself")
      case .referenceLink:
        (
          "a link needs its address beside it",
          "write [words](https://address), or put \\ before the bracket"
        )
      case .linkTitle: ("a link has no title", "write only the address between the brackets")
      case .hardBreak:
        ("a line cannot be broken with \\", "begin a new paragraph, or make a list")
      case .tooDeep: ("emphasis is nested more than 64 levels deep", "write it with fewer levels")
      }
    return Diagnostic(
      kind.isDepth ? .nestingTooDeep : .unsupportedMarkdown, message, at: place, help: help)
  }

  static func sectionInDefinition(at place: Place) -> Self {
    Diagnostic(
      .badDefinition,
      "a definition cannot cite a document or a section, because it stands where that may not be issued",
      at: place, help: "cite a term, a law, a related document or an address")
  }

  static func skippedLevel(from level: Int, to next: Int, at place: Place) -> Self {
    let wanted = String(repeating: "#", count: level + 1)
    return Diagnostic(
      .badHeading,
      level == 0
        ? "the first heading has \(next) #" : "a level is skipped: \(next) # after \(level)",
      at: place, help: "write \(wanted)")
  }

  static func tableWithoutHead(at place: Place) -> Self {
    Diagnostic(
      .badTable, "a table needs a head and a line of dashes under it", at: place,
      help: "write | Head | Head | and under it |---|---|")
  }

  static func trustCitesSchool(_ id: String, at place: Place) -> Self {
    Diagnostic(
      .notInTrustDocument,
      "a trust's document cannot cite '\(id)', which each school has its own of",
      at: place, help: "say in words where to find it, or cite a document of the trust")
  }

  static func unclosedFrontMatter(at place: Place) -> Self {
    Diagnostic(
      .unclosed, "the front matter is opened and never closed", at: place,
      help: "end it with a line of ---")
  }

  static func unknownAttribute(_ word: String, at place: Place) -> Self {
    Diagnostic(
      .badHeading, "a heading cannot have '\(word)'", at: place,
      label: Suggestion.label(for: word, in: [".unnumbered", ".appendix"]),
      help: "it may have #id, .unnumbered and .appendix")
  }

  static func unknownSection(
    _ id: String, of document: String, known: [String], at place: Place
  ) -> Self {
    Diagnostic(
      .unknownSection, "'\(document)' has no section '\(id)'", at: place,
      label: Suggestion.label(for: id, in: known),
      help: known.isEmpty
        ? "give the heading an id: {#\(id)}" : "its sections are \(Prose.list(known))")
  }

  static func unknownSignField(_ name: String, at place: Place) -> Self {
    let known = FieldKind.names
    return Diagnostic(
      .unknownOption, "no field of a form is called '\(name)'", at: place,
      label: Suggestion.label(for: name, in: known),
      help: "the fields are \(Prose.list(known)); a label of your own goes in quotes")
  }

  static func valueIsNoAddress(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .unsafeLink, "'\(path)' is no address to link to", at: place,
      help: "link to a value of type url, email or phone")
  }

  static func valueInUnsafePlace(_ name: String, at place: Place) -> Self {
    Diagnostic(
      .badLayout, "a value cannot stand in \(name)", at: place,
      help:
        "values can stand in text and in attributes with quotes, but in no script, style or event")
  }

  static func wrongCellCount(_ count: Int, wanted: Int, at place: Place) -> Self {
    Diagnostic(
      .badTable, "this row has \(count) cells, and the table \(wanted) columns", at: place,
      help: "give it \(wanted) cells; a | in a text is written \\|")
  }

  static func wrongFolder(
    _ kind: DocumentDeclaration.Kind, folder: DocumentDeclaration.Kind, at place: Place
  ) -> Self {
    let name =
      switch folder {
      case .policy: "policies"
      case .appendix: "appendices"
      case .agreement: "agreements"
      }
    return Diagnostic(
      .wrongFolder,
      "this file is in '\(name)', where every document is of kind '\(folder.rawValue)'",
      at: place,
      help: "write 'kind: \(folder.rawValue)', or move the file")
  }
}

/// Blocks of Markdown that templates do not have.
enum RefusedBlock {
  case indentedCode, fencedCode, setextHeading, referenceDefinition
}

extension InlineParser.Refused {
  fileprivate var isDepth: Bool { if case .tooDeep = self { true } else { false } }
}
