import Configuration
import Diagnostics
import FileStore
import Publishing

/// `bundle`: one folder for an inspector, with what was in force at a school on a day.
struct BundleCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    let slug = arguments.words[0]
    let session = try Session(arguments, terminal)
    guard let workspace = session.workspace, !session.report.hasErrors else {
      terminal.report(session.report.sorted())
      return ExitStatus(refusedFor: session.report)
    }
    guard workspace.slugs.contains(slug) else { throw session.noSchool(slug) }
    let result = SchoolPipeline(workspace: workspace).run(slug)
    guard let documents = result.documents, !result.report.hasErrors else {
      terminal.report(result.report.sorted())
      terminal.say("nothing was written")
      return ExitStatus(refusedFor: result.report)
    }
    let output = OutputFolder(arguments.value(.output) ?? "Output")
    let files = workspace.site.bundle(
      documents, crest: result.crest, approvals: result.approvals)
    output.clearDrafts(below: "central/bundles")
    var count = 0
    do {
      for file in files {
        _ = try output.write(file.bytes, to: file.name)
        count += 1
      }
    } catch {
      return terminal.failed(
        error, kept: "\(count) of \(files.count) files of the bundle are written; make it again")
    }
    if let index = files.last { terminal.answer(output.path(of: index.name) + "\n") }
    terminal.say("\(files.count) files")
    return .done
  }
}
