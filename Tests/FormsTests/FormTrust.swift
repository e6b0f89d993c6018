import Configuration
import Diagnostics
import Documents
import FileStore
import Foundation
import Publishing
import TestSupport
import Testing

@testable import trustwright

/// The smallest trust of the message cases, with forms of its own in a folder of its own.
struct FormTrust {
  private let folder: TestFolder
  var root: URL { folder.root }

  init(_ changes: [String: String] = [:]) throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    folder = try TestFolder("forms")
    let base = tests.appending(path: "MessageTests/Base")
    for (name, data) in TestFolder.files(in: base) { try folder.write(name, data) }
    let site = tests.deletingLastPathComponent().appending(path: "Templates/site")
    for name in ["agreement.html", "letter.html", "reminder.html", "style.css"] {
      try folder.copy(site.appending(path: name), to: "Templates/site/\(name)")
    }
    try put("Templates/agreements/home.md", Self.form)
    for (name, text) in changes { try put(name, text) }
  }

  func put(_ name: String, _ text: String) throws { try folder.write(name, text) }

  func remove() { folder.remove() }

  /// A form that goes home and is signed by a child and a parent.
  static let form = """
    ---
    title: Laptops at home
    kind: agreement
    for: Juniors and their parents
    policy: devices
    sign:
      - {who: Me, fields: [pupil-name, class, {drawing: My name or a drawing}]}
      - {who: My parent, fields: [name, relationship, signature, date]}
    keep: We keep this form for a year.
    return-to: the school office
    ---

    # My promises {#promises}

    - I am kind{% if documents.devices is issued %}, as [](devices) says{% endif %}.

    # Signing {#signing}

    I will keep my promises.

    {% signatures %}
    """

  /// What reading the trust reports, and the documents of its school.
  func load() throws -> (workspace: Workspace, school: SchoolPipeline.Result) {
    let day = try #require(CalendarDate("2026-11-28"))
    var loader = WorkspaceLoader(
      templates: try InputFolder(root.appending(path: "Templates").path),
      schools: try InputFolder(root.appending(path: "Schools").path), day: day)
    loader.provesTemplates = false
    let loaded = loader.load()
    let workspace = try #require(loaded, "\(TextFace().render(loader.report.sorted()))")
    var result = SchoolPipeline(workspace: workspace).run("hill")
    result.report.add(contentsOf: loader.report)
    return (workspace, result)
  }

  /// The files of the school, by their names.
  func files() throws -> [String: String] {
    let (workspace, school) = try load()
    let documents = try #require(
      school.documents, "\(TextFace().render(school.report.sorted()))")
    let output = workspace.site.output(documents, crest: nil, approvals: school.approvals)
    var files: [String: String] = [:]
    for file in output.files { files[file.name] = String(decoding: file.bytes, as: UTF8.self) }
    return files
  }

  /// The pack of a form.
  func pack(_ form: String, _ roster: String, spares: Int = 1) throws -> FormPack.Made {
    let (workspace, school) = try load()
    let documents = try #require(
      school.documents, "\(TextFace().render(school.report.sorted()))")
    var report = Report()
    let read = RosterReader.read(SourceFile(path: "list.csv", text: roster), report: &report)
    let people = try #require(read, "\(TextFace().render(report.sorted()))")
    let document = try #require(workspace.catalogue.documentIndex(form))
    let made = FormPack.make(
      workspace.site, documents, crest: nil, approvals: school.approvals, document: document,
      roster: people, spares: spares)
    return try #require(made)
  }

  /// Runs a command on the trust; returns its exit status.
  func run(_ words: String...) throws -> Int32 {
    let folders = ["schools", "templates", "output"].flatMap {
      ["--\($0)", root.appending(path: $0.capitalized).path]
    }
    let arguments = try Arguments.parse(words + folders + ["--as-of", "2026-11-28"])
    return try Main.run(arguments, Terminal()).rawValue
  }

  var output: OutputFolder { OutputFolder(root.appending(path: "Output").path) }
}
