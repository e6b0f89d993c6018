import Configuration
import Diagnostics
import Documents

/// `explain`: where each value of a school comes from, and what it decides.
struct ExplainCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    let session = try Session(arguments, terminal)
    guard let workspace = session.workspace else {
      terminal.report(session.report.sorted())
      return ExitStatus(refusedFor: session.report)
    }
    let slug = arguments.words[0]
    let path = arguments.words.count > 1 ? arguments.words[1] : nil
    guard let text = try Self.text(slug, path: path, workspace) else {
      let report = SchoolPipeline(workspace: workspace).run(slug).report
      terminal.report(report.sorted())
      return ExitStatus(refusedFor: report)
    }
    terminal.answer(text)
    return .done
  }

  /// Returns what there is to tell of a school, or of one of its values; nil where its manifest cannot
  /// be read at all.
  static func text(
    _ slug: String, path: String?, _ workspace: Workspace
  ) throws(UsageError) -> String? {
    guard let subject = try explained(slug, workspace) else { return nil }
    var text = ExplanationText(
      name: subject.profile.details.name.value,
      layers: subject.profile.layers.map(\.kind.title))
    guard let path else {
      text.list(subject.explainer.all)
      return text.text
    }
    switch subject.explainer.answer(path) {
    case .several(let found): text.list(found)
    case .unknown(let problem):
      throw UsageError(problem.message, help: problem.label ?? problem.help)
    case .one(let found):
      for (index, entry) in found.enumerated() {
        text.explain(entry, hasMore: index < found.count - 1)
      }
      let subjects = found.compactMap(\.subject)
      // What is said of a document itself is printed in many ways, and no template names it by this path.
      if subjects.isEmpty { return text.text }
      text.trace(
        Traces(of: subjects, in: workspace.library, subject.documents),
        subjects.first.map(subject.explainer.consequences) ?? [])
    }
    return text.text
  }

  /// What is explained: a school, or the trust for its own documents.
  private struct Explained {
    var profile: SchoolProfile
    var explainer: Explainer
    var documents: SchoolDocuments?
  }

  private static func explained(
    _ slug: String, _ workspace: Workspace
  ) throws(UsageError) -> Explained? {
    let builder = ProfileBuilder(
      catalogue: workspace.catalogue, trust: workspace.trust, asOf: workspace.day)
    if slug == "trust" {
      let profile = workspace.trustProfile
      return Explained(
        profile: profile, explainer: Explainer(builder, school: nil, profile: profile),
        documents: workspace.trustDocuments)
    }
    guard workspace.slugs.contains(slug) else {
      let known = workspace.slugs + ["trust"]
      throw UsageError(
        "there is no school '\(slug)'",
        help: Suggestion.label(for: slug, in: known)
          ?? "the schools are \(Prose.list(workspace.slugs)); 'trust' explains the trust's own values"
      )
    }
    let result = SchoolPipeline(workspace: workspace).run(slug)
    // With the dates of the approvals in force.
    guard let school = result.manifest, let profile = result.documents?.profile ?? result.profile
    else { return nil }
    return Explained(
      profile: profile, explainer: Explainer(builder, school: school, profile: profile),
      documents: result.documents)
  }
}
