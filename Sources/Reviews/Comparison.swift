package import Documents

/// A document as it was or is at one school, with the dates that its manifest gives.
package struct DatedText: Sendable {
  package var text: ReviewedText
  /// Adoption, version and next review, by what a reader calls them.
  package var dates: [PrintedFact]

  package init(text: ReviewedText, dates: [PrintedFact]) {
    self.text = text
    self.dates = dates
  }
}

/// Finds what is different between two states of a document, without asking why.
struct Comparison {
  let old: ReviewedText
  let new: ReviewedText
  private(set) var changes: [Change] = []
  /// Sections of both that are one section, as indices.
  private var pairs: [(old: Int, new: Int)] = []

  static func changes(_ old: DatedText?, _ new: DatedText?) -> [Change] {
    guard let old else {
      return new.map { [Change(.documentAdded, after: $0.text.title)] } ?? []
    }
    guard let new else { return [Change(.documentRemoved, before: old.text.title)] }
    var comparison = Comparison(old: old.text, new: new.text)
    comparison.compare()
    return comparison.changes + facts(old.dates, new.dates)
  }

  private init(old: ReviewedText, new: ReviewedText) {
    self.old = old
    self.new = new
  }

  private mutating func compare() {
    if old.title != new.title {
      changes.append(Change(.title, before: old.title, after: new.title))
    }
    blocks(old.beside, new.beside, section: "", number: "")
    matchSections()
    sections()
    pairMoves()
    choices()
    changes.append(contentsOf: Self.facts(old.outsideFacts, new.outsideFacts))
  }

  private static func facts(_ old: [PrintedFact], _ new: [PrintedFact]) -> [Change] {
    FactChange.between(old, new).map {
      Change(.fact, path: $0.name, before: $0.before, after: $0.after)
    }
  }

  private mutating func choices() {
    for choice in new.choices {
      let before = old.choices.first { $0.path == choice.path }?.answer ?? ""
      if before != choice.answer {
        changes.append(Change(.choice, path: choice.path, before: before, after: choice.answer))
      }
    }
    for choice in old.choices where !new.choices.contains(where: { $0.path == choice.path }) {
      changes.append(Change(.choice, path: choice.path, before: choice.answer, after: ""))
    }
  }

  // MARK: - Sections

  /// Pairs sections by their anchor, then by their title, then by what they say.
  private mutating func matchSections() {
    var free = Set(new.sections.indices)
    var open = Array(old.sections.indices)
    func pair(_ isMatch: (ReviewedText.Section, ReviewedText.Section) -> Bool) -> [(Int, Int)] {
      var found: [(Int, Int)] = []
      open.removeAll { index in
        let match = new.sections.indices.first {
          free.contains($0) && isMatch(old.sections[index], new.sections[$0])
        }
        guard let match else { return false }
        free.remove(match)
        found.append((index, match))
        return true
      }
      return found
    }
    var found = pair { $0.anchor == $1.anchor && $0.title == $1.title }
    found += pair { $0.anchor == $1.anchor }
    found += pair { $0.title == $1.title }
    found += pair { Self.areAlike($0, $1) }
    pairs = found.sorted { $0.1 < $1.1 }.map { (old: $0.0, new: $0.1) }
  }

  /// Whether two sections under different headings say mostly the same.
  private static func areAlike(_ old: ReviewedText.Section, _ new: ReviewedText.Section) -> Bool {
    guard !old.says.isEmpty, !new.says.isEmpty else { return false }
    let same = Set(old.says).intersection(new.says).count
    if same * 2 >= max(old.says.count, new.says.count) { return true }
    return Redline.likeness(old.says.joined(separator: " "), new.says.joined(separator: " ")) >= 0.6
  }

  private mutating func sections() {
    let moved = movedSections()
    let gone = old.sections.indices.filter { index in !pairs.contains { $0.old == index } }
    for (index, section) in new.sections.enumerated() {
      guard let pair = pairs.first(where: { $0.new == index }) else {
        changes.append(
          Change(
            .sectionAdded, section: section.title, number: section.number, after: section.title))
        for says in section.says { add(says, section) }
        continue
      }
      let before = old.sections[pair.old]
      if before.title != section.title {
        changes.append(
          Change(
            .heading, section: section.title, number: section.number, before: before.title,
            after: section.title))
      }
      if moved.contains(pair.old) {
        changes.append(
          Change(
            .moved, section: section.title, number: section.number, before: label(before),
            after: label(section),
            frames: Change.Frames(before: before.title, after: section.title)))
      } else if before.number != section.number {
        changes.append(
          Change(
            .renumbered, section: section.title, number: section.number, before: before.number,
            after: section.number))
      }
      blocks(before.says, section.says, section: section.title, number: section.number)
    }
    for index in gone {
      let section = old.sections[index]
      changes.append(
        Change(
          .sectionRemoved, section: section.title, number: section.number, before: section.title))
      for says in section.says { remove(says, section.title, section.number) }
    }
  }

  private func label(_ section: ReviewedText.Section) -> String {
    section.number.isEmpty ? section.title : "\(section.number) \(section.title)"
  }

  /// The sections that changed places: all but the longest run that kept its order.
  private func movedSections() -> Set<Int> {
    let order = pairs.map(\.old)
    let kept = Alignment.steps(order.sorted(), order).compactMap { step -> Int? in
      if case .same(_, let index) = step { order[index] } else { nil }
    }
    return Set(order).subtracting(kept)
  }

  // MARK: - Paragraphs

  private mutating func blocks(
    _ before: [String], _ after: [String], section: String, number: String
  ) {
    var removed: [Int] = []
    var added: [Int] = []
    for step in Alignment.steps(before, after) {
      switch step {
      case .same:
        settle(before, removed, after, added, section, number)
        (removed, added) = ([], [])
      case .removed(let index): removed.append(index)
      case .added(let index): added.append(index)
      }
    }
    settle(before, removed, after, added, section, number)
  }

  /// Tells what became of the paragraphs between two that stayed.
  private mutating func settle(
    _ before: [String], _ removed: [Int], _ after: [String], _ added: [Int], _ section: String,
    _ number: String
  ) {
    var left = removed
    for index in added {
      let likely = left.map { ($0, Redline.likeness(before[$0], after[index])) }
        .max { $0.1 < $1.1 }
      guard let likely,
        likely.1 >= 0.4 || (removed.count == 1 && added.count == 1 && likely.1 > 0.2)
      else {
        changes.append(
          Change(
            .added, section: section, number: number, after: new.filled(after[index]),
            frames: Change.Frames(before: "", after: after[index])))
        continue
      }
      left.removeAll { $0 == likely.0 }
      changes.append(
        Change(
          .wording, section: section, number: number, before: old.filled(before[likely.0]),
          after: new.filled(after[index]),
          frames: Change.Frames(before: before[likely.0], after: after[index])))
    }
    for index in left { remove(before[index], section, number) }
  }

  private mutating func add(_ frame: String, _ section: ReviewedText.Section) {
    changes.append(
      Change(
        .added, section: section.title, number: section.number, after: new.filled(frame),
        frames: Change.Frames(before: "", after: frame)))
  }

  private mutating func remove(_ frame: String, _ section: String, _ number: String) {
    changes.append(
      Change(
        .removed, section: section, number: number, before: old.filled(frame),
        frames: Change.Frames(before: frame, after: "")))
  }

  /// A paragraph that went in one place and came in another was moved.
  private mutating func pairMoves() {
    var result: [Change] = []
    var taken: Set<Int> = []
    for (index, change) in changes.enumerated() where !taken.contains(index) {
      guard change.kind == .added else {
        result.append(change)
        continue
      }
      let origin = changes.indices.first {
        changes[$0].kind == .removed && !taken.contains($0)
          && changes[$0].frames.before == change.frames.after
      }
      guard let origin else {
        result.append(change)
        continue
      }
      taken.insert(origin)
      if let known = result.firstIndex(where: { $0.identity == changes[origin].identity }) {
        result.remove(at: known)
      }
      result.append(
        Change(
          .moved, section: change.section, number: change.number, before: changes[origin].before,
          after: change.after,
          frames: Change.Frames(before: change.frames.after, after: change.frames.after)))
    }
    changes = result
  }
}
