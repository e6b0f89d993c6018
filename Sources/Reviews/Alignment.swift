/// How one list became another: what stayed, what went and what came, in order.
enum Alignment {
  enum Step<Element> {
    case same(old: Int, new: Int)
    case removed(old: Int)
    case added(new: Int)
  }

  /// Aligns two lists, keeping as much as can be kept.
  static func steps<Element: Hashable>(_ old: [Element], _ new: [Element]) -> [Step<Element>] {
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var result: [Step<Element>] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        result.append(.removed(old: left))
        left += 1
      } else if right < new.count, added.contains(right) {
        result.append(.added(new: right))
        right += 1
      } else if left < old.count, right < new.count {
        result.append(.same(old: left, new: right))
        left += 1
        right += 1
      } else {
        break
      }
    }
    return result
  }
}

/// A sentence and what became of it, word by word.
package struct Redline: Sendable, Hashable {
  package enum Kind: Sendable { case same, removed, added }

  package struct Run: Sendable, Hashable {
    package var kind: Kind
    package var text: String
  }

  package private(set) var runs: [Run] = []

  package init(_ old: String, _ new: String) {
    let before = Self.words(old)
    let after = Self.words(new)
    for step in Alignment.steps(before, after) {
      switch step {
      case .same(let index, _): add(.same, before[index])
      case .removed(let index): add(.removed, before[index])
      case .added(let index): add(.added, after[index])
      }
    }
  }

  private mutating func add(_ kind: Kind, _ word: String) {
    if let last = runs.indices.last, runs[last].kind == kind {
      runs[last].text += " " + word
    } else {
      runs.append(Run(kind: kind, text: word))
    }
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  /// How alike two texts are, from 0 to 1: the share of their words that both have in this order.
  static func likeness(_ old: String, _ new: String) -> Double {
    let before = words(old)
    let after = words(new)
    guard !before.isEmpty, !after.isEmpty else { return before.isEmpty && after.isEmpty ? 1 : 0 }
    // Texts of very different lengths have little in common, and need no long look.
    let (short, long) = (min(before.count, after.count), max(before.count, after.count))
    if short * 4 < long { return 0 }
    var same = 0
    for case .same in Alignment.steps(before, after) { same += 1 }
    return Double(2 * same) / Double(before.count + after.count)
  }

  /// `[-old-] {+new+}` around what changed, for plain text.
  package var text: String {
    runs.map { run in
      switch run.kind {
      case .same: run.text
      case .removed: "[-\(run.text)-]"
      case .added: "{+\(run.text)+}"
      }
    }.joined(separator: " ")
  }
}
