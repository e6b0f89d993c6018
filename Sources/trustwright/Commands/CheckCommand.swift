import Configuration
import Cores
import Diagnostics
import FileStore

/// `check`: everything that can be said about the workspace, and nothing written.
struct CheckCommand {
  let arguments: Arguments
  let terminal: Terminal

  enum Format: String, CaseIterable { case text, json, sarif, github }

  func run() throws -> ExitStatus {
    let format: Format = try arguments.choice(.format, default: .text)
    let jobs = try arguments.jobs()
    let schools = Later<WorkspaceCheck.Schools>()
    let session = try Session(arguments, terminal) { workspace, isWrong in
      schools.value = WorkspaceCheck.schools(workspace, isWrong: isWrong, jobs: jobs)
    }
    let report = WorkspaceCheck.report(
      session.workspace, reading: session.report, jobs: jobs, schools: schools.value)
    let diagnostics = report.sorted()
    switch format {
    case .text:
      terminal.report(diagnostics, asAnswer: true)
      terminal.answer("\(Terminal.count(diagnostics))\n")
    case .json: terminal.answer(MachineFace.json(diagnostics))
    case .sarif: terminal.answer(MachineFace.sarif(diagnostics, version: Version.number))
    case .github: terminal.answer(MachineFace.github(diagnostics))
    }
    // At once: to take apart piece by piece what was read would be work for nobody.
    ProcessEnd.exit(ExitStatus(of: report, strict: arguments.has(.strict)).rawValue)
  }
}

/// Finds schools that are one school twice.
enum Twins {
  static func check(_ results: [SchoolPipeline.Result]) -> Report {
    var report = Report()
    var names: [String: Place] = [:]
    var numbers: [String: Place] = [:]
    for result in results {
      if let name = result.name {
        let place = result.file.place(name.range)
        if let first = names[name.value.lowercased()] {
          report.add(.duplicateSchool(name.value, at: place, first: first))
        } else {
          names[name.value.lowercased()] = place
        }
      }
      if let urn = result.urn {
        let place = result.file.place(urn.range)
        if let first = numbers[urn.value] {
          report.add(.duplicateURN(urn.value, at: place, first: first))
        } else {
          numbers[urn.value] = place
        }
      }
    }
    return report
  }
}
