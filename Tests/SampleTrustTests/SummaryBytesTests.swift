import Configuration
import Diagnostics
import Documents
import FileStore
import Foundation
import Manifests
import Publishing
import SchoolMaker
import Templating
import Testing

@testable import trustwright

/// What is kept of each school comes back as it was; what is not so is refused.
@Suite struct SummaryBytesTests {
  /// The summary from its parts, with its bytes laid one after another.
  private static func decoded(_ parts: [[UInt8]], _ book: PhraseBook) -> SchoolSummary? {
    var ranges: [Range<Int>] = []
    var bytes: [UInt8] = [7, 7]
    for part in parts {
      ranges.append(bytes.count..<bytes.count + part.count)
      bytes += part
    }
    return SchoolSummary(bytes + [9], ranges, .all, book)
  }

  private static func check(_ summary: SchoolSummary, _ book: PhraseBook, _ name: String) {
    let parts = summary.encoded(book)
    #expect(parts.count == SchoolSummary.Parts.count)
    let back = decoded(parts, book)
    #expect(back == summary, "\(name)")
    // Texts that are equal may have other bytes; these have not.
    #expect(back?.encoded(book) == parts, "\(name)")
  }

  /// The summaries of all schools of a workspace, and of the trust.
  private static func summaries(_ workspace: Workspace) -> [SchoolSummary] {
    let pipeline = SchoolPipeline(workspace: workspace)
    var found = workspace.slugs.compactMap { slug -> SchoolSummary? in
      let result = pipeline.run(slug)
      return result.documents.map {
        workspace.site.summary($0, crest: result.crest, approvals: result.approvals).summary
      }
    }
    found.append(
      workspace.site.summary(
        workspace.trustDocuments, crest: nil, approvals: workspace.trustApprovals
      ).summary)
    return found
  }

  private static func workspace(_ root: URL, day: String) throws -> Workspace {
    var loader = WorkspaceLoader(
      templates: try InputFolder(root.appending(path: "Templates").path),
      schools: try InputFolder(root.appending(path: "Schools").path),
      day: try #require(CalendarDate(day)))
    loader.provesTemplates = false
    let workspace = loader.load()
    return try #require(workspace)
  }

  private static var tests: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  }

  @Test func `the schools of two trusts come back as they were`() throws {
    for (root, day) in [
      (Self.tests.deletingLastPathComponent(), "2026-11-21"),
      (Self.tests.appending(path: "Fixtures/federation"), "2026-11-21"),
    ] {
      let workspace = try Self.workspace(root, day: day)
      let book = PhraseBook(workspace.catalogue)
      let summaries = Self.summaries(workspace)
      #expect(summaries.count > 2)
      #expect(summaries.contains { !$0.documents.isEmpty })
      for summary in summaries { Self.check(summary, book, summary.slug) }
    }
  }

  @Test func `schools drawn at random come back as they were`() throws {
    let sample = try SampleTrust.shared.get()
    let catalogue = sample.workspace.catalogue
    let book = PhraseBook(catalogue)
    var maker = SchoolMaker(catalogue, seed: 5)
    let made = maker.trust()
    let (_, trust) = try #require(made)
    var report = Report()
    var builder = ProfileBuilder(catalogue: catalogue, trust: trust, asOf: sample.workspace.day)
    let trustSet = SchoolDocuments(
      library: sample.workspace.library, catalogue: catalogue,
      profile: builder.trustProfile(
        asked: sample.workspace.library.askedByTrust, report: &report))
    builder.issuedByTrust = Set(trustSet.issued)
    for index in 0..<12 {
      let drawn = maker.school(index, of: trust)
      let file = SourceFile(
        path: "Schools/sample/school.yaml", bytes: Array(try #require(drawn).utf8))
      let school = try #require(
        SchoolReader.read(
          ManifestParser.parse(file, report: &report), slug: "sample", catalogue: catalogue,
          report: &report))
      let profile = try #require(builder.profile(of: school, report: &report))
      let set = SchoolDocuments(
        library: sample.workspace.library, catalogue: catalogue, profile: profile,
        trust: trustSet)
      let summary = sample.workspace.site.output(set, crest: nil).summary
      Self.check(summary, book, "school \(index)")
    }
  }

  @Test func `every beginning of a part is refused, and a wrong byte is no trap`() throws {
    let sample = try SampleTrust.shared.get()
    let book = PhraseBook(sample.workspace.catalogue)
    let slug = try #require(sample.bodies.keys.filter { $0 != "trust" }.min())
    let set = try #require(sample.bodies[slug])
    let parts = sample.workspace.site.output(set, crest: nil).summary.encoded(book)
    for number in parts.indices {
      for count in 0..<parts[number].count {
        var less = parts
        less[number] = Array(parts[number].prefix(count))
        #expect(Self.decoded(less, book) == nil, "part \(number), \(count) bytes")
      }
      var more = parts
      more[number].append(0)
      #expect(Self.decoded(more, book) == nil)
      for index in parts[number].indices {
        for change: UInt8 in [0x01, 0x80, 0xFF] {
          var wrong = parts
          wrong[number][index] ^= change
          // Another byte may say another thing; it is the fingerprint that tells. It must only be read to an end.
          if let other = Self.decoded(wrong, book) { _ = other.encoded(book) }
        }
      }
    }
    #expect(Self.decoded(parts.dropLast(), book) == nil)
    #expect(Self.decoded([], book) == nil)
  }

  @Test func `two spellings of one letter stay two`() throws {
    let book = PhraseBook(["caf\u{E9}"])
    let sample = try SampleTrust.shared.get()
    let set = try #require(sample.bodies["trust"])
    var summary = sample.workspace.site.output(set, crest: nil).summary
    summary.name = "cafe\u{301}"
    let back = Self.decoded(summary.encoded(book), book)
    #expect(back?.name.utf8.elementsEqual(summary.name.utf8) == true)
    summary.name = "caf\u{E9}"
    #expect(
      Self.decoded(summary.encoded(book), book)?.name.utf8.elementsEqual(summary.name.utf8)
        == true)
  }
}
