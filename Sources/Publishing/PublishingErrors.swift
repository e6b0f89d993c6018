package import Configuration
package import Diagnostics
package import Templating

/// The messages of this room, in alphabetical order.
extension Diagnostic {
  package static func badCrest(_ problem: String, at place: Place) -> Self {
    Diagnostic(
      .badCrest, "this crest cannot be used: \(problem)", at: place,
      help: "give a plain SVG or PNG picture of at most 256 KiB")
  }

  /// The message for a reference to what a school does not issue.
  package static func deadReference(
    _ target: String, document: String, school: String, at place: Place
  ) -> Self {
    Diagnostic(
      .deadReference, "\(target) is not there for \(school), and '\(document)' refers to it",
      at: place,
      help:
        "put the sentence inside {% if documents.… is issued %}, or inside the condition of the section"
    )
  }

  /// The message for a value that is printed and not there, or not public.
  package static func unprintable(
    _ problem: PrintProblem, document: String, profile: SchoolProfile
  ) -> Self {
    let school = profile.scope == .trust ? "the trust" : profile.details.name.value
    switch problem.kind {
    case .missing:
      return Diagnostic(
        .missingValue, "'\(document)' prints '\(problem.path)', and \(school) gives no such value",
        at: profile.layers[0].file.place,
        notes: [Diagnostic.Note("printed here", at: problem.place)],
        help: "give the value, or put the words inside {% if \(problem.path) exists %}")
    case .isPrivate(let part, let person):
      return Diagnostic(
        .privateOnPublicPage,
        part == .name
          ? "\(person.name) is not public, and '\(document)' would print the name"
          : "the \(part.rawValue) of \(person.name) is private, and '\(document)' would print it",
        at: profile.place(person.origin),
        notes: [Diagnostic.Note("printed here", at: problem.place)],
        help: "take the \(part.rawValue) out of the template, or make it public here")
    case .tooLarge:
      return Diagnostic(
        .documentTooLarge,
        "'\(document)' would be larger than 16 MiB for \(school)",
        at: profile.layers[0].file.place,
        notes: [Diagnostic.Note("the template is here", at: problem.place)],
        help: "shorten the lists and texts that it prints")
    case .mobileNumber(let person):
      return Diagnostic(
        .privateOnPublicPage,
        "'\(document)' would publish the mobile number of \(person.name)",
        at: profile.place(person.origin),
        notes: [Diagnostic.Note("printed here", at: problem.place)],
        help: "give an office number, or add 'public: yes' if this number is meant for everybody")
    }
  }

  /// The warning for a colour that is too pale to be text; none where it is dark enough.
  package static func weakColour(_ colour: Colour, at place: Place) -> Self? {
    guard colour.onLightPages != colour else { return nil }
    return Diagnostic(
      .colourContrast, .warning,
      "\(colour.hexadecimal) is too pale for text", at: place,
      label: "\(colour.onLightPages.hexadecimal) is used for text",
      help: "choose a darker colour; text needs a contrast of 4.5 to 1")
  }
}
