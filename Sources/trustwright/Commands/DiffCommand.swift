import Configuration
import Cores
import Diagnostics
import FileStore
import Publishing
import Reviews

/// `diff`: what changed in each school's documents, section by section, in words.
struct DiffCommand {
  let arguments: Arguments
  let terminal: Terminal

  enum Format: String, CaseIterable { case text, html, json }

  func run() throws -> ExitStatus {
    let format: Format = try arguments.choice(.format, default: .text)
    guard let from = arguments.value(.from) else {
      throw UsageError("'diff' needs --from", help: DifferenceSource.help)
    }
    guard (arguments.words.count == 1) != arguments.has(.all) else {
      throw UsageError(
        "'diff' needs a school, or --all", help: "usage: trustwright \(Command.diff.usage)")
    }
    let session = try Session(arguments, terminal)
    guard let workspace = session.workspace else {
      terminal.report(session.report.sorted())
      return ExitStatus(refusedFor: session.report)
    }
    var scratch: TemporaryFolder?
    defer { scratch?.remove() }
    let source = try DifferenceSource.find(
      from, arguments, records: records(workspace)
    ) {
      let folder = try TemporaryFolder()
      scratch = folder
      return folder.path
    }
    var report = session.report
    let schools: [SchoolDifference]
    var vocabularies = [workspace.catalogue.vocabulary]
    switch source {
    case .workspace(let oldSchools, let oldTemplates):
      guard let templates = Session.folder(.templates, arguments, &report) else {
        return ExitStatus(refusedFor: report)
      }
      var old = Report()
      guard
        let maker = DifferenceMaker(
          old: oldSchools, oldTemplates, new: workspace, templates, report: &old)
      else {
        terminal.report(old.sorted())
        terminal.say("error: '\(from)' cannot be read")
        return ExitStatus(refusedFor: old)
      }
      vocabularies.append(maker.old.catalogue.vocabulary)
      let slugs = try wanted(maker.slugs, session)
      schools = Parallel.map(slugs, jobs: session.jobs) { maker.difference($0) }
    case .approvals(let name):
      let slugs = try wanted(workspace.slugs + ["trust"], session)
      schools = slugs.compactMap { slug in
        comparison(slug, workspace, &report)?.difference(from: name)
      }
    }
    let words = DifferenceWords(vocabularies, from: title(of: source, from))
    switch format {
    case .text:
      terminal.answer(
        arguments.has(.all) ? words.text(schools) : schools.map(words.text).joined(separator: "\n"))
    case .json: terminal.answer(words.json(schools))
    case .html:
      let output = OutputFolder(arguments.value(.output) ?? "Output")
      output.clearDrafts(below: "central/changes")
      do {
        for file in workspace.site.differencePages(
          schools, words, trust: workspace.trustDocuments)
        {
          _ = try output.write(file.bytes, to: file.name)
          terminal.answer(output.path(of: file.name) + "\n")
        }
      } catch {
        return terminal.failed(error, kept: "what is printed above was written, no more")
      }
    }
    let errors = report.sorted().filter { $0.severity == .error }
    terminal.report(errors)
    return ExitStatus(of: report)
  }

  private func title(of source: DifferenceSource, _ from: String) -> String {
    switch source {
    case .workspace: from
    case .approvals(nil): "the approvals in force"
    case .approvals(let name?): "the approval \(name)"
    }
  }

  /// The schools to compare.
  private func wanted(_ known: [String], _ session: Session) throws(UsageError) -> [String] {
    guard let slug = arguments.words.first else { return known }
    guard known.contains(slug) else { throw session.noSchool(slug) }
    return [slug]
  }

  /// The names of the approvals of the school that is compared.
  private func records(_ workspace: Workspace) -> [String] {
    guard let slug = arguments.words.first else { return [] }
    if slug == "trust" { return workspace.trustApprovals.records.map(\.name) }
    guard workspace.slugs.contains(slug) else { return [] }
    var ignored = Report()
    return ApprovalStore.load(
      slug, in: workspace.schools, settings: workspace.trust.approvals,
      catalogue: workspace.catalogue, report: &ignored
    ).records.map(\.name)
  }

  private func comparison(
    _ slug: String, _ workspace: Workspace, _ report: inout Report
  ) -> ApprovalComparison? {
    if slug == "trust" {
      return ApprovalComparison(
        documents: workspace.trustDocuments, approvals: workspace.trustApprovals,
        workspace: workspace)
    }
    let result = SchoolPipeline(workspace: workspace, isTolerant: true).run(slug)
    report.add(contentsOf: result.report)
    return result.documents.map {
      ApprovalComparison(documents: $0, approvals: result.approvals, workspace: workspace)
    }
  }
}
