import Diagnostics

/// The text of a key and where it stands.
struct Key {
  var text: String
  var range: TextRange
  /// Whether the key is no good, and nothing is to be kept under it.
  var isFaulty = false
}

extension Parser {
  /// The longest key, in characters; YAML readers look no further for its colon.
  static var longestKey: Int { 1024 }

  /// Makes a key of what stands before a colon, and reports what no key can be.
  mutating func checkedKey(_ node: Node, colon: Int) -> Key {
    guard case .scalar(let scalar) = node.content else {
      return Key(text: "", range: node.range, isFaulty: true)
    }
    var key = Key(text: scalar.text, range: node.range)
    if key.text.isEmpty {
      if !node.range.isEmpty { report.add(.emptyKey(file.place(node.range))) }
      key.isFaulty = true
    } else if key.text == "<<", scalar.style == .plain {
      report.add(.mergeKey(file.place(node.range)))
      key.isFaulty = true
    } else if colon - Int(node.range.start) > Self.longestKey,
      text(Int(node.range.start), colon).unicodeScalars.count > Self.longestKey
    {
      report.add(.keyTooLong(file.place(node.range), limit: Self.longestKey))
    } else if scalar.style == .plain, let space = oddSpaceAfterColon(in: node.range) {
      report.add(.oddSpace(file.place(space)))
      key.isFaulty = true
      // What follows the next colon is part of the same mistake.
      faultyText = colon + 1
      while cursor[faultyText].isWhite { faultyText += 1 }
    }
    return key
  }

  /// Returns the space that looks like one and is none, behind a colon that it keeps from making a key.
  private func oddSpaceAfterColon(in range: TextRange) -> TextRange? {
    let start = Int(range.start)
    guard let odd = cursor.bytes[start..<Int(range.end)].firstIndex(of: 0xC2), odd > start,
      cursor[odd - 1] == Byte.colon, cursor[odd + 1] == 0xA0
    else { return nil }
    return TextRange(odd, odd + 2)
  }

  /// Begins the value of a key; returns the key around it, which is the open one again once the value is read.
  mutating func enter(_ key: Key) -> String {
    defer { openKey = key.text }
    return openKey
  }

  /// Adds an entry, or reports that its key is there already.
  mutating func add(_ key: Key, _ value: Node, to entries: inout Entries) {
    guard !key.isFaulty else { return }
    let entry = Entry(key: key.text, keyRange: key.range, value: value)
    guard let first = entries.entry(key.text) else {
      reportRepeated(&entries)
      entries.append(entry)
      return
    }
    let start = first.keyRange.start
    if strays.contains(where: { $0.start <= start && start < $0.end }) {
      // That one belongs somewhere else, which is reported.
      entries.replace(entry)
      return
    }
    // The same key over and over is no block that stands there twice.
    let keys = [entries.repeated.first, entries.repeated.last].compactMap { $0?.entry.key }
    if keys.contains(key.text) { reportRepeated(&entries) }
    entries.repeated.append((entry, first))
  }

  /// Reports the entries that were just read and have keys that were there already: several of them that follow each other
  /// have one cause, most likely a line that is missing above them.
  mutating func reportRepeated(_ entries: inout Entries) {
    guard let (entry, first) = entries.repeated.first else { return }
    let last = entries.repeated[entries.repeated.count - 1].entry
    let isOne = entries.repeated.count == 1
    entries.repeated = []
    // Both sides of a merge may set the same.
    if hasMergeMarks { return }
    let (place, other) = (file.place(entry.keyRange), file.place(first.keyRange))
    report.add(
      isOne
        ? .duplicateKey(
          entry.key, below: openKey, at: place, first: other, values: (first.value, entry.value),
          areBlocks: blockColumn(entry.value) != nil && blockColumn(first.value) != nil)
        : .duplicateKeys(
          entry.key, to: last.key, at: place, first: other,
          lines: (place.start?.line, file.place(last.value.range).end?.line)))
  }

  /// Returns the entry that was meant where no space stands after the colon, as in `name:Mill Lane`.
  func gluedEntry(_ node: Node) -> (Key, Node)? {
    guard case .scalar(let scalar) = node.content, scalar.style == .plain else { return nil }
    let start = Int(node.range.start)
    let end = Int(node.range.end)
    var colon = start
    while colon < end, cursor.bytes[colon] != Byte.colon {
      if cursor.bytes[colon].isWhite { return nil }
      colon += 1
    }
    // `https://…` is an address, and no key called https.
    guard colon > start, colon + 1 < end, cursor.bytes[colon + 1] != Byte.slash else { return nil }
    let key = Key(text: text(start, colon), range: TextRange(start, colon))
    var value = colon + 1
    while value < end, cursor.oddSpaceLength(at: value) > 0 {
      value += cursor.oddSpaceLength(at: value)
    }
    return (key, textNode(TextRange(value, end), style: .plain))
  }
}
