package import Diagnostics
package import Manifests

/// The entries of one mapping, asked for by name.
///
/// Asking for a key marks it as known; `finish` reports every key nobody asked for. That way a reader
/// that forgets a key cannot silently pass over it, and an unknown key is found at any depth.
package struct Fields: Sendable {
  package let file: SourceFile
  package let range: TextRange
  package private(set) var entries: [Entry]
  /// The keys that were asked for, some of them more than once.
  private var asked: [String] = []
  private var known: [String] {
    var known: [String] = []
    for key in asked where !known.contains(key) { known.append(key) }
    return known
  }
  /// Which of the entries were asked for.
  private var taken: [Bool]
  /// What the mapping is, for messages: `role 'dsl'`.
  private let title: String

  /// Takes a mapping; anything else is reported, and nothing is returned.
  package init?(
    _ node: Node, of file: SourceFile, called title: String, report: inout Report
  ) {
    switch node.content {
    case .mapping(let entries): self.entries = entries
    case .none: self.entries = []
    default:
      report.add(
        .wrongShape(title, wanted: "keys with values, one a line", at: file.place(node.range)))
      return nil
    }
    taken = Array(repeating: false, count: entries.count)
    // As many as a person or a document has.
    asked.reserveCapacity(16)
    self.file = file
    self.range = node.range
    self.title = title
  }

  /// The value of a key, where it is there and finished; a key without a value is a warning.
  package mutating func take(_ key: String, report: inout Report) -> Node? {
    guard let entry = entry(key) else { return nil }
    guard case .none = entry.value.content else { return entry.value }
    report.add(.unfinished(key, at: file.place(entry.keyRange)))
    return nil
  }

  /// The entry of a key, finished or not.
  package mutating func entry(_ key: String) -> Entry? {
    asked.append(key)
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
    taken[index] = true
    return entries[index]
  }

  /// The entries of the mapping at a key; anything else there is reported.
  package mutating func entries(_ key: String, report: inout Report) -> [Entry] {
    guard let node = take(key, report: &report) else { return [] }
    guard case .mapping(let entries) = node.content else {
      report.add(
        .wrongShape("'\(key)'", wanted: "entries, one a line", at: file.place(node.range)))
      return []
    }
    return entries
  }

  /// The text of a key; a list or a mapping there is reported.
  package mutating func text(_ key: String, report: inout Report) -> Located<String>? {
    guard let node = take(key, report: &report) else { return nil }
    return Self.text(node, key: key, file: file, report: &report)
  }

  /// `yes`, `no`, `true` or `false` of a key.
  package mutating func flag(_ key: String, report: inout Report) -> Bool? {
    guard let text = text(key, report: &report) else { return nil }
    guard let flag = Self.flag(text.value) else {
      report.add(.wrongType(key, wanted: "yes or no", at: file.place(text.range)))
      return nil
    }
    return flag
  }

  /// A list of texts; one text alone counts as a list of one where `orOne` says so.
  package mutating func texts(
    _ key: String, orOne: Bool = false, report: inout Report
  ) -> [Located<String>]? {
    guard let node = take(key, report: &report) else { return nil }
    switch node.content {
    case .sequence(let nodes):
      return nodes.compactMap { Self.text($0, key: key, file: file, report: &report) }
    case .scalar(let scalar) where orOne:
      return [Located(scalar.text, node.range)]
    default:
      report.add(
        .wrongType(key, wanted: "a list, such as [first, second]", at: file.place(node.range)))
      return nil
    }
  }

  /// Whether a key is not there, and is not what another key was meant to be.
  ///
  /// Asked when all keys are known, so that one slip is reported once.
  package func lacks(_ key: String) -> Bool {
    // Among thousands of keys nobody would find the one that was meant.
    if entries.contains(where: { $0.key == key }) { return false }
    guard taken.contains(false) else { return true }
    let known = known
    return !entries.prefix(1_000).enumerated().contains { index, entry in
      !taken[index] && Suggestion.nearest(to: entry.key, in: known) == key
    }
  }

  /// Whether another key was meant to be this one, which is reported as a key that there is not.
  func misspells(_ key: String) -> Bool {
    !entries.contains { $0.key == key } && !lacks(key)
  }

  /// Reports the keys nobody asked for.
  ///
  /// - Parameter hint: Returns what to do about a key, where more can be said than which keys there are.
  package func finish(hint: (String) -> String? = { _ in nil }, report: inout Report) {
    Self.warnOfSwallowed(entries, known: { known }, file: file, report: &report)
    guard taken.contains(false) else { return }
    let all = known
    for (index, entry) in entries.enumerated() where !taken[index] {
      // Of so many the later ones are only counted, and nothing need be guessed of them.
      let known = index < 2 * Report.most ? all : []
      report.add(
        .unknownKey(
          entry.key, in: title, known: known, at: file.place(entry.keyRange),
          hint: hint(entry.key)))
    }
  }

  /// Warns of lines of a text in a block that read like an entry beside it which is not there: such a line stands too far
  /// right, and would be printed.
  ///
  /// - Parameter known: The keys there may be.
  static func warnOfSwallowed(
    _ entries: [Entry], known: () -> [String], file: SourceFile, report: inout Report
  ) {
    for entry in entries {
      guard case .scalar(let scalar) = entry.value.content,
        scalar.style == .literal || scalar.style == .folded,
        scalar.text.utf8.contains(UInt8(ascii: ":"))
      else { continue }
      var start = Int(entry.value.range.start)
      while start < Int(entry.value.range.end) {
        let line = file.lineRange(around: start)
        var key = Int(line.start)
        while key < Int(line.end), file.bytes[key] == UInt8(ascii: " ") { key += 1 }
        let colon = file.bytes[key..<Int(line.end)].firstIndex(of: UInt8(ascii: ":"))
        if let colon, file.bytes[(colon + 1)..<Int(line.end)].first == UInt8(ascii: " ") {
          let range = TextRange(key, colon)
          let name = file.text(range)
          if known().contains(name), !entries.contains(where: { $0.key == name }) {
            report.add(.swallowedKey(name, in: entry.key, at: file.place(range)))
          }
        }
        start = Int(line.end) + 1
      }
    }
  }

  /// The text of a node; a list or a mapping is reported.
  package static func text(
    _ node: Node, key: String, file: SourceFile, report: inout Report
  ) -> Located<String>? {
    switch node.content {
    case .scalar(let scalar): return Located(scalar.text, node.range)
    case .none: return nil
    default:
      report.add(
        .wrongType(key, wanted: "text, not a list or keys of its own", at: file.place(node.range)))
      return nil
    }
  }

  /// Reads `yes no true false`, in small letters.
  package static func flag(_ text: String) -> Bool? {
    switch text {
    case "yes", "true": true
    case "no", "false": false
    default: nil
    }
  }
}

/// A value and where in its file it stands.
package struct Located<Value: Sendable>: Sendable {
  package var value: Value
  package var range: TextRange

  package init(_ value: Value, _ range: TextRange) {
    self.value = value
    self.range = range
  }
}
