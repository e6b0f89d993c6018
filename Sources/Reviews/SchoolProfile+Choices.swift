package import Configuration
import Diagnostics

extension SchoolProfile {
  /// The profile as it would be with other answers, so that one can see what a choice changed.
  ///
  /// An answer that the vocabulary no longer has is left as it is.
  package func with(_ choices: [ReviewedText.Choice], _ catalogue: Catalogue) -> SchoolProfile {
    var copy = self
    for choice in choices { copy.set(choice, catalogue) }
    return copy
  }

  private mutating func set(_ choice: ReviewedText.Choice, _ catalogue: Catalogue) {
    let vocabulary = catalogue.vocabulary
    for (index, word) in vocabulary.words.enumerated() where choice.path == "words.\(word.head.id)"
    {
      guard let form = word.options.firstIndex(where: { $0.singular == choice.answer }) else {
        continue
      }
      words[index] = Sourced(form, words[index]?.origin ?? Origin(layer: 0, range: .zero))
    }
    for (index, rule) in vocabulary.rules.enumerated() {
      let path = "rules.\(rule.path)"
      guard choice.path == path || rule.perBand && choice.path.hasPrefix(path + ".") else {
        continue
      }
      set(choice, index, rule, band: choice.path.dropFirst(path.count + 1), catalogue)
    }
  }

  private mutating func set(
    _ choice: ReviewedText.Choice, _ index: Int, _ rule: Rule, band: Substring,
    _ catalogue: Catalogue
  ) {
    func answer(_ subject: QuestionSubject, _ number: Int) {
      if let id = catalogue.questions.id(of: subject) { answers[id.index] = UInt8(number) }
    }
    let origin = Origin(layer: 0, range: .zero)
    let option = rule.options.firstIndex { $0.id == choice.answer }
    if rule.perBand {
      guard let option, let band = catalogue.vocabulary.bandIndex(String(band)),
        case .bands(var bands) = rules[index]
      else { return }
      bands[band] = Sourced(option, bands[band]?.origin ?? origin)
      rules[index] = .bands(bands)
      answer(.ruleInBand(index, band: band), option + 1)
      return
    }
    switch rule.kind {
    case .options:
      guard let option else { return }
      rules[index] = .option(Sourced(option, origin))
      answer(.rule(index), option + 1)
    case .value(let type):
      guard let value = type.parse(choice.answer) else { return }
      rules[index] = .value(Sourced(value, origin))
      answer(.rule(index), value.answer)
    }
  }

  /// Whether the school itself gives a fact, by the name under which documents print it.
  package func gives(fact name: String, _ catalogue: Catalogue) -> Bool {
    let parts = name.split(separator: " ").first.map(String.init) ?? name
    let path = parts.split(separator: ".").map(String.init)
    guard path.count > 1 else { return true }
    func isOwn(_ origin: Origin?) -> Bool {
      origin.map { layers[$0.layer].kind == .school } ?? false
    }
    let vocabulary = catalogue.vocabulary
    switch path[0] {
    case "leads":
      guard let role = vocabulary.roleIndex(path[1]) else {
        return false
      }
      return leads[role].people.contains { isOwn($0.origin) }
    case "providers":
      guard let slot = vocabulary.providers.firstIndex(where: { $0.head.id == path[1] }) else {
        return false
      }
      return isOwn(providers[slot]?.origin)
    case "facts":
      guard let fact = vocabulary.facts.firstIndex(where: { $0.head.id == path[1] }) else {
        return false
      }
      return isOwn(facts[fact]?.origin)
    case "trust": return false
    default: return true
    }
  }
}
