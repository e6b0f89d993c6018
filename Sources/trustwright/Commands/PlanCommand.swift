import Configuration
import Cores
import Diagnostics
import FileStore
import Publishing

/// `build --plan`: which documents of which schools would change, and why.
struct PlanCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    let session = try Session(arguments, terminal)
    var report = session.report
    guard let workspace = session.workspace, !report.stops(arguments.has(.strict)),
      let templates = Session.folder(.templates, arguments, &report)
    else {
      terminal.report(report.sorted())
      terminal.say("nothing would be written")
      return ExitStatus(refusedFor: report)
    }
    let wanted = arguments.options[.school] ?? []
    for slug in wanted where !workspace.slugs.contains(slug) { throw session.noSchool(slug) }
    let slugs = wanted.isEmpty ? workspace.slugs : workspace.slugs.filter(wanted.contains)
    let pipeline = SchoolPipeline(workspace: workspace)
    let results = Parallel.map(slugs, jobs: session.jobs) { pipeline.run($0) }
    var made: [(SiteBuilder.SchoolOutput, SchoolPipeline.Result)] = []
    for result in results {
      report.add(contentsOf: result.report)
      guard let documents = result.documents, !result.report.stops(arguments.has(.strict)) else {
        continue
      }
      made.append(
        (
          workspace.site.output(documents, crest: result.crest, approvals: result.approvals), result
        ))
    }
    let trust = workspace.site.output(
      workspace.trustDocuments, crest: workspace.trustCrest, approvals: workspace.trustApprovals)
    let plan = BuildPlan(
      workspace, templates, OutputFolder(arguments.value(.output) ?? "Output"),
      made.map(\.0.summary))
    var same = 0
    var text = ""
    for (output, result) in made {
      guard let documents = result.documents else { continue }
      text += Self.text(plan.school(output, documents), &same)
    }
    text += Self.text(plan.school(trust, workspace.trustDocuments), &same)
    if same > 0 {
      text +=
        "Nothing changes at \(same == made.count + 1 ? "any school or the trust" : "\(same) of \(made.count + 1)").\n"
    }
    terminal.report(report.sorted().filter { $0.severity == .error })
    terminal.answer(text)
    return ExitStatus(of: report, strict: arguments.has(.strict))
  }

  private static func text(_ school: BuildPlan.School, _ same: inout Int) -> String {
    guard !school.lines.isEmpty else {
      same += 1
      return ""
    }
    return "\(school.name)\n" + school.lines.map { "  \($0)\n" }.joined()
  }
}
