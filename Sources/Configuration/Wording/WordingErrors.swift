package import Diagnostics

/// Who wrote a text, which decides what there is to do about it.
package enum Author: Sendable {
  /// The text of templates, clauses and definitions.
  case template
  /// A value of a manifest.
  case manifest
}

/// The messages about wording, in alphabetical order.
extension Diagnostic {
  static func emptyAnswer(_ text: String, at place: Place) -> Self {
    Diagnostic(
      .placeholder, "'\(text)' is no value", at: place,
      help: "give the value; or write nothing, or 'no' for a person or a firm that is not there")
  }

  package static func headingStop(_ stop: String, at place: Place) -> Self {
    Diagnostic(
      .headingStop, .warning, "a heading ends in '\(stop)'", at: place,
      help: "take it out: a heading is no sentence")
  }

  static func misspeltName(_ found: String, _ name: String, of body: String, at place: Place)
    -> Self
  {
    Diagnostic(
      .misspeltName, .warning, "'\(found)' is almost the name of the \(body)", at: place,
      label: "did you mean '\(name)'?", help: "write the name as the manifest has it")
  }

  static func mobileInManifest(_ found: String, at place: Place) -> Self {
    Diagnostic(
      .privateOnPublicPage, .warning,
      "'\(found)' is a mobile number, and would stand on a public page",
      at: place, help: "give a number of the office; a mobile belongs to a person")
  }

  static func postcodeInManifest(_ found: String, at place: Place) -> Self {
    Diagnostic(
      .privateOnPublicPage, .warning,
      "'\(found)' is part of an address, and would stand on a public page",
      at: place, help: "leave a home address out; the school's own is given under 'address'")
  }

  static func privateNumber(_ found: String, of person: String, at place: Place, other: Place)
    -> Self
  {
    Diagnostic(
      .privateOnPublicPage, "'\(found)' is the number of \(person), and is not to be public",
      at: place,
      notes: [Diagnostic.Note("the number is kept off public pages here", at: other)],
      help: "give another number")
  }

  package static func repeatedText(at place: Place, first: Place) -> Self {
    Diagnostic(
      .repeatedText, .note, "this text stands in another place too, and the two may drift apart",
      at: place, notes: [Diagnostic.Note("the other one", at: first)],
      help: "write it once, as a clause that both include")
  }

  package static func typedName(
    _ found: String, as path: String, at place: Place, manifest: Place
  ) -> Self {
    Diagnostic(
      .typedValue, .warning, "'\(found)' is typed into a template", at: place,
      notes: [Diagnostic.Note("it is given here", at: manifest)],
      help: "print the value instead: {{ \(path) }}")
  }

  /// The message for something that a text should not hold.
  package static func wording(_ problem: WordingProblem, by author: Author, at place: Place) -> Self
  {
    let found = problem.found
    switch problem.kind {
    case .placeholder:
      return Diagnostic(
        .placeholder, "'\(found)' was meant to be filled in", at: place,
        help: author == .template
          ? "write the text, or print a value that every school gives"
          : "write the text that belongs here")
    case .alternatives:
      return Diagnostic(
        .unresolvedChoice, .warning, "'\(found)' leaves it to the reader which is meant", at: place,
        help: author == .template
          ? "write the one that holds, write 'or', or let a rule choose"
          : "write the one that holds, or 'or'")
    case .editorNote:
      return Diagnostic(
        .editorNote, .warning, "'\(found)' is a word to editors, and would be published", at: place,
        help: author == .template
          ? "put it in a comment: {# … #}" : "take it out, or put it behind a #")
    case .doubledWord:
      return Diagnostic(.doubledWord, .warning, "'\(found)' has the same word twice", at: place)
    case .american(let british):
      return Diagnostic(
        .americanSpelling, .warning, "'\(found)' is American spelling", at: place,
        label: "write '\(british)'")
    case .position:
      return Diagnostic(
        .positionWord, .warning, "'\(found)' points at a place on the page", at: place,
        help: "cite the section: [](#id); on a form or in an extract nothing stands there")
    case .abbreviation:
      return Diagnostic(
        .unexplainedAbbreviation, .warning, "'\(found)' is spelt out nowhere", at: place,
        help: "write it out, or give it to a term in the glossary and cite that: [](term:id)")
    case .phone(let isMobile):
      guard author == .template else { return .mobileInManifest(found, at: place) }
      return Diagnostic(
        .typedValue, .warning,
        "a \(isMobile ? "mobile" : "telephone") number is typed into a template",
        at: place, help: "print one from the manifest, such as {{ leads.ROLE.phone }}")
    case .email:
      return Diagnostic(
        .typedValue, .warning, "an e-mail address is typed into a template", at: place,
        help: "print one from the manifest, such as {{ school.email }}")
    case .person:
      return Diagnostic(
        .typedValue, .warning, "'\(found)' is typed into a template", at: place,
        help: "print the role: {{ leads.ROLE }}, or its holder: {{ leads.ROLE.name }}")
    case .product(let renamed):
      return Diagnostic(
        .typedValue, .warning,
        renamed.map { "'\(found)' is typed into a template, and is called \($0) now" }
          ?? "'\(found)' is typed into a template", at: place,
        help: "say what it is for, or print the provider: {{ providers.ID.name }}")
    case .loose(let advice):
      return Diagnostic(
        .looseWording, .warning, "'\(found)' is loose wording", at: place,
        help: advice)
    case .shortLink:
      return Diagnostic(
        .shortLink, .warning, "'\(found)' hides where it leads, and may die", at: place,
        help: "give the address that it leads to")
    }
  }
}
