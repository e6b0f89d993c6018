import Configuration
import Diagnostics
import FileStore

/// Everything that can be said about a workspace: what reading it found, and what its schools say.
enum WorkspaceCheck {
  /// Returns all messages about a workspace that was read.
  ///
  /// - Parameter reading: What was found while it was read.
  static func report(_ workspace: Workspace?, reading: Report, jobs: Int) -> Report {
    var report = reading
    guard let workspace else { return report }
    let pipeline = SchoolPipeline(workspace: workspace)
    let results = Parallel.map(workspace.slugs, jobs: jobs) { pipeline.run($0).withoutManifest }
    for result in results { report.add(contentsOf: result.report) }
    report.add(contentsOf: Twins.check(results))
    // Only here all schools are read: a build passes over those that have not changed.
    let builder = ProfileBuilder(
      catalogue: workspace.catalogue, trust: workspace.trust, asOf: workspace.day)
    builder.checkMatches(phases: Set(results.compactMap(\.phase)), report: &report)
    return report
  }
}
