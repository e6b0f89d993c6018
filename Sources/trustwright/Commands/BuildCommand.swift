import Configuration
import Diagnostics
import Documents
import FileStore
import Publishing

/// `build`: checks, then writes the site, the data and the pages for the central team.
struct BuildCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    let start = SystemConsole.seconds()
    let session = try Session(arguments, terminal)
    let wanted = arguments.options[.school] ?? []
    if let workspace = session.workspace {
      for slug in wanted where !workspace.slugs.contains(slug) {
        let near = Suggestion.nearest(to: slug, in: workspace.slugs)
        throw UsageError(
          "there is no school '\(slug)'", help: near.map { "did you mean '\($0)'?" })
      }
    }
    let isStrict = arguments.has(.strict)
    guard let workspace = session.workspace, !session.report.stops(isStrict) else {
      let diagnostics = session.report.sorted()
      terminal.report(diagnostics)
      terminal.say("\(Terminal.count(diagnostics)); nothing was written")
      return .wrongInput
    }
    let output = OutputFolder(arguments.value(.output) ?? "Output")
    var builder = SiteWriter(
      workspace: workspace, output: output, wanted: wanted.isEmpty ? nil : Set(wanted),
      isStrict: isStrict, jobs: session.jobs, terminal: terminal,
      isVerbose: arguments.has(.verbose))
    let report: Report
    do {
      report = try builder.write(session.report)
    } catch {
      terminal.say("error: \(error.message)")
      terminal.say(builder.progressWords + "; what was there before is untouched")
      return .machineFailed
    }
    terminal.report(report.sorted())
    terminal.say(builder.closingWords(seconds: SystemConsole.seconds() - start))
    return ExitStatus(of: report, strict: isStrict)
  }
}

extension Report {
  /// Whether nothing may be built from what was read.
  func stops(_ isStrict: Bool) -> Bool { hasErrors || isStrict && count(of: .warning) > 0 }
}
