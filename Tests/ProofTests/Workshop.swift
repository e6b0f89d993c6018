import Configuration
import Diagnostics
import Documents
import Foundation
import Manifests
import PageReader
import SchoolMaker
import Templating
import TestSupport

/// A workspace in memory: a small vocabulary, and the templates of one case.
struct Workshop {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  let catalogue: Catalogue
  let library: Library
  let layouts: [Proofs.LayoutUse]
  /// What reading it reported; none is expected.
  let report: Report

  /// - Parameter files: The text of each file by its path under Templates, over the base's.
  init(_ files: [String: String]) throws {
    var all: [String: String] = [:]
    for (name, path) in [
      ("vocabulary.yaml", "vocabulary.yaml"), ("glossary.yaml", "glossary.yaml"),
      ("legislation.yaml", "legislation.yaml"), ("second.md", "policies/second.md"),
      ("central.md", "policies/central.md"), ("extra.md", "appendices/extra.md"),
    ] {
      all[path] = try String(
        contentsOf: Self.folder.appending(path: "Base/\(name)"), encoding: .utf8)
    }
    all.merge(files) { $1 }
    var report = Report()
    var templates = ReadTemplates(all, report: &report)
    layouts = templates.layouts(report: &report).map {
      Proofs.LayoutUse($0, scopes: [.school, .trust], parts: [])
    }
    catalogue = templates.catalogue
    library = templates.library
    self.report = report
  }

  func findings(bound: Int = Solver.bound) -> Proofs.Findings {
    Proofs.findings(in: library, catalogue: catalogue, layouts: layouts, bound: bound)
  }

  // MARK: - Building

  /// What the school of a counter-example prints, with the proofs left out.
  struct Built {
    var set: SchoolDocuments
    var trust: SchoolDocuments
    /// Errors of the school itself: a counter-example that has any is no school.
    var errors: [Diagnostic]
    var manifest: String
  }

  func build(_ failure: Proofs.Failure, _ questions: QuestionTable) -> Built? {
    guard let answers = failure.answers else { return nil }
    let writer = AnswerWriter(catalogue, questions, answers: answers)
    var report = Report()
    let trustDraft =
      failure.scope == .trust
      ? writer.draft(.trust, document: failure.document) : writer.trust()
    let trustText = trustDraft.yaml(catalogue)
    let trustFile = SourceFile(path: "Schools/trust.yaml", bytes: Array(trustText.utf8))
    guard
      let trust = TrustReader.read(
        ManifestParser.parse(trustFile, report: &report), catalogue: catalogue, schools: [],
        report: &report),
      let day = CalendarDate("2026-11-28")
    else { return nil }
    var builder = ProfileBuilder(catalogue: catalogue, trust: trust, asOf: day)
    var trustReport = Report()
    let trustProfile = builder.trustProfile(
      asked: library.askedByTrust, report: &trustReport)
    let trustSet = SchoolDocuments(library: library, catalogue: catalogue, profile: trustProfile)
    guard failure.scope == .school else {
      return Built(
        set: trustSet, trust: trustSet,
        errors: (report.diagnostics + trustReport.diagnostics).filter { $0.severity == .error },
        manifest: trustText)
    }
    builder.issuedByTrust = Set(trustSet.issued)
    let text = writer.draft(.school, document: failure.document).yaml(catalogue)
    let file = SourceFile(path: "Schools/sample/school.yaml", bytes: Array(text.utf8))
    guard
      let school = SchoolReader.read(
        ManifestParser.parse(file, report: &report), slug: "sample", catalogue: catalogue,
        report: &report),
      let profile = builder.profile(of: school, report: &report)
    else { return nil }
    let set = SchoolDocuments(
      library: library, catalogue: catalogue, profile: profile, trust: trustSet)
    return Built(
      set: set, trust: trustSet, errors: report.diagnostics.filter { $0.severity == .error },
      manifest: text)
  }
}

extension Workshop.Built {
  /// Whether the fault that a proof tells of is there to be seen.
  func shows(_ failure: Proofs.Failure) -> Bool {
    let place = failure.diagnostic.place
    func isHere(_ other: Place) -> Bool {
      other.file.path == place.file.path && other.range == place.range
    }
    guard let document = failure.document else { return false }
    let program = set.library.programs[document]
    if failure.diagnostic.code == .deadReference, failure.scope == .trust {
      // What the trust does not print, no school can cite.
      return program.references.contains { reference in
        guard isHere(reference.place), case .section(let target, let headings) = reference.target
        else { return false }
        let outline = set.documents[target]?.outline
        return headings.allSatisfy { outline?.section(ofHeading: $0) == nil }
      }
    }
    guard let resolved = set.documents[document] else { return false }
    switch failure.diagnostic.code {
    case .missingValue:
      return resolved.flow.problems.contains { isHere($0.place) }
    case .deadReference:
      let reader = ReferenceReader(set, document: document)
      return resolved.flow.pieces.contains { piece in
        switch piece {
        case .reference(let number), .link(let number):
          reader.isDead(program.references[number]) && isHere(program.references[number].place)
        default: false
        }
      }
    case .brokenSentence, .articleBeforeValue:
      return failure.diagnostic.message.contains("‘") ? prints(failure.diagnostic, document) : true
    default: return !faults(of: document).isEmpty
    }
  }

  /// Whether a document prints the words that a message quotes; dots stand for values.
  private func prints(_ diagnostic: Diagnostic, _ document: Int) -> Bool {
    let message = diagnostic.message
    guard let start = message.range(of: ": ‘"), message.hasSuffix("’") else { return true }
    var text = PageFaults.text(of: html(of: document))[...]
    for part in message[start.upperBound...].dropLast().components(separatedBy: "…") {
      let words = part.trimmingCharacters(in: .whitespaces)
      guard !words.isEmpty else { continue }
      guard let found = text.range(of: words) else { return false }
      text = text[found.upperBound...]
    }
    return true
  }

  private func html(of document: Int) -> String {
    guard let resolved = set.documents[document] else { return "" }
    var html = HTMLWriter()
    HTMLFace.article(
      set, documents: [document], volume: nil, page: resolved.placement.page,
      linksHeadings: false, to: &html)
    return String(decoding: html.bytes, as: UTF8.self)
  }

  /// What is wrong with the text of a document.
  func faults(of document: Int) -> [String] {
    let html = html(of: document)
    let form = set.documents[document]?.flow.form
    let fronts = [form?.returnTo, form?.keep].compactMap { $0 }
    return PageFaults.faults(in: html, isStrict: true)
      + fronts.flatMap { PageFaults.textFaults($0, isSentence: false) }
      + (PageFaults.text(of: html).isEmpty ? ["nothing at all"] : [])
  }
}
