/// How much a message matters.
package enum Severity: String, Sendable, Comparable {
  /// The input is wrong; nothing is built from it.
  case error
  /// The input can be used, and somebody should look at it.
  case warning
  /// Something worth knowing.
  case note

  package static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rank < rhs.rank }

  private var rank: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .note: 2
    }
  }
}

/// One message to the person who wrote a manifest, a template or a layout.
///
/// It is a value: it knows what is wrong, where, and what to do, and nothing of how it is shown.
package struct Diagnostic: Sendable {
  /// A second place that the message is about, with a few words on why.
  package struct Note: Sendable {
    package var text: String
    package var place: Place?

    package init(_ text: String, at place: Place? = nil) {
      self.text = text
      self.place = place
    }
  }

  package var code: DiagnosticCode
  package var severity: Severity
  /// What is wrong, in one plain sentence without a full stop.
  package var message: String
  package var place: Place
  /// A few words beside the marked text, often what to write instead.
  package var label: String?
  package var notes: [Note]
  /// What to do, or where to read on.
  package var help: String?

  package init(
    _ code: DiagnosticCode,
    _ severity: Severity,
    _ message: String,
    at place: Place,
    label: String? = nil,
    notes: [Note] = [],
    help: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.place = place
    self.label = label
    self.notes = notes
    self.help = help
  }

  /// Creates an error.
  package init(
    _ code: DiagnosticCode,
    _ message: String,
    at place: Place,
    label: String? = nil,
    notes: [Note] = [],
    help: String? = nil
  ) {
    self.init(code, .error, message, at: place, label: label, notes: notes, help: help)
  }
}

/// The messages of a run, gathered as they are found.
package struct Report: Sendable {
  package private(set) var diagnostics: [Diagnostic] = []

  package init() {}

  package var isEmpty: Bool { diagnostics.isEmpty }
  package var hasErrors: Bool { count(of: .error) > 0 }

  package func count(of severity: Severity) -> Int {
    diagnostics.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
  }

  package mutating func add(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

  package mutating func add(contentsOf other: Report) {
    diagnostics.append(contentsOf: other.diagnostics)
  }

  /// The messages by path, then place, then code, each said once.
  ///
  /// Shared text is checked once for each document that includes it, so the same message can be
  /// found several times; one is enough to mend it.
  package func sorted() -> [Diagnostic] {
    let keyed = diagnostics.enumerated().map { index, diagnostic in
      SortKey(diagnostic: diagnostic, index: index)
    }
    var seen: Set<SortKey.Identity> = []
    return keyed.sorted(by: SortKey.precedes).compactMap { key in
      seen.insert(key.identity).inserted ? key.diagnostic : nil
    }
  }

  private struct SortKey {
    struct Identity: Hashable {
      var path: String
      var range: TextRange?
      var code: DiagnosticCode
      var message: String
    }

    var diagnostic: Diagnostic
    var index: Int

    var identity: Identity {
      Identity(
        path: diagnostic.place.file.path,
        range: diagnostic.place.range,
        code: diagnostic.code,
        message: diagnostic.message
      )
    }

    static func precedes(_ lhs: SortKey, _ rhs: SortKey) -> Bool {
      let left = lhs.diagnostic
      let right = rhs.diagnostic
      if left.place.file.path != right.place.file.path {
        return left.place.file.path.utf8.lexicographicallyPrecedes(right.place.file.path.utf8)
      }
      let leftStart = left.place.range?.start ?? -1
      let rightStart = right.place.range?.start ?? -1
      if leftStart != rightStart { return leftStart < rightStart }
      if left.code != right.code { return left.code.rawValue < right.code.rawValue }
      if left.message != right.message { return left.message < right.message }
      return lhs.index < rhs.index
    }
  }
}
