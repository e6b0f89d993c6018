import Configuration
import Diagnostics
import Documents
import Foundation
import Publishing
import Templating
import Testing

@testable import trustwright

/// The sample trust is what newcomers read first, so it is held to what it says of itself.
struct SampleTrustTests {
  @Test func nothingIsWrongWithIt() throws {
    let sample = try SampleTrust.shared.get()
    let errors = sample.report.sorted().filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(TextFace().render(errors))")
    #expect(sample.workspace.slugs.count >= 7)
    #expect(sample.bodies.count == sample.workspace.slugs.count + 1)
  }

  /// Warnings fall where a dated choice was made on purpose, and nowhere else.
  @Test func warningsAreMeant() throws {
    let sample = try SampleTrust.shared.get()
    var found: [String: Int] = [:]
    for warning in sample.report.sorted() where warning.severity == .warning {
      let path = warning.place.file.path
      let name = path.split(separator: "/").suffix(2).joined(separator: "/")
      found["\(name) \(warning.code.rawValue)", default: 0] += 1
    }
    #expect(
      found == [
        "ottlebridge-high/school.yaml constraint": 1,
        "tallowfield/school.yaml constraint": 2,
        "cobnut-hill/school.yaml constraint": 5,
        "fennmarl/school.yaml constraint": 8,
        "fennmarl/school.yaml review-overdue": 1,
        // What Osiermead inherits from the trust's own rules.
        "Schools/trust.yaml constraint": 3,
      ])
  }

  /// Every kind of school and every word for pupils and technology is there to be read.
  @Test func itShowsWhatCanDiffer() throws {
    let sample = try SampleTrust.shared.get()
    let vocabulary = sample.workspace.catalogue.vocabulary
    let schools = sample.bodies.filter { $0.key != "trust" }.map(\.value.profile)
    #expect(Set(schools.compactMap(\.phase)).count == vocabulary.phases.count)
    for (index, word) in vocabulary.words.enumerated() where word.head.id != "governing-body" {
      #expect(Set(schools.compactMap { $0.words[index]?.value }).count == word.options.count)
    }
    #expect(schools.contains { !$0.volumes.isEmpty })
    #expect(schools.contains { $0.documents.contains { $0.from != nil && $0.isIssued } })
  }
}

/// Pupils can read what they sign; TRUSTWRIGHT_FIGURES=1 prints each form's age at each school.
struct ReadingAgeOfFormsTests {
  @Test func noFormReadsOlderThanItsReaders() throws {
    let sample = try SampleTrust.shared.get()
    var count = 0
    for (slug, documents) in sample.bodies.sorted(by: { $0.key < $1.key }) {
      for form in documents.agreements {
        guard let limit = ReadingAge.limit(of: form, documents) else { continue }
        let age = try #require(ReadingAge(documents, form: form).tenths)
        let id = documents.catalogue.documents[form].id
        #expect(age <= limit.age * 10, "\(id) at \(slug): \(age)")
        if ProcessInfo.processInfo.environment["TRUSTWRIGHT_FIGURES"] != nil {
          print("\(slug) \(id): \(age / 10).\(age % 10) of \(limit.age)")
        }
        count += 1
      }
    }
    #expect(count > 10)
  }
}

/// Five published policies stand behind the vocabulary; the sample schools choose what each of them chose.
struct SourceChoicesTests {
  /// Who makes the choices of each source.
  static let makers = [
    "S0": ["ottlebridge-high"], "S1": ["tallowfield"], "S2": ["cobnut-hill"], "S3": ["fennmarl"],
    "S4": ["trust", "osiermead"],
  ]

  @Test func everyChoiceIsMade() throws {
    let sample = try SampleTrust.shared.get()
    let rows = try SampleTrust.rows("source-choices.csv")
    #expect(rows.count == 262)
    for row in rows {
      try #require(row.count == 3, "\(row)")
      let makers = try #require(Self.makers[row[0]], "\(row)")
      let found = try makers.map { slug in
        Choices(try #require(sample.bodies[slug]).profile, sample.workspace.catalogue)
      }
      #expect(
        found.contains { $0.value(of: row[1]) == row[2] || $0.makes(row[1], row[2]) },
        "\(row.joined(separator: ", ")): \(found.map { $0.value(of: row[1]) ?? "nothing" })")
    }
  }
}

/// What a school, or the trust for its own staff, has chosen.
struct Choices {
  private let profile: SchoolProfile
  private let catalogue: Catalogue

  init(_ profile: SchoolProfile, _ catalogue: Catalogue) {
    self.profile = profile
    self.catalogue = catalogue
  }

  /// The value of a word or a rule; a rule that differs by band has the band's name after its own.
  func value(of path: String) -> String? {
    let vocabulary = catalogue.vocabulary
    if let index = vocabulary.words.firstIndex(where: { "words.\($0.head.id)" == path }) {
      return profile.words[index].map { vocabulary.words[index].options[$0.value].singular }
    }
    for (index, rule) in vocabulary.rules.enumerated() {
      let name = "rules.\(rule.path)"
      if path == name {
        if case .value(let value) = profile.rules[index], case .number(let number) = value.value {
          return String(number)
        }
        return option(of: profile.rules[index], band: nil).map { rule.options[$0].id }
      }
      guard rule.perBand, path.hasPrefix(name + "."),
        let band = vocabulary.bandIndex(String(path.dropFirst(name.count + 1))),
        profile.bands.contains(band)
      else { continue }
      return option(of: profile.rules[index], band: band).map { rule.options[$0].id }
    }
    return nil
  }

  private func option(of answer: RuleAnswer, band: Int?) -> Int? {
    switch answer {
    case .none, .value: nil
    case .option(let option): option.value
    case .bands(let bands): band.flatMap { bands[$0]?.value }
    }
  }

  /// Whether a choice that is no rule is made: how the policies are bound, adopted and reviewed.
  ///
  /// Every template has a period of its own, so nobody can be without one: what a source left
  /// unspecified is made by a manifest that says nothing of it.
  func makes(_ path: String, _ value: String) -> Bool {
    let id = profile.scope == .trust ? "trust-staff-it" : "acceptable-use"
    guard let index = catalogue.documentIndex(id) else { return false }
    let state = profile.documents[index]
    return switch (path, value) {
    case ("policy.parts", "single"): binds(["acceptable-use", "staff-it"])
    case ("policy.parts", "three-part"):
      binds(["acceptable-use", "online-safety", "data-protection"])
    case ("policy.parts", "staff-only"): profile.scope == .trust && state.isIssued
    case ("review.frequency", "annual"): state.reviewEvery == ReviewPeriod("1 year")
    case ("review.frequency", "two-yearly"): state.reviewEvery == ReviewPeriod("2 years")
    case ("review.frequency", "three-yearly"): state.reviewEvery == ReviewPeriod("3 years")
    case ("review.frequency", "unspecified"): state.reviewEveryOrigin == nil
    case ("review.term", "autumn"): isReviewed(in: 9...12, state)
    case ("review.term", "spring"): isReviewed(in: 1...4, state)
    case ("review.term", "summer"): isReviewed(in: 5...8, state)
    case ("review.term", "unspecified"): state.nextReviewOrigin == nil
    case ("review.adopted-by", "governing-body"):
      state.adoptedBy?.value.lowercased() == self.value(of: "words.governing-body")
    case ("review.adopted-by", "committee"): isCommittee(state.adoptedBy?.value)
    case ("review.adopted-by", "trust"): state.adoptedBy?.value == "Trust Board"
    case ("review.adopted-by", "unspecified"): state.adoptedBy == nil
    default: false
    }
  }

  private func binds(_ parts: [String]) -> Bool {
    profile.volumes.contains { $0.parts.map { catalogue.documents[$0].id } == parts }
  }

  private func isReviewed(in months: ClosedRange<Int>, _ state: DocumentState) -> Bool {
    guard state.nextReviewOrigin != nil, let next = state.nextReview else { return false }
    return months.contains(next.day.month)
  }

  private func isCommittee(_ name: String?) -> Bool {
    let facts = catalogue.vocabulary.facts
    guard let name, let index = facts.firstIndex(where: { $0.head.id == "governors-committee" }),
      case .text(let committee)? = profile.facts[index]?.value
    else { return false }
    return committee == name
  }
}

/// What the central team is told of the schools' answers.
struct DeparturesTests {
  @Test func aDepartureSaysWhereItWasWritten() throws {
    let sample = try SampleTrust.shared.get()
    var departures = 0
    for (slug, documents) in sample.bodies where slug != "trust" {
      let summary = sample.workspace.site.output(documents, crest: nil).summary
      for report in summary.rules where report.departs {
        departures += 1
        #expect(!report.answer.isEmpty && report.layer != "trust")
        let place = try #require(report.place)
        #expect(place.contains("school.yaml:") || place.contains("trust.yaml:"))
      }
      for report in summary.rules where report.layer == "trust" || report.layer == "vocabulary" {
        #expect(report.layer == "vocabulary" || !report.departs)
      }
    }
    #expect(departures > 0)
  }
}

/// What the five policies provide for is somewhere in the documents, and the fixture says where.
struct ProvisionsTests {
  @Test func everyProvisionHasAPlace() throws {
    let known = try SampleTrust.rows("provision-ids.txt").map { $0[0] }
    let mapped = try SampleTrust.rows("provisions.csv").map { $0[0] }
    #expect(known.count == 398)
    #expect(Set(known).count == known.count)
    #expect(Set(known).subtracting(mapped).isEmpty)
    #expect(Set(mapped).subtracting(known).isEmpty)
  }

  @Test func everyPlaceIsPrintedBySomeSchool() throws {
    let sample = try SampleTrust.shared.get()
    let rows = try SampleTrust.rows("provisions.csv")
    for place in Set(rows.map { [$0[1], $0[2]] }).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let found = sample.bodies.contains { slug, documents in
        isPrinted(document: place[0], section: place[1], slug, documents, sample)
      }
      #expect(found, "section '\(place[1])' of '\(place[0])'")
    }
  }

  private func isPrinted(
    document: String, section: String, _ slug: String, _ documents: SchoolDocuments,
    _ sample: SampleTrust
  ) -> Bool {
    switch document {
    // The frame of a document's page is the layout's. It has no anchors, so what it shows is looked for.
    case "page":
      let marks = [
        "title": "<h1>", "owner": "class=\"owner\"", "facts": "class=\"facts\"",
        "contents": "class=\"contents\"",
      ]
      guard let mark = marks[section] else { return false }
      return sample.pages.contains { name, page in
        name.hasPrefix("site/\(slug)/") && page.contains(mark)
      }
    case "school-page":
      return sample.hasAnchor(section, page: "\(slug)/index.html")
    default:
      guard let index = sample.workspace.catalogue.documentIndex(document),
        let placement = documents.documents[index]?.placement
      else { return false }
      return sample.hasAnchor(placement.anchorPrefix + section, page: placement.page)
    }
  }
}
