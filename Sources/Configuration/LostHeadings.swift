import Diagnostics
import Manifests

/// Puts back the headings of blocks that are missing in a manifest.
///
/// Where a line such as `leads:` is lost, the lines below it stand under the block before. None of them is a mistake by
/// itself, and nothing that they say is missing: so one message names the lost line, and they are read as if it were there.
struct LostHeadings {
  let catalogue: Catalogue
  let file: SourceFile
  /// The blocks that may stand in the mapping.
  let blocks: [String]

  /// Returns what a manifest says with the headings that are missing in it.
  ///
  /// - Parameter first: The block with which it ought to begin; where the line for it is lost, the parser has reported that.
  func mended(_ manifest: Manifest, first: String, report: inout Report) -> Node {
    var root = manifest.root
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
    return mended(root, report: &report)
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
    let start = lines.firstIndex { line in
      !knows(block, line) && blocks.contains { knows($0, line) }
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
    return (start, missing[index])
  }

  /// Whether a line may stand in a block.
  private func knows(_ block: String, _ line: Entry) -> Bool {
    switch block {
    case "school": return (BodyDetails.keys + ["phase", "bands"]).contains(line.key)
    case "trust": return BodyDetails.keys.contains(line.key)
    case "phases": return catalogue.vocabulary.phaseIndex(line.key) != nil
    case "groups":
      guard case .mapping(let inner) = line.value.content else { return false }
      return inner.contains { $0.key == "schools" }
    default:
      // A group of rules comes with its rules below it.
      let isGroup = block == "rules" && catalogue.names.isRuleGroup(line.key)
      return isGroup || catalogue.names.subject("\(block).\(line.key)") != nil
    }
  }
}

extension Manifest {
  /// Takes back that names of entries are unknown which do not line up with the others: the line above them may be lost,
  /// and that they do not line up is reported.
  func forgetStrayNames(since count: Int, report: inout Report) {
    guard !strays.isEmpty else { return }
    report.takeBack(since: count) { message in
      guard Self.codesOfNames.contains(message.code), message.place.file.path == file.path,
        let start = message.place.range?.start
      else { return false }
      return strays.contains { $0.start <= start && start < $0.end }
    }
  }

  private static let codesOfNames: Set<DiagnosticCode> = [
    .unknownBand, .unknownDocument, .unknownFact, .unknownKey, .unknownPhase, .unknownProvider,
    .unknownRole, .unknownRule, .unknownWord,
  ]
}
