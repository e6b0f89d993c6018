import Configuration
import Cores
import Diagnostics
import Documents
import FileStore
import Publishing
import Templating

/// Everything that can be said about a workspace: what reading it found, and what its schools say.
enum WorkspaceCheck {
  /// Returns all messages about a workspace that was read.
  ///
  /// - Parameter reading: What was found while it was read.
  static func report(_ workspace: Workspace?, reading: Report, jobs: Int) -> Report {
    var report = reading
    guard let workspace else { return report }
    let pipeline = SchoolPipeline(workspace: workspace)
    let ends = reading.hasErrors ? nil : WorkspaceEnds(workspace: workspace)
    let found = Parallel.map(workspace.slugs, jobs: jobs) { slug in
      let result = pipeline.run(slug)
      return (result: result.withoutManifest, printed: ends?.printed(result.documents))
    }
    let results = found.map(\.result)
    for result in results { report.add(contentsOf: result.report) }
    report.add(contentsOf: Twins.check(results))
    // Only here all schools are read: a build passes over those that have not changed.
    let builder = ProfileBuilder(
      catalogue: workspace.catalogue, trust: workspace.trust, asOf: workspace.day)
    builder.checkMatches(phases: Set(results.compactMap(\.phase)), report: &report)
    // While something is wrong, that is what there is to mend.
    if !report.hasErrors { ends?.check(found.map(\.printed), report: &report) }
    return report
  }
}

/// What the workspace declares and nobody uses; nothing is looked for while there are errors.
struct WorkspaceEnds: Sendable {
  let workspace: Workspace

  /// What a school prints from; nil where something is wrong with it, and nobody can say.
  func printed(_ documents: SchoolDocuments?) -> PrintedClauses? {
    documents.map {
      PrintedClauses(
        workspace.library, catalogue: workspace.catalogue, profile: $0.profile, issued: $0.issued)
    }
  }

  /// - Parameter schools: What each school prints from.
  func check(_ schools: [PrintedClauses?], report: inout Report) {
    BothEnds(
      workspace.library, catalogue: workspace.catalogue, clauses: workspace.clauses,
      layouts: workspace.layouts.uses.map(\.layout)
    ).check(report: &report)
    guard !schools.isEmpty, var all = printed(workspace.trustDocuments) else { return }
    for case .some(let school) in schools { all.formUnion(school) }
    all.check(workspace.library, clauses: workspace.clauses, report: &report)
  }
}
