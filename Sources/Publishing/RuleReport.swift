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
    let layers = profile.layers.map(\.kind.title)
    var reports = vocabulary.rules.indices.map { report(profile, $0, vocabulary, layers) }
    guard let trust else { return reports }
    for index in reports.indices {
      // Where the rule has no meaning for the phase, the vocabulary answers and nobody chose.
      guard let origin = departure(profile, trust, index),
        profile.layers[origin.layer].kind != .vocabulary
      else { continue }
      reports[index].departs = true
      reports[index].place = profile.place(origin).lineDescription
    }
    return reports
  }

  /// The answer to one rule, and who said it.
  ///
  /// - Parameter layers: What each layer of the profile is called.
  private static func report(
    _ profile: SchoolProfile, _ index: Int, _ vocabulary: Vocabulary, _ layers: [String]
  ) -> RuleReport {
    // Of a rule only what is wanted is taken: the whole of it has many references to count.
    func id(_ option: Int) -> String { vocabulary.rules[index].kind.choices[option].id }
    var answer = ""
    var layer = ""
    switch profile.rules[index] {
    case .none: break
    case .option(let option):
      answer = id(option.value)
      layer = layers[option.origin.layer]
    case .value(let value):
      if case .choice(let option) = value.value {
        answer = id(option)
      } else {
        answer = value.value.plainText ?? ""
      }
      layer = layers[value.origin.layer]
    case .bands(let bands):
      // The trust has no pupils of its own: all bands are shown.
      let own = profile.bands.isEmpty ? Array(bands.indices) : profile.bands
      var parts: [(option: String, bands: [String])] = []
      var said: [String] = []
      for band in own {
        guard let option = bands[band] else { continue }
        let id = id(option.value)
        if let last = parts.indices.last, parts[last].option == id {
          parts[last].bands.append(vocabulary.bands[band].id)
        } else {
          parts.append((id, [vocabulary.bands[band].id]))
        }
        let layer = layers[option.origin.layer]
        if !said.contains(layer) { said.append(layer) }
      }
      layer = said.joined(separator: ", ")
      answer =
        parts.count > 1
        ? parts.map { "\($0.bands.joined(separator: ", ")): \($0.option)" }.joined(separator: "; ")
        : parts.first?.option ?? ""
    }
    return RuleReport(answer: answer, layer: layer, departs: false, place: nil)
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
