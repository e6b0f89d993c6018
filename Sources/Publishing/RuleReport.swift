import Configuration
import Diagnostics

/// How one school answers one rule, where the answer comes from, and whether the trust answers otherwise.
package struct RuleReport: Sendable, Equatable {
  /// The answer in words; empty where the rule has none.
  package var answer: String
  /// The layers it comes from: `school`, `phase primary`, `trust`.
  package var layer: String
  /// Whether the trust's own answer is another one.
  package var departs = false
  /// Where a departing answer was written: `Schools/riverside/school.yaml:31`.
  package var place: String?

  init(answer: String, layer: String, departs: Bool, place: String?) {
    self.answer = answer
    self.layer = layer
    self.departs = departs
    self.place = place
  }

  /// Reports on every rule of a school.
  static func all(
    _ profile: SchoolProfile, trust: SchoolProfile?, _ vocabulary: Vocabulary
  ) -> [RuleReport] {
    vocabulary.rules.indices.map { index in
      var report = RuleReport(profile, index, vocabulary)
      guard let trust, let origin = departure(profile, trust, index),
        // Where the rule has no meaning for the phase, the vocabulary answers and nobody chose.
        profile.layers[origin.layer].kind != .vocabulary
      else { return report }
      report.departs = true
      report.place = profile.place(origin).lineDescription
      return report
    }
  }

  private init(_ profile: SchoolProfile, _ index: Int, _ vocabulary: Vocabulary) {
    let rule = vocabulary.rules[index]
    func layer(_ origin: Origin) -> String { profile.layers[origin.layer].kind.title }
    answer = ""
    self.layer = ""
    switch profile.rules[index] {
    case .none: break
    case .option(let option):
      answer = rule.options[option.value].id
      self.layer = layer(option.origin)
    case .value(let value):
      if case .choice(let option) = value.value {
        answer = rule.options[option].id
      } else {
        answer = value.value.plainText ?? ""
      }
      self.layer = layer(value.origin)
    case .bands(let bands):
      // The trust has no pupils of its own: all bands are shown.
      let own = profile.bands.isEmpty ? Array(bands.indices) : profile.bands
      var parts: [(option: String, bands: [String])] = []
      var layers: [String] = []
      for band in own {
        guard let option = bands[band] else { continue }
        let id = rule.options[option.value].id
        if let last = parts.indices.last, parts[last].option == id {
          parts[last].bands.append(vocabulary.bands[band].id)
        } else {
          parts.append((id, [vocabulary.bands[band].id]))
        }
        if !layers.contains(layer(option.origin)) { layers.append(layer(option.origin)) }
      }
      self.layer = layers.joined(separator: ", ")
      answer =
        parts.count > 1
        ? parts.map { "\($0.bands.joined(separator: ", ")): \($0.option)" }.joined(separator: "; ")
        : parts.first?.option ?? ""
    }
  }

  /// Where a school's answer departs from the trust's, if it does.
  ///
  /// Where the trust has no answer every school must give its own, and none departs.
  private static func departure(
    _ profile: SchoolProfile, _ trust: SchoolProfile, _ index: Int
  ) -> Origin? {
    switch (profile.rules[index], trust.rules[index]) {
    case (.option(let own), .option(let other)):
      return own.value == other.value ? nil : own.origin
    case (.value(let own), .value(let other)):
      return own.value == other.value ? nil : own.origin
    case (.bands(let own), .bands(let other)):
      return profile.bands.lazy.compactMap { band -> Origin? in
        guard let own = own[band], let other = other[band], own.value != other.value else {
          return nil
        }
        return own.origin
      }.first
    case (.bands(let own), .option(let other)):
      return own.lazy.compactMap { $0 }.first { $0.value != other.value }?.origin
    case (.option(let own), .bands(let other)):
      let differs = profile.bands.contains { band in
        other[band].map { $0.value != own.value } ?? false
      }
      return differs ? own.origin : nil
    default: return nil
    }
  }
}
