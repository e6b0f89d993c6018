import Diagnostics
import Manifests

/// Puts right the headings of blocks that are misspelt or missing in a manifest, and lines that do not stand below theirs.
///
/// Where a line such as `leads:` is lost, the lines below it stand under the block before. None of them is a mistake by
/// itself, and nothing that they say is missing: so one message names the lost line, and they are read as if it were there.
struct LostHeadings {
  let catalogue: Catalogue
  let file: SourceFile
  /// The blocks that may stand in the mapping.
  let blocks: [String]
  /// The other keys that may.
  var others: [String] = []
  /// What stands before the name of a block in a path, such as `rules.` before that of a group.
  var prefix = ""

  /// Returns what a manifest says with the headings that are missing in it.
  ///
  /// - Parameters:
  ///   - first: The block with which it ought to begin; where the line for it is lost, the parser has reported that.
  ///   - title: What the manifest is, for the message.
  func mended(
    _ manifest: Manifest, called title: String, first: String, report: inout Report
  ) -> Node {
    var root = spelled(manifest.root, called: title, report: &report)
    if let lost = manifest.nameless, case .mapping(let lines) = lost.content,
      case .mapping(let entries) = root.content
    {
      let start = Int(lost.range.start)
      let isTooFarRight = lines.contains { blocks.contains($0.key) }
      let strays =
        isTooFarRight
        ? lines : [Entry(key: first, keyRange: TextRange(start, start), value: lost)]
      let new = strays.filter { stray in !entries.contains { $0.key == stray.key } }
      root.content = .mapping(new + entries)
    }
    root = gathered(root, strays: manifest.strays, called: title, report: &report)
    return mended(root, report: &report)
  }

  /// Returns a mapping of blocks with misspelt headings put right, each of which is reported.
  private func spelled(_ node: Node, called title: String, report: inout Report) -> Node {
    guard case .mapping(var entries) = node.content else { return node }
    let known = blocks + others
    for (index, entry) in entries.enumerated() where !known.contains(entry.key) {
      // What belongs into a block has a name of its own, which may be near to that of a block.
      guard catalogue.names.home(of: entry.key) == nil,
        let meant = Suggestion.nearest(to: entry.key, in: known),
        !entries.contains(where: { $0.key == meant })
      else { continue }
      report.add(
        .unknownKey(entry.key, in: title, known: known, at: file.place(entry.keyRange)))
      entries[index].key = meant
    }
    return Node(.mapping(entries), range: node.range)
  }

  /// Returns a mapping of blocks in which lines stand below the headings that they follow and belong to.
  ///
  /// - Parameter strays: Where lines stand that do not line up with the others, which the parser reported.
  private func gathered(
    _ node: Node, strays: [TextRange], called title: String, report: inout Report
  ) -> Node {
    let known = blocks + others
    // Nearly always all of them are known.
    guard case .mapping(let entries) = node.content,
      entries.contains(where: { !known.contains($0.key) })
    else { return node }
    var result: [Entry] = []
    var rest = entries[...]
    while let entry = rest.first {
      let isStray = strays.contains {
        $0.start <= entry.keyRange.start && entry.keyRange.start < $0.end
      }
      guard !known.contains(entry.key), !isStray, let heading = result.last,
        blocks.contains(heading.key), knows(heading.key, entry)
      else {
        result.append(rest.removeFirst())
        continue
      }
      let run = rest.prefix { !known.contains($0.key) && knows(heading.key, $0) }
      rest = rest.dropFirst(run.count)
      let lines: [Entry]
      switch heading.value.content {
      case .none:
        tellLeft(run, of: heading, report: &report)
        lines = Array(run)
      case .mapping(let inner) where prefix.isEmpty:
        report.add(
          .unknownKey(
            entry.key, in: title, known: known, at: file.place(entry.keyRange),
            hint: catalogue.names.home(of: entry.key)))
        forget(strays, after: entry, report: &report)
        lines = inner + run.filter { new in !inner.contains { $0.key == new.key } }
      default:
        result.append(contentsOf: run)
        continue
      }
      let range = lines.reduce(heading.keyRange) { $0.union($1.value.range) }
      result[result.count - 1].value = Node(.mapping(lines), range: range)
    }
    return Node(.mapping(result), range: node.range)
  }

  /// Returns the groups of rules, or the documents, with the lines below each that belong there.
  func mended(_ entries: [Entry], report: inout Report) -> [Entry] {
    var node = Node(.mapping(entries), range: entries.first?.keyRange ?? .zero)
    node = gathered(node, strays: [], called: "", report: &report)
    if prefix == "rules." { node = mended(node, report: &report) }
    guard case .mapping(let mended) = node.content else { return entries }
    return mended
  }

  /// Reports lines that stand at the column of their heading, which has nothing else below it.
  private func tellLeft(_ lines: ArraySlice<Entry>, of heading: Entry, report: inout Report) {
    guard let first = lines.first, let last = lines.last else { return }
    report.add(
      .notBelowHeading(
        heading.key, last: first.key == last.key ? nil : last.key, at: file.place(first.keyRange)))
  }

  /// Takes back that the lines after one stand too far right, where it is that one that stands too far left.
  private func forget(_ strays: [TextRange], after entry: Entry, report: inout Report) {
    let end = Int(entry.value.range.end)
    guard let stray = strays.first(where: { Int($0.start) > end }),
      file.bytes[end..<Int(stray.start)].allSatisfy({ " \r\n".utf8.contains($0) })
    else { return }
    report.takeBack(since: 0) {
      $0.code == .badIndentation && $0.place.file.path == file.path
        && $0.place.range?.start == stray.start
    }
  }

  /// Returns a mapping of blocks with the headings that are missing among their lines, each of which is reported.
  func mended(_ node: Node, report: inout Report) -> Node {
    guard case .mapping(var entries) = node.content else { return node }
    var index = 0
    while index < entries.count {
      if case .mapping(let inner) = entries[index].value.content,
        let (start, block) = lost(in: inner, of: entries[index].key, besides: entries)
      {
        tell(block, "'\(entries[index].key):'", inner[start...], report: &report)
        entries.insert(Self.entry(block, inner[start...]), at: index + 1)
        if start == 0 {
          entries.remove(at: index)
          continue
        }
        entries[index].value.content = .mapping(Array(inner[..<start]))
      }
      index += 1
    }
    return Node(.mapping(entries), range: node.range)
  }

  /// Returns a mapping of blocks in which lines of a block whose heading is missing may stand at the column of headings.
  ///
  /// - Parameter title: What the mapping is, for the message.
  func mended(_ node: Node, called title: String, report: inout Report) -> Node {
    let node = spelled(node, called: title, report: &report)
    guard case .mapping(let entries) = node.content else { return node }
    var result: [Entry] = []
    var rest = entries[...]
    while let entry = rest.first {
      let missing = blocks.first { block in
        !blocks.contains(entry.key) && !entries.contains { $0.key == block }
          && !result.contains { $0.key == block } && knows(block, entry)
      }
      guard let missing else {
        result.append(rest.removeFirst())
        continue
      }
      let run = rest.prefix { !blocks.contains($0.key) && knows(missing, $0) }
      tell(missing, title, run, report: &report)
      result.append(Self.entry(missing, run))
      rest = rest.dropFirst(run.count)
    }
    return mended(Node(.mapping(result), range: node.range), report: &report)
  }

  /// Reports a heading that is missing above some lines, unless the parser has found that they do not stand where they
  /// ought to.
  private func tell(
    _ block: String, _ holder: String, _ lines: ArraySlice<Entry>, report: inout Report
  ) {
    guard let first = lines.first, let last = lines.last else { return }
    let place = file.place(first.keyRange)
    let isTold = report.diagnostics.contains {
      $0.place.file.path == file.path && $0.place.range?.start == first.keyRange.start
    }
    if !isTold { report.add(.lostHeading(block, in: holder, last: last.key, at: place)) }
    // Among the lines of another block some may have names that it has too.
    let (start, end) = (first.keyRange.start, last.value.range.end)
    report.takeBack(since: 0) { message in
      guard message.code == .duplicateKey, message.place.file.path == file.path,
        let range = message.place.range
      else { return false }
      return start <= range.start && range.start < end
    }
  }

  private static func entry(_ block: String, _ lines: ArraySlice<Entry>) -> Entry {
    let first = lines.first?.keyRange ?? .zero
    let range = first.union(lines.last?.value.range ?? first)
    return Entry(key: block, keyRange: first, value: Node(.mapping(Array(lines)), range: range))
  }

  /// Finds the lines at a block's end that belong to one that is not there: where they begin, and what it is called.
  private func lost(
    in lines: [Entry], of block: String, besides entries: [Entry]
  ) -> (start: Int, block: String)? {
    guard blocks.contains(block) else { return nil }
    let usual = catalogue.names.meanings(below: prefix + block)
    let start = lines.firstIndex { line in
      usual[line.key] == nil && !knows(block, line) && blocks.contains { knows($0, line) }
    }
    guard let start else { return nil }
    let tail = lines[start...]
    let missing = blocks.filter { other in
      !entries.contains { $0.key == other } && knows(other, tail[start])
        && tail.allSatisfy { knows(other, $0) || !knows(block, $0) }
    }
    let counts = missing.map { other in tail.count { knows(other, $0) } }
    guard let most = counts.max(), most * 2 > tail.count,
      let index = counts.firstIndex(of: most)
    else { return nil }
    // Groups of rules have rules of one name, and which of them was meant may not be told.
    if !prefix.isEmpty, counts.count(where: { $0 == most }) > 1 { return nil }
    return (start, missing[index])
  }

  /// Whether a line may stand in a block.
  private func knows(_ block: String, _ line: Entry) -> Bool {
    if prefix == "documents." { return DocumentSetting.keys.contains(line.key) }
    switch block {
    case "school" where prefix.isEmpty:
      return ["phase", "bands"].contains(line.key) || BodyDetails.keys.contains(line.key)
    case "trust": return BodyDetails.keys.contains(line.key)
    case "phases": return catalogue.vocabulary.phaseIndex(line.key) != nil
    case "groups":
      guard case .mapping(let inner) = line.value.content else { return false }
      return inner.contains { $0.key == "schools" }
    default:
      // A group of rules comes with its rules below it.
      return catalogue.names.meaning(of: "\(prefix)\(block).\(line.key)") != nil
    }
  }
}

extension Manifest {
  /// Takes back what follows from what the parser reported: that names of entries are unknown which do not line up with
  /// the others, because the line above them may be lost; and what words mean that could not be read.
  func forgetConsequences(since count: Int, report: inout Report) {
    guard !strays.isEmpty || !refused.isEmpty else { return }
    report.takeBack(since: count) { message in
      guard message.place.file.path == file.path, let range = message.place.range else {
        return false
      }
      if refused.contains(where: { $0.start < range.end && range.start < $0.end }) { return true }
      if message.code == .missingEntry, hasLostLine(below: range) { return true }
      return Self.codesOfNames.contains(message.code)
        && strays.contains { $0.start <= range.start && range.start < $0.end }
    }
  }

  /// Whether a line could not be read that stands below a key of the root, so that what it says may be what is missing.
  private func hasLostLine(below key: TextRange) -> Bool {
    if let nameless, nameless.range.start == key.start { return true }
    guard case .mapping(let entries) = root.content,
      let index = entries.firstIndex(where: { $0.keyRange == key })
    else { return false }
    let end = entries[(index + 1)...].first?.keyRange.start ?? .max
    return refused.contains { $0.start > key.end && $0.start < end }
  }

  private static let codesOfNames: Set<DiagnosticCode> = [
    .unknownBand, .unknownDocument, .unknownFact, .unknownKey, .unknownPhase, .unknownProvider,
    .unknownRole, .unknownRule, .unknownWord,
  ]
}
