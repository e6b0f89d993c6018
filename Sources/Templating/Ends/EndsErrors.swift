import Configuration
import Diagnostics

/// The notes about what is declared and not used, in alphabetical order.
extension Diagnostic {
  /// How many names a note lists.
  private static let mostNames = 12

  private static func names(_ names: [String]) -> String {
    let shown = names.prefix(mostNames)
    let left = names.count - shown.count
    return left > 0
      ? shown.joined(separator: ", ") + " and \(left) more" : Prose.list(Array(shown))
  }

  static func clauseNeverPrinted(_ path: String, includedAt places: [Place], at place: Place)
    -> Self
  {
    Diagnostic(
      .neverPrinted, .note, "no school of this trust prints '\(path)'", at: place,
      notes: places.map { Diagnostic.Note("included here", at: $0) },
      help:
        "keep it where a school may choose it one day, or delete it and the tag that includes it")
  }

  static func lawsNeverCited(_ ids: [String], at place: Place) -> Self {
    let first = ids.first ?? ""
    return Diagnostic(
      .neverCited, .note,
      ids.count == 1
        ? "no document cites the law '\(first)'"
        : "\(ids.count) laws are never cited: \(names(ids))", at: place,
      help: ids.count == 1
        ? "delete it, or cite it where it binds: [](law:\(first))"
        : "delete them, or cite them where they bind, such as [](law:\(first))")
  }

  static func neverIncluded(_ path: String, at place: Place) -> Self {
    Diagnostic(
      .neverIncluded, .note, "no document includes '\(path)'", at: place,
      help: "delete the file, or include it: {% include \(path) %}")
  }

  static func neverUsed(_ kind: NameKind, _ name: String, at place: Place) -> Self {
    let (message, use): (String, String) =
      switch kind {
      case .rule:
        ("no document asks about 'rules.\(name)'", "ask about it: {% choose rules.\(name) %}")
      case .role:
        (
          "schools are asked for 'leads.\(name)', and no document names or asks about it",
          "name it where it has a duty: {{ leads.\(name) }}"
        )
      case .provider:
        ("no document uses 'providers.\(name)'", "print it: {{ providers.\(name) }}")
      case .word: ("no document uses 'words.\(name)'", "print it: {{ words.\(name) }}")
      case .related: ("no document cites 'related.\(name)'", "cite it: [](related:\(name))")
      default: ("no document uses 'facts.\(name)'", "print it or ask about it: facts.\(name)")
      }
    return Diagnostic(
      .neverUsed, .note, message, at: place,
      help: "delete it here and in the manifests, or \(use)")
  }

  static func optionsAlike(
    _ options: [String], of path: String, at place: Place, others: [Place]
  ) -> Self {
    let quoted = options.map { "'\($0)'" }
    return Diagnostic(
      .optionsAlike, .note,
      "\(Prose.list(quoted)) of 'rules.\(path)' print the same everywhere", at: place,
      notes: others.map { Diagnostic.Note("this option prints the same", at: $0) },
      help: "say in a document what differs between them, or keep one of them")
  }

  static func termNeverCited(_ term: Term, at place: Place) -> Self {
    Diagnostic(
      .neverCited, .note, "no document cites the term '\(term.id)'", at: place,
      help: "delete it, or cite it where the word is used: [](term:\(term.id))")
  }
}
