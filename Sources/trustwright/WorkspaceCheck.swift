import Configuration
import Cores
import Diagnostics
import Documents
import FileStore
import Publishing
import Templating

/// Everything that can be said about a workspace: what reading it found, and what its schools say.
enum WorkspaceCheck {
  /// What was found in the schools, which does not depend on what is proved of the templates.
  struct Schools: Sendable {
    fileprivate var results: [SchoolPipeline.Result]
    /// What each prints from.
    fileprivate var printed: [PrintedClauses?]
    /// What the templates declare and do not use.
    fileprivate var unused: Report
  }

  /// Reads all schools.
  ///
  /// - Parameter isWrong: Whether something is known to be wrong, so that nobody asks what is not used.
  static func schools(_ workspace: Workspace, isWrong: Bool, jobs: Int) -> Schools {
    let pipeline = SchoolPipeline(workspace: workspace)
    let ends = isWrong ? nil : WorkspaceEnds(workspace: workspace)
    let (found, unused) = Parallel.both(jobs: jobs) {
      Parallel.map(workspace.slugs, jobs: jobs) { slug in
        let result = pipeline.run(slug)
        return (result: result.withoutManifest, printed: ends?.printed(result.documents))
      }
    } and: {
      ends?.unused()
    }
    return Schools(
      results: found.map(\.result), printed: found.map(\.printed), unused: unused ?? Report())
  }

  /// Returns all messages about a workspace that was read.
  ///
  /// - Parameters:
  ///   - reading: What was found while it was read.
  ///   - known: What was found in its schools, where they were read already.
  static func report(
    _ workspace: Workspace?, reading: Report, jobs: Int, schools known: Schools? = nil
  ) -> Report {
    var report = reading
    guard let workspace else { return report }
    let schools = known ?? schools(workspace, isWrong: reading.hasErrors, jobs: jobs)
    for result in schools.results { report.add(contentsOf: result.report) }
    report.add(contentsOf: Twins.check(schools.results))
    // Only here all schools are read: a build passes over those that have not changed.
    let builder = ProfileBuilder(
      catalogue: workspace.catalogue, trust: workspace.trust, asOf: workspace.day)
    builder.checkMatches(phases: Set(schools.results.compactMap(\.phase)), report: &report)
    // While something is wrong, that is what there is to mend.
    guard !report.hasErrors else { return report }
    report.add(contentsOf: schools.unused)
    WorkspaceEnds(workspace: workspace).check(schools.printed, report: &report)
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

  /// What no template uses.
  func unused() -> Report {
    var report = Report()
    BothEnds(
      workspace.library, catalogue: workspace.catalogue, clauses: workspace.clauses,
      layouts: workspace.layouts.uses.map(\.layout)
    ).check(report: &report)
    return report
  }

  /// Reports what no school prints.
  ///
  /// - Parameter schools: What each school prints from.
  func check(_ schools: [PrintedClauses?], report: inout Report) {
    guard !schools.isEmpty, var all = printed(workspace.trustDocuments) else { return }
    for case .some(let school) in schools { all.formUnion(school) }
    all.check(workspace.library, clauses: workspace.clauses, report: &report)
  }
}
