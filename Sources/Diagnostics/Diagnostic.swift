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

    /// Whether another note says the same of the same place.
    func repeats(_ other: Note) -> Bool {
      text == other.text && place?.file.path == other.place?.file.path
        && place?.range == other.place?.range
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
  /// Whether the machine failed, so that nothing is wrong with what anybody wrote.
  package var isMachineFailure = false

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
  /// Whether something could not be read because the machine failed.
  package var hasMachineFailures: Bool { diagnostics.contains { $0.isMachineFailure } }

  /// How many messages there are.
  package var count: Int { diagnostics.count }

  package func count(of severity: Severity) -> Int {
    diagnostics.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
  }

  /// Whether there is an error in a file.
  package func hasErrors(in file: SourceFile) -> Bool {
    diagnostics.contains { $0.severity == .error && $0.place.file.path == file.path }
  }

  /// Whether an error was added since there were so many messages.
  package func hasErrors(since count: Int) -> Bool {
    diagnostics.dropFirst(count).contains { $0.severity == .error }
  }

  /// How many messages are kept about one file.
  ///
  /// Nobody mends more in one go, and a damaged file of a mebibyte could have half a million.
  package static let most = 1_000

  /// How many messages there are about each file; made once there are so many that it may matter.
  private var counts: [ObjectIdentifier: Int] = [:]
  /// What is kept, as hashes, once the messages are counted: one that is found again for each of a thousand
  /// schools is said once, and is no further message.
  private var kept: Set<Int> = []
  /// Where the message stands that says how many more there are about a file.
  private var rests: [ObjectIdentifier: Int] = [:]

  package mutating func add(_ diagnostic: Diagnostic) { add(diagnostic, times: 1) }

  /// Takes back what was added since there were so many messages and says nothing of its own.
  ///
  /// Where there are so many that they are counted, they stay.
  package mutating func takeBack(since count: Int, where isVain: (Diagnostic) -> Bool) {
    guard counts.isEmpty, count < diagnostics.count else { return }
    let rest = diagnostics[count...].filter { !isVain($0) }
    diagnostics.replaceSubrange(count..., with: rest)
  }

  package mutating func add(contentsOf other: Report) {
    guard diagnostics.count + other.diagnostics.count > Self.most else {
      diagnostics.append(contentsOf: other.diagnostics)
      return
    }
    for (index, diagnostic) in other.diagnostics.enumerated() {
      let file = ObjectIdentifier(diagnostic.place.file)
      let isRest = other.rests[file] == index
      add(diagnostic, times: isRest ? other.counts[file, default: Self.most + 1] - Self.most : 1)
    }
  }

  /// Adds a message, or one more to the count of those that are left out; some stand for several.
  private mutating func add(_ diagnostic: Diagnostic, times: Int) {
    guard diagnostics.count >= Self.most || times > 1 else {
      diagnostics.append(diagnostic)
      return
    }
    if counts.isEmpty {
      for known in diagnostics where kept.insert(known.identity.hashValue).inserted {
        counts[ObjectIdentifier(known.place.file), default: 0] += 1
      }
    }
    let identity = diagnostic.identity.hashValue
    guard times > 1 || !kept.contains(identity) else {
      diagnostics.append(diagnostic)
      return
    }
    let place = diagnostic.place.file.place
    let file = ObjectIdentifier(place.file)
    let count = counts[file, default: 0] + times
    counts[file] = count
    if count <= Self.most {
      diagnostics.append(diagnostic)
      kept.insert(identity)
    } else if let rest = rests[file] {
      let severity = min(diagnostics[rest].severity, diagnostic.severity)
      diagnostics[rest] = .tooManyMessages(count - Self.most, severity, at: place)
    } else {
      rests[file] = diagnostics.count
      diagnostics.append(.tooManyMessages(count - Self.most, diagnostic.severity, at: place))
    }
  }

  /// How many notes a message has at most when it was found several times.
  private static let mostNotes = 8

  /// The messages by path, then place, then code, each said once.
  ///
  /// Shared text is checked for each document that includes it, and the trust's values for each school
  /// that inherits them, so the same message can be found several times. One is enough to mend it; it
  /// gets the notes of all, up to a few.
  package func sorted() -> [Diagnostic] {
    let keyed = withoutHints().enumerated().map { index, diagnostic in
      SortKey(diagnostic: diagnostic, index: index)
    }
    var result: [Diagnostic] = []
    var indices: [Diagnostic.Identity: Int] = [:]
    var left: [Int: Int] = [:]
    for key in keyed.sorted(by: SortKey.precedes) {
      let identity = key.diagnostic.identity
      guard let known = indices[identity] else {
        indices[identity] = result.count
        result.append(key.diagnostic)
        continue
      }
      for note in key.diagnostic.notes where !result[known].notes.contains(where: note.repeats) {
        if result[known].notes.count < Self.mostNotes {
          result[known].notes.append(note)
        } else {
          left[known, default: 0] += 1
        }
      }
    }
    for (index, count) in left {
      result[index].notes.append(Diagnostic.Note("and \(count) more like these"))
    }
    return result
  }

  /// The messages without warnings about how a value is written, or that it is not, where an error says more of it.
  ///
  /// What the warning says to do goes to an error that says nothing of that.
  private func withoutHints() -> [Diagnostic] {
    var hints: [Diagnostic.Spot: Diagnostic] = [:]
    for diagnostic in diagnostics where diagnostic.isHint {
      if let spot = diagnostic.spot { hints[spot] = diagnostic }
    }
    guard !hints.isEmpty else { return diagnostics }
    var errors: Set<Diagnostic.Spot> = []
    var result = diagnostics
    for (index, diagnostic) in diagnostics.enumerated() where diagnostic.severity == .error {
      guard let spot = diagnostic.spot, let hint = hints[spot] else { continue }
      errors.insert(spot)
      if diagnostic.help == nil { result[index].help = hint.help }
      if diagnostic.label == nil { result[index].label = hint.message }
    }
    return result.filter { diagnostic in
      !diagnostic.isHint || !(diagnostic.spot.map(errors.contains) ?? false)
    }
  }

  private struct SortKey {
    var diagnostic: Diagnostic
    var index: Int

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

extension Diagnostic {
  /// What makes two messages one.
  fileprivate struct Identity: Hashable {
    var path: String
    var range: TextRange?
    var code: DiagnosticCode
    var message: String
  }

  /// A place in a file, as far as it tells whether two messages are about the same words.
  fileprivate struct Spot: Hashable {
    var path: String
    var range: TextRange
  }

  fileprivate var spot: Spot? { place.range.map { Spot(path: place.file.path, range: $0) } }

  /// Whether it warns of how a value is written and not of the value.
  fileprivate var isHint: Bool {
    severity == .warning && (code == .unfinished || code == .badText)
  }

  fileprivate var identity: Identity {
    Identity(path: place.file.path, range: place.range, code: code, message: message)
  }

  fileprivate static func tooManyMessages(_ count: Int, _ severity: Severity, at place: Place)
    -> Self
  {
    Diagnostic(
      .tooManyMessages, severity,
      "there \(count == 1 ? "is 1 more message" : "are \(count) more messages") about this file",
      at: place, help: "mend what is shown and check again")
  }
}
