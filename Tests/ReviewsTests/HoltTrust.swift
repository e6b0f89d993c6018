import Configuration
import Diagnostics
import FileStore
import Foundation
import Publishing
import Reviews
import TestSupport
import Testing

@testable import trustwright

/// A trust of three schools in a folder of its own, with the layouts of the repository.
final class HoltTrust {
  private let folder: TestFolder
  var root: URL { folder.root }
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  init() throws {
    folder = try TestFolder("reviews")
    for (name, text) in Self.files { try write(name, text) }
    let site = Self.repository.appending(path: "Templates/site")
    for name in try FileManager.default.contentsOfDirectory(atPath: site.path)
    where !name.hasSuffix(".md") {
      try folder.copy(site.appending(path: name), to: "Templates/site/\(name)")
    }
  }

  deinit { folder.remove() }

  // MARK: - Files

  func path(_ name: String) -> URL { folder.path(name) }

  func text(_ name: String) throws -> String { try folder.text(name) }

  func bytes(_ name: String) -> Data? { folder.bytes(name) }

  func write(_ name: String, _ text: String) throws { try folder.write(name, text) }

  /// Replaces a text in a file, which must be there.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = try self.text(name)
    try #require(text.contains(old), "\(name) has no '\(old)'")
    try write(name, text.replacingOccurrences(of: old, with: new))
  }

  /// Keeps the workspace as it is in another folder of it.
  func keep(as name: String) throws {
    for part in ["Schools", "Templates"] {
      try folder.copy(path(part), to: "\(name)/\(part)")
    }
  }

  /// All files below a folder, by name.
  func files(_ name: String) -> [String: Data] { folder.files(name) }

  // MARK: - Commands

  private func arguments(_ words: [String]) throws -> Arguments {
    try Arguments.parse(
      words + [
        "--schools", path("Schools").path, "--templates", path("Templates").path, "--output",
        path("Output").path,
      ])
  }

  /// Runs a command and returns the status that it ends with.
  @discardableResult
  func run(_ words: String...) throws -> trustwright.ExitStatus {
    try Main.run(arguments(words), Terminal())
  }

  func approve(_ school: String, _ document: String, on day: String) throws {
    let status = try run(
      "approve", school, document, "--by", "Governing Body", "--on", day, "--minute", "GB 7")
    guard case .done = status else {
      Issue.record("\(school) \(document) was not approved")
      return
    }
  }

  func session(_ day: String) throws -> Session {
    try Session(arguments(["status", "--as-of", day]), Terminal())
  }

  /// The state of each document, as `school/document`.
  func states(_ day: String) throws -> [String: String] {
    let session = try session(day)
    let workspace = try #require(session.workspace)
    var table = ReviewTable(asOf: session.day)
    for result in session.schools(workspace) {
      if let documents = result.documents { table.add(documents, result.approvals) }
    }
    var states: [String: String] = [:]
    for row in table.rows { states["\(row.school)/\(row.document)"] = row.status.name }
    return states
  }

  /// The codes of what `check` says of a day.
  func codes(_ day: String) throws -> [DiagnosticCode] {
    let session = try session(day)
    return WorkspaceCheck.report(session.workspace, reading: session.report, jobs: 1).sorted()
      .map(\.code)
  }

  /// What changed at each school since a folder, in lines: `kind | section or path | causes`.
  func changes(since folder: String, _ day: String) throws -> [SchoolDifference] {
    let workspace = try #require(try session(day).workspace)
    var report = Report()
    let maker = DifferenceMaker(
      old: try InputFolder(path("\(folder)/Schools").path),
      try InputFolder(path("\(folder)/Templates").path), new: workspace,
      try InputFolder(path("Templates").path), report: &report)
    return try #require(maker).slugs.map { try #require(maker).difference($0) }
  }

  // MARK: - The trust

  private static let files: [(String, String)] = [
    (
      "Templates/vocabulary.yaml",
      """
      bands:
        ks1: {title: Key stage 1}
        ks2: {title: Key stage 2}
      phases:
        primary: {title: primary, bands: [ks1, ks2]}
      roles:
        dsl: {title: designated safeguarding lead, required: yes}
        dpo: {title: data protection officer, required: yes}
      providers:
        filtering: {title: filtering service}
      rules:
        devices:
          question: May pupils bring a device?
          options: {not-allowed: Devices stay at home., handed-in: Devices are handed in.}
          default: not-allowed
        pin-length: {question: How long is a PIN?, type: number, default: 4}
      """
    ),
    (
      "Templates/legislation.yaml",
      """
      laws:
        dpa: {title: Data Protection Act 2018, status: in force}
        new-dpa: {title: Data Protection Act 2027, status: in force}
        kcsie: {title: Keeping children safe in education, edition: "2025", status: in force}
      """
    ),
    (
      "Templates/glossary.yaml",
      "terms:\n  device: {term: device, definition: A phone or a tablet.}\n"
    ),
    (
      "Templates/policies/use.md",
      """
      ---
      title: Acceptable use policy
      kind: policy
      review-every: 1 year
      summary: How {{ school.name }} uses its equipment.
      ---

      # Devices {#devices}

      {% choose rules.devices %}
      {% when not-allowed %}
      Pupils must not bring a device to school.
      {% when handed-in %}
      Pupils must hand a device in when they come to school.
      {% endchoose %}

      A PIN has at least {{ rules.pin-length }} figures.

      # Data {#data}

      We keep to the [](law:dpa).

      # People {#people}

      Ask {{ leads.dsl.name }} about safety, and {{ leads.dpo.name }} about data. {% if providers.filtering.name exists %}{{ providers.filtering.name }} filters what is seen.{% endif %}
      """
    ),
    (
      "Templates/policies/visits.md",
      """
      ---
      title: Visits policy
      kind: policy
      review-every: 1 year
      ---

      # Visits {#visits}

      Every visit is planned.{% if documents.use is issued %} Also, [our rules](use#devices) hold.{% endif %}
      """
    ),
    (
      "Templates/agreements/pupil.md",
      """
      ---
      title: Pupil agreement
      kind: agreement
      policy: use
      for: Pupils
      sign: [signature, date]
      ---

      {% choose rules.devices %}
      {% when not-allowed %}
      I leave my phone at home.
      {% when handed-in %}
      I hand my phone in.
      {% endchoose %}

      {% signatures %}
      """
    ),
    (
      "Templates/agreements/staff.md",
      """
      ---
      title: Staff agreement
      kind: agreement
      policy: use
      for: Staff
      sign: [signature, date]
      ---

      I tell {{ leads.dsl.name }} when something worries me.

      {% signatures %}
      """
    ),
    (
      "Schools/trust.yaml",
      """
      trust: {name: Holt Trust}
      leads:
        dpo: Ms D One
      providers:
        filtering: {name: Clearview}
      rules:
        pin-length: 6
      """
    ),
    ("Schools/alder/school.yaml", school("Alder School", "Ms A Lead", devices: nil)),
    ("Schools/birch/school.yaml", school("Birch School", "Mr B Lead", devices: "handed-in")),
    ("Schools/cedar/school.yaml", school("Cedar School", "Dr C Lead", devices: nil)),
  ]

  private static func school(_ name: String, _ lead: String, devices: String?) -> String {
    """
    # \(name)
    school: {name: \(name), phase: primary}
    leads:
      dsl: \(lead)     # on every page
    \(devices.map { "rules:\n  devices: \($0)" } ?? "# no rules of its own")
    documents:
      use:
        adopted: 2025-09-16        # the first
        version: 1
      visits: {adopted: 2025-09-16, version: 1}

    """
  }
}
