package import Configuration

/// Names the causes of changes by making one thing new at a time.
///
/// Between the document as it was and as it is stand states in which only some inputs are new. What
/// changes on the way from one state to the next comes from the input that became new there; so a cause
/// is found, not guessed.
package struct CauseFinder: Sendable {
  /// A document after one more input became new, and whose decision that input is.
  package struct State: Sendable {
    package var text: DatedText?
    package var cause: Cause

    package init(text: DatedText?, cause: Cause) {
      self.text = text
      self.cause = cause
    }
  }

  /// The titles of laws, old and new, the longest first.
  private let lawTitles: [String]

  package init(laws: [LawRegister]) {
    let titles = laws.flatMap { $0.laws.flatMap { [$0.title] + ($0.short.map { [$0] } ?? []) } }
    lawTitles = Set(titles).sorted { ($0.utf8.count, $1) > ($1.utf8.count, $0) }
  }

  /// Returns what changed between a document and the last of its states, with causes.
  package func changes(from old: DatedText?, through states: [State]) -> [Change] {
    guard let last = states.last else { return [] }
    var changes = Comparison.changes(old, last.text)
    guard !changes.isEmpty else { return [] }
    var steps: [(cause: Cause, changes: [Change])] = []
    var before = old
    for state in states {
      let found = Comparison.changes(before, state.text)
      if !found.isEmpty { steps.append((state.cause, found)) }
      before = state.text
    }
    for index in changes.indices {
      changes[index].causes = causes(of: changes[index], in: steps)
    }
    return changes
  }

  private func causes(
    of change: Change, in steps: [(cause: Cause, changes: [Change])]
  ) -> [Cause] {
    var causes: Set<Cause> = []
    for step in steps where step.changes.contains(where: { touches($0, change) }) {
      causes.insert(cause(step.cause, change, in: step.changes))
    }
    // A change that no single step shows comes of several together.
    if causes.isEmpty { causes = Set(steps.map(\.cause)) }
    return causes.sorted()
  }

  /// What a change that came with an input is put down to.
  private func cause(_ cause: Cause, _ change: Change, in step: [Change]) -> Cause {
    guard cause == .trustWording else { return cause }
    // The vocabulary's own default is the trust's choice, not its wording.
    if change.kind == .choice { return .trustChoice }
    let own = step.filter { touches($0, change) }
    let isLaw = own.contains { part in
      part.kind != .choice && part.kind != .fact
        && withoutLaws(part.frames.before) == withoutLaws(part.frames.after)
        && part.frames.before != part.frames.after
    }
    return isLaw ? .law : cause
  }

  /// Whether a step's change is a part of a change from beginning to end.
  private func touches(_ step: Change, _ whole: Change) -> Bool {
    switch (step.kind, whole.kind) {
    case (.fact, .fact), (.choice, .choice): return step.path == whole.path
    case (.fact, _), (_, .fact), (.choice, _), (_, .choice): return false
    case (.documentAdded, _), (.documentRemoved, _): return true
    case (.renumbered, .renumbered), (.sectionAdded, .renumbered), (.sectionRemoved, .renumbered),
      (.moved, .renumbered):
      return true
    case (.renumbered, _), (_, .renumbered): return false
    default:
      let before = whole.frames.before
      let after = whole.frames.after
      return !before.isEmpty && step.frames.before == before
        || !after.isEmpty && step.frames.after == after
    }
  }

  private func withoutLaws(_ text: String) -> String {
    var text = text
    for title in lawTitles where text.contains(title) {
      text = text.split(separator: title, omittingEmptySubsequences: false).joined(
        separator: "\u{1}")
    }
    // The article before a title goes with it.
    return text.split(separator: "the \u{1}", omittingEmptySubsequences: false)
      .joined(separator: "\u{1}")
  }
}
