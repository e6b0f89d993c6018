import Configuration
import Diagnostics

/// The proofs that nothing comes out empty.
extension ProgramProver {
  /// Proves that no section, list, item or document comes out empty.
  mutating func proveFullness() {
    for container in uses.containers {
      let empty = container.guarded.condition.and(
        container.content.negated(context.questions))
      guard let example = example(empty, bands: container.guarded.bands) else { continue }
      fail(
        .mayBeEmpty(
          container.kind, school: words(example), at: container.place,
          guardPlace: container.guarded.place), example)
    }
    proveSections()
    guard program.document != nil else { return }
    let printed = Condition.disjunction(uses.steps.filter { $0.depth == 0 }.map(closed))
    if let example = example(printed.negated(context.questions)) {
      fail(
        .documentMayBeEmpty(
          program.declaration.id, school: words(example), at: program.declaration.file.place),
        example)
    }
  }

  /// When a step prints anything.
  func closed(_ step: GuardedUses.Step) -> Condition {
    context.closed(step.guarded.condition.and(step.printed), bands: step.guarded.bands)
  }

  /// Proves of each heading that something follows it before the next heading of its level.
  private mutating func proveSections() {
    for (index, step) in uses.steps.enumerated() {
      guard case .heading(let number) = step.kind, !step.isRepeat else { continue }
      let level = program.headings[number].level
      var empty = closed(step)
      var failed: Condition?
      for next in uses.steps[(index + 1)...] where next.depth <= step.depth {
        if case .end = next.kind { break }
        let printed = closed(next)
        // A heading below this one is text under it, and has to have text itself.
        if case .heading(let other) = next.kind, program.headings[other].level <= level {
          let ended = empty.and(printed)
          if !isImpossible(ended) { failed = ended }
        }
        empty = empty.and(printed.negated(context.questions))
        if failed != nil || empty == .never { break }
      }
      if failed == nil { failed = empty }
      guard let failed, let example = example(failed) else { continue }
      fail(
        .sectionMayBeEmpty(
          school: words(example), at: program.headings[number].place,
          guardPlace: step.guarded.place), example)
    }
  }

  /// Proves of each text that ends in a colon that what it leads to follows.
  mutating func proveLeadIns() {
    // A list that may lack its items has been told of.
    let told = Set(
      failures.filter { $0.diagnostic.code == .mayBeEmpty }.map { PlaceKey($0.diagnostic.place) })
    for (index, step) in uses.steps.enumerated() {
      guard case .paragraph(let colon) = step.kind, colon != .never, !step.isRepeat else {
        continue
      }
      var open = context.closed(
        step.guarded.condition.and(colon), bands: step.guarded.bands)
      var failed: Condition?
      var follower: GuardedUses.Step?
      var isFollowed = false
      var isTold = false
      following: for next in uses.steps[(index + 1)...] where next.depth <= step.depth {
        if case .end = next.kind { break }
        let printed = closed(next)
        if case .heading = next.kind {} else { isFollowed = true }
        switch next.kind {
        case .heading:
          let ended = open.and(printed)
          if !isImpossible(ended) { failed = ended }
        case .paragraph where follower != nil:
          // The lists between have all been left out, and other text takes their place.
          let ended = open.and(printed)
          if !isImpossible(ended) { failed = ended }
        case .list, .other:
          follower = follower ?? next
          isTold = isTold || told.contains(PlaceKey(next.place))
        case .paragraph, .end: break
        }
        open = open.and(printed.negated(context.questions))
        if failed != nil || open == .never { break following }
      }
      // What the author lets stand alone at every school is the author's own affair.
      guard isFollowed, !isTold, let example = example(failed ?? open) else { continue }
      fail(
        .leadsNowhere(
          school: words(example), at: step.place, guardPlace: follower?.guarded.place), example)
    }
  }
}

/// A place that can be looked up.
private struct PlaceKey: Hashable {
  var path: String
  var range: TextRange?

  init(_ place: Place) {
    path = place.file.path
    range = place.range
  }
}
