import Configuration
import Diagnostics
import Documents
import FileStore
import Manifests
import Publishing
import Reviews
import Templating

/// Takes one school from its manifest to its documents.
struct SchoolPipeline: Sendable {
  let workspace: Workspace
  /// Whether documents are made although something is wrong, as far as they can be: to compare them.
  var isTolerant = false

  /// A school that was read: its documents where nothing is wrong, and what there is to say.
  struct Result: Sendable {
    var slug: String
    var report: Report
    var documents: SchoolDocuments?
    /// What its manifest says, and what that comes to, so far as it could be read.
    var manifest: SchoolManifest?
    var profile: SchoolProfile?
    var phase: Int?
    var crest: Crest?
    /// What is recorded of its approvals.
    var approvals = SchoolApprovals()
    /// Whether what there is to say depends on which other schools there are.
    var looksAtOthers = false
    /// The name, so far as it could be read, to find schools of the same name.
    var name: Located<String>?
    var urn: Located<String>?
    var file: SourceFile

    /// The result without what only one command needs: a trust may have thousands of schools.
    var withoutManifest: Self {
      var copy = self
      copy.manifest = nil
      copy.profile = nil
      return copy
    }

    /// The result without its pages too: what there is to say, and to find schools of the same name.
    var withoutDocuments: Self {
      var copy = withoutManifest
      copy.documents = nil
      copy.approvals = SchoolApprovals()
      copy.crest = nil
      return copy
    }
  }

  /// - Parameter pending: An approval that is about to be recorded: the documents are as they will be then.
  func run(_ slug: String, pending: SchoolApprovals.Pending? = nil) -> Result {
    let name = "\(slug)/school.yaml"
    let path = workspace.schools.path(of: name)
    var result = Result(slug: slug, report: Report(), file: SourceFile(path: path, bytes: []))
    do {
      let bytes = try workspace.schools.read(name, limit: TextCheck.largestManifest)
      result.file = SourceFile(path: path, bytes: bytes)
    } catch {
      result.report.add(.unreadable(error, at: result.file.place))
      return result
    }
    guard let school = read(&result) else { return result }
    result.profile = profile(of: school, &result)
    // What is wrong with approvals stops what is published, and not what can be said of the documents.
    var approvalReport = Report()
    result.approvals = ApprovalStore.load(
      slug, in: workspace.schools, settings: workspace.trust.approvals,
      catalogue: workspace.catalogue, report: &approvalReport)
    resolve(school, pending, &result, approvals: &approvalReport)
    result.report.add(contentsOf: approvalReport)
    return result
  }

  /// Reads a school's manifest; nil where there is nothing more to say of it than that it cannot be read.
  private func read(_ result: inout Result) -> SchoolManifest? {
    let manifest = ManifestParser.parse(result.file, report: &result.report)
    let isReadable = !result.report.hasErrors
    // A file that is no text says nothing at all.
    if !isReadable, case .none = manifest.root.content { return nil }
    guard
      let school = SchoolReader.read(
        manifest, slug: result.slug, catalogue: workspace.catalogue, report: &result.report)
    else { return nil }
    result.name = school.details.name.value.isEmpty ? nil : school.details.name
    result.urn = school.details.urn
    // Where a line was lost, what it said would only be missed.
    guard isReadable else { return nil }
    result.manifest = school
    result.phase = school.phase?.value
    return school
  }

  /// Lays a school's manifest over the layers below it, and looks at what it says of itself.
  private func profile(of school: SchoolManifest, _ result: inout Result) -> SchoolProfile? {
    let names = TypedNames.names(
      in: school.layer, school.details, "school", workspace.catalogue.vocabulary,
      of: workspace.wording)
    TypedNames.check(names, in: workspace.wording, report: &result.report)
    var builder = ProfileBuilder(
      catalogue: workspace.catalogue, trust: workspace.trust, asOf: workspace.day)
    builder.issuedByTrust = Set(workspace.trustDocuments.issued)
    let profile = builder.profile(of: school, report: &result.report)
    if let colour = school.details.colour,
      let warning = Diagnostic.weakColour(colour.value, at: result.file.place(colour.range))
    {
      result.report.add(warning)
    }
    result.crest = CrestReader.read(
      result.slug, named: school.details.logo, by: result.file, in: workspace.schools,
      report: &result.report)
    return profile
  }

  /// Makes a school's documents from its profile, and checks them, where there is a profile and nothing is wrong with it.
  private func resolve(
    _ school: SchoolManifest, _ pending: SchoolApprovals.Pending?, _ result: inout Result,
    approvals approvalReport: inout Report
  ) {
    guard var profile = result.profile else { return }
    let (catalogue, day) = (workspace.catalogue, workspace.day)
    result.looksAtOthers = workspace.manifestWording.check(
      school, profile, report: &result.report)
    if pending == nil {
      ApprovalChecks.checkDates(
        profile, result.approvals, catalogue: catalogue, on: day, report: &approvalReport)
    }
    result.approvals.apply(to: &profile, catalogue: catalogue, on: day, pending: pending)
    DateChecks(catalogue: catalogue, asOf: day).check(profile, report: &result.report)
    // Documents of a school with missing values would only repeat what was said of the values.
    guard isTolerant || !result.report.hasErrors else { return }
    let documents = SchoolDocuments(
      library: workspace.library, catalogue: catalogue, profile: profile,
      trust: workspace.trustDocuments)
    DocumentChecks.check(documents, workspace.laws, report: &result.report)
    if pending == nil {
      ApprovalChecks.checkTexts(documents, result.approvals, on: day, report: &approvalReport)
    }
    result.documents = documents
  }
}

/// Checks what documents of a school print.
enum DocumentChecks {
  static func check(_ set: SchoolDocuments, _ laws: LawChecks, report: inout Report) {
    laws.check(set, report: &report)
    ReadingChecks.check(set, report: &report)
    for index in set.issued {
      guard let resolved = set.documents[index] else { continue }
      let id = set.catalogue.documents[index].id
      for problem in resolved.flow.problems {
        report.add(.unprintable(problem, document: id, profile: set.profile))
      }
      checkReferences(set, index, id, report: &report)
    }
  }

  private static func checkReferences(
    _ set: SchoolDocuments, _ index: Int, _ id: String, report: inout Report
  ) {
    guard let resolved = set.documents[index] else { return }
    let references = set.library.programs[index].references
    let reader = ReferenceReader(set, document: index)
    let school = set.profile.scope == .trust ? "the trust" : set.profile.details.name.value
    for piece in resolved.flow.pieces {
      switch piece {
      case .reference(let number), .link(let number):
        let reference = references[number]
        guard reader.isDead(reference) else { continue }
        report.add(
          .deadReference(
            target(reference, set), document: id, school: school, at: reference.place))
      default: break
      }
    }
  }

  private static func target(_ reference: Reference, _ set: SchoolDocuments) -> String {
    switch reference.target {
    case .section(let document, let headings):
      let program = set.library.programs[document]
      let heading = headings.first.flatMap { program.headings[$0].id } ?? ""
      return "section '\(heading)' of '\(set.catalogue.documents[document].id)'"
    case .document(let document): return "'\(set.catalogue.documents[document].id)'"
    default: return "what it cites"
    }
  }
}
