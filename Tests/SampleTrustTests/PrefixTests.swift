import Configuration
import Diagnostics
import FileStore
import Foundation
import Testing

@testable import trustwright

/// A file of the sample trust that was cut off is answered: pages are made of it, or a message says why not.
///
/// A few places in each file; `Tests/Hostile/run --only prefixes` cuts at every byte.
@Suite struct PrefixTests {
  private let templates: InputFolder
  private let schools: InputFolder
  private let looks: FolderSnapshot
  private let manifests: FolderSnapshot
  private let day: CalendarDate

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    templates = try InputFolder(root.appending(path: "Templates").path)
    schools = try InputFolder(root.appending(path: "Schools").path)
    let key = Fingerprint.Key(first: 1, second: 2)
    looks = FolderSnapshot(of: "", in: templates, key: key)
    manifests = FolderSnapshot(of: "", in: schools, key: key)
    day = try #require(CalendarDate(SampleTrust.day))
  }

  /// So many places in a file, never the same part of it in two files.
  private func ends(_ file: (name: String, bytes: [UInt8]), _ count: Int) -> [Int] {
    let shift = file.name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
    return (0..<count).map {
      file.bytes.count * $0 / count + shift % max(1, file.bytes.count / count)
    }
  }

  private func pipeline(_ workspace: Workspace, _ slug: String, _ report: inout Report) -> Bool {
    let result = SchoolPipeline(workspace: workspace).run(slug)
    report.add(contentsOf: result.report)
    return result.documents != nil
  }

  @Test func `a manifest of a school that is cut off`() throws {
    var workspace = try SampleTrust.shared.get().workspace
    for file in manifests.files where file.name.hasSuffix("/school.yaml") {
      let slug = String(file.name.prefix { $0 != "/" })
      for end in ends(file, 12) {
        workspace.schools = schools.at(
          manifests.replacing(file.name, with: Array(file.bytes[..<end])))
        var report = Report()
        let isMade = pipeline(workspace, slug, &report)
        #expect(isMade || report.hasErrors, "\(file.name) up to \(end)")
        _ = TextFace().render(report.sorted())
      }
    }
  }

  @Test func `a template, a register, a layout or the trust's manifest that is cut off`() {
    let trust = manifests.files.filter { $0.name == "trust.yaml" }
    for file in looks.files + trust {
      for end in ends(file, 2) {
        let bytes = Array(file.bytes[..<end])
        let isTrust = file.name == "trust.yaml"
        var loader = WorkspaceLoader(
          templates: templates.at(isTrust ? looks : looks.replacing(file.name, with: bytes)),
          schools: schools.at(isTrust ? manifests.replacing(file.name, with: bytes) : manifests),
          day: day)
        // What is proved takes long without optimisation; the full run proves too.
        loader.provesTemplates = false
        let workspace = loader.load()
        var report = loader.report
        let isMade = workspace.map { pipeline($0, "osiermead", &report) } ?? false
        #expect(isMade || report.hasErrors, "\(file.name) up to \(end)")
        _ = TextFace().render(report.sorted())
      }
    }
  }
}
