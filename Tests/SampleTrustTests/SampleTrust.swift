import Configuration
import Diagnostics
import Documents
import FileStore
import Foundation
import Publishing
import Testing

@testable import trustwright

/// The sample trust in Schools, read and printed once by the program's own code.
struct SampleTrust: Sendable {
  /// The day on which the sample is meant to be looked at.
  static let day = "2026-11-21"

  let workspace: Workspace
  /// What reading it reported, schools included.
  let report: Report
  /// The documents of each school, by its folder; `trust` for the trust's own.
  let bodies: [String: SchoolDocuments]
  /// All pages, by their name from the output folder.
  let pages: [String: String]

  static let shared = Result { try SampleTrust() }

  private init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let day = try #require(CalendarDate(Self.day))
    var loader = WorkspaceLoader(
      templates: try InputFolder(root.appending(path: "Templates").path),
      schools: try InputFolder(root.appending(path: "Schools").path), day: day)
    let loaded = loader.load()
    let workspace = try #require(loaded)
    var report = loader.report
    var bodies = ["trust": workspace.trustDocuments]
    let pipeline = SchoolPipeline(workspace: workspace)
    for slug in workspace.slugs {
      let result = pipeline.run(slug)
      report.add(contentsOf: result.report)
      bodies[slug] = result.documents
    }
    var pages: [String: String] = [:]
    for documents in bodies.values {
      for file in workspace.site.output(documents, crest: nil).files
      where file.name.hasSuffix(".html") {
        pages[file.name] = String(decoding: file.bytes, as: UTF8.self)
      }
    }
    self.workspace = workspace
    self.report = report
    self.bodies = bodies
    self.pages = pages
  }

  /// The rows of a fixture, without the line of headings.
  static func rows(_ name: String) throws -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return lines.dropFirst(name.hasSuffix(".csv") ? 1 : 0).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Whether a page has an anchor.
  func hasAnchor(_ anchor: String, page: String) -> Bool {
    pages["site/\(page)"]?.contains("id=\"\(anchor)\"") ?? false
  }
}
