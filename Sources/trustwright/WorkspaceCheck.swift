import Configuration
import Diagnostics
import FileStore
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
    let results = Parallel.map(workspace.slugs, jobs: jobs) { pipeline.run($0).withoutManifest }
    for result in results { report.add(contentsOf: result.report) }
    report.add(contentsOf: across(workspace, results))
    return report
  }

  /// Returns what can be said only when all schools were read: schools that are one twice, settings for
  /// schools that are not there, names of manifests typed into templates.
  static func across(_ workspace: Workspace, _ results: [SchoolPipeline.Result]) -> Report {
    var report = Twins.check(results)
    let trust = workspace.trust
    let vocabulary = workspace.catalogue.vocabulary
    let builder = ProfileBuilder(catalogue: workspace.catalogue, trust: trust, asOf: workspace.day)
    builder.checkMatches(phases: Set(results.compactMap(\.phase)), report: &report)
    var names = TypedNames()
    for name in TypedNames.names(in: trust.layer, trust.details, "trust", vocabulary) {
      names.add(name)
    }
    let layers = trust.phases.sorted { $0.key < $1.key }.map(\.value) + trust.groups.map(\.layer)
    for layer in layers {
      for name in TypedNames.names(in: layer, nil, "", vocabulary) { names.add(name) }
    }
    for name in results.flatMap(\.names) { names.add(name) }
    names.check(workspace.wording, report: &report)
    return report
  }
}
