import Configuration
import Diagnostics
import Documents
import FileStore
import Foundation
import Manifests
import PageReader
import Publishing
import SchoolMaker
import Templating
import Testing

@testable import trustwright

/// Schools drawn at random from the sample vocabulary print what the proofs promise.
///
/// `TRUSTWRIGHT_SCHOOLS=10000 swift test -c release --filter RandomSchoolsTests` draws that many;
/// `TRUSTWRIGHT_SEED` begins elsewhere.
@Suite struct RandomSchoolsTests {
  static let environment = ProcessInfo.processInfo.environment
  static let count = environment["TRUSTWRIGHT_SCHOOLS"].flatMap { Int($0) } ?? 20
  static let seed = environment["TRUSTWRIGHT_SEED"].flatMap { UInt64($0) } ?? 1
  /// How many schools belong to one trust.
  static let perTrust = 20

  @Test(arguments: Array(0..<max(1, count / perTrust)))
  func `schools drawn at random print no fault`(_ number: Int) throws {
    let sample = try SampleTrust.shared.get()
    let catalogue = sample.workspace.catalogue
    let library = sample.workspace.library
    var maker = SchoolMaker(catalogue, seed: Self.seed &* 1_000_003 &+ UInt64(number))
    let made = maker.trust()
    let (trustText, trust) = try #require(made, "no trust of the vocabulary was found")
    var builder = ProfileBuilder(
      catalogue: catalogue, trust: trust, asOf: sample.workspace.day)
    var report = Report()
    let trustProfile = builder.trustProfile(
      asked: library.askedByTrust, report: &report)
    let trustSet = SchoolDocuments(
      library: library, catalogue: catalogue, profile: trustProfile)
    builder.issuedByTrust = Set(trustSet.issued)
    let trustPages = pages(trustSet, sample)
    try check(trustSet, trustPages, others: [:], manifest: trustText)
    for index in 0..<Self.perTrust {
      let drawn = maker.school(index, of: trust)
      let text = try #require(drawn, "no school of the vocabulary was found")
      let file = SourceFile(path: "Schools/sample/school.yaml", bytes: Array(text.utf8))
      var report = Report()
      let school = try #require(
        SchoolReader.read(
          ManifestParser.parse(file, report: &report), slug: "sample", catalogue: catalogue,
          report: &report))
      let profile = try #require(builder.profile(of: school, report: &report))
      let set = SchoolDocuments(
        library: library, catalogue: catalogue, profile: profile, trust: trustSet)
      try check(set, pages(set, sample), others: trustPages, manifest: text)
    }
  }

  private func pages(_ set: SchoolDocuments, _ sample: SampleTrust) -> [String: String] {
    sample.workspace.site.output(set, crest: nil).files.reduce(into: [:]) { pages, file in
      if file.name.hasSuffix(".html") {
        pages[file.name] = String(decoding: file.bytes, as: UTF8.self)
      }
    }
  }

  private func check(
    _ set: SchoolDocuments, _ pages: [String: String], others: [String: String], manifest: String
  ) throws {
    var found: [String] = []
    for index in set.issued {
      guard let resolved = set.documents[index] else { continue }
      let id = set.catalogue.documents[index].id
      found += resolved.flow.problems.map { "\(id): no \($0.path)" }
      let reader = ReferenceReader(set, document: index)
      let program = set.library.programs[index]
      for piece in resolved.flow.pieces {
        switch piece {
        case .reference(let number), .link(let number):
          let reference = program.references[number]
          guard reader.isDead(reference) else { continue }
          found.append("\(id): a dead reference at \(reference.place)")
        default: break
        }
      }
      var html = HTMLWriter()
      HTMLFace.article(
        set, documents: [index], volume: nil, page: resolved.placement.page, linksHeadings: false,
        to: &html)
      found += PageFaults.faults(in: String(decoding: html.bytes, as: UTF8.self))
        .map { "\(id): \($0)" }
      found += [resolved.title, resolved.flow.summary, resolved.flow.form?.returnTo ?? ""].flatMap {
        PageFaults.textFaults($0, isSentence: false)
      }
    }
    let names = Set(pages.keys).union(others.keys)
    for (name, html) in pages.sorted(by: { $0.key < $1.key }) {
      found += deadLinks(of: html, page: name, pages: pages, others: others, names: names)
    }
    found += try contradictions(in: pages)
    let faults = Array(Set(found)).sorted()
    #expect(faults.isEmpty, "\(faults.prefix(12).joined(separator: "\n"))\n\(manifest)")
  }

  /// Words that cannot both be meant, or do not fit a nursery, and yet stand in one school's documents.
  ///
  /// The pairs are written without commas.
  private func contradictions(in pages: [String: String]) throws -> [String] {
    let text = pages.filter { $0.key.contains("/fragments/") }.values.joined(separator: "\n")
      .replacing(",", with: "")
    return try SampleTrust.rows("never-together.csv").compactMap { pair in
      pair.allSatisfy { text.contains($0) } ? "both ‘\(pair[0])’ and ‘\(pair[1])’" : nil
    }
  }

  /// The links of a page that lead to no page or place; fragments are pasted elsewhere and not read.
  private func deadLinks(
    of html: String, page: String, pages: [String: String], others: [String: String],
    names: Set<String>
  ) -> [String] {
    guard !page.contains("/fragments/") else { return [] }
    return PageLinks.values(of: "href", in: html).compactMap { address -> String? in
      guard !address.contains(":"), !address.isEmpty else { return nil }
      let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let target = parts[0].isEmpty ? page : Self.resolved(String(parts[0]), from: page)
      // The site's own front page and files for machines are not made here.
      let isMade = names.contains { name in name.hasPrefix(Self.folder(target)) }
      guard target.hasSuffix(".html"), target != "site/index.html", isMade else { return nil }
      guard let other = pages[target] ?? others[target] else {
        return "\(page): '\(address)' leads to no page"
      }
      guard parts.count > 1 else { return nil }
      return other.contains("id=\"\(parts[1])\"") ? nil : "\(page): '\(address)' leads to no place"
    }
  }

  private static func folder(_ path: String) -> String {
    path.split(separator: "/").dropLast().joined(separator: "/") + "/"
  }

  private static func resolved(_ address: String, from page: String) -> String {
    var parts = page.split(separator: "/").dropLast().map(String.init)
    for step in address.split(separator: "/").map(String.init) {
      if step == ".." {
        if !parts.isEmpty { parts.removeLast() }
      } else if step != "." {
        parts.append(step)
      }
    }
    return parts.joined(separator: "/")
  }
}
