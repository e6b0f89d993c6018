package import Configuration

/// What a loop stands at in one of its turns.
package enum LoopTurn: Sendable {
  case item(LoopItem)
  /// Neighbouring bands that are told of together.
  case bands([Int])
}

extension PrintContext {
  /// The turns of a loop at this school, in a document or in a layout around one.
  ///
  /// - Parameters:
  ///   - bands: The bands that the document is for; nil for all.
  ///   - answers: The answers outside of the loop.
  package func turns(
    of source: LoopSource, bands: [Int]?, answers: [UInt8]
  ) -> [LoopTurn] {
    switch source {
    case .list(let subject):
      guard case .list(let values)? = value(of: subject) else { return [] }
      return values.map { .item(.value($0)) }
    case .holders(let role): return profile.leads[role].people.map { .item(.person($0)) }
    case .history:
      return document.map { profile.documents[$0].history.map { .item(.history($0)) } } ?? []
    case .bands(let tests): return bandTurns(tests, among: bands, answers: answers)
    }
  }

  /// Goes to a turn: says what the loop stands at, and answers what can be asked of it.
  package mutating func enter(
    _ turn: LoopTurn, of loop: Int, questions: QuestionTable, answers: inout [UInt8]
  ) {
    func answer(_ part: ItemPart, _ isThere: Bool) {
      if let id = questions.id(of: .itemPart(loop: loop, part)) {
        answers[id.index] = isThere ? 1 : 0
      }
    }
    switch turn {
    case .bands(let bands):
      guard let first = bands.first else { return }
      basis.catalogue.bandQuestions.enter(
        first, school: basis.profile.answers, answers: &answers)
      bandTitle = Prose.list(bands.map { basis.catalogue.vocabulary.bands[$0].title })
    case .item(let item):
      self[loop] = item
      switch item {
      case .person(let person):
        answer(.name, true)
        answer(.email, person.email != nil)
        answer(.phone, person.phone != nil)
      case .history(let entry):
        answer(.version, entry.version != nil)
        answer(.adopted, true)
        answer(.summary, true)
      case .value, .none: break
      }
    }
  }

  private func value(of subject: Subject) -> Value? {
    switch subject {
    case .fact(let index): return profile.facts[index]?.value
    case .rule(let index):
      if case .value(let value) = profile.rules[index] { return value.value }
      return nil
    default: return nil
    }
  }

  /// The bands of the school; neighbours that all tests find alike come as one.
  private func bandTurns(
    _ tests: [BandTest], among bands: [Int]?, answers: [UInt8]
  ) -> [LoopTurn] {
    var groups: [(bands: [Int], outcome: [UInt8])] = []
    var answers = answers
    for band in profile.bands where bands?.contains(band) ?? true {
      basis.catalogue.bandQuestions.enter(band, school: basis.profile.answers, answers: &answers)
      let outcome = tests.map { test in
        let answer = answers[test.question.index]
        return test.answers.map { $0.contains(answer) ? 1 : 0 } ?? answer
      }
      if let last = groups.last, last.outcome == outcome {
        groups[groups.count - 1].bands.append(band)
      } else {
        groups.append(([band], outcome))
      }
    }
    return groups.map { .bands($0.bands) }
  }
}
