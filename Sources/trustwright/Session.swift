import Configuration
import Diagnostics
import FileStore
import Templating

/// A run of a command over a workspace.
struct Session {
  let arguments: Arguments
  let terminal: Terminal
  let day: CalendarDate
  let jobs: Int
  /// What was found while the workspace was read.
  let report: Report
  /// The workspace; nil where no school can be read.
  let workspace: Workspace?
  /// All that can be named, where the vocabulary could be read.
  let catalogue: Catalogue?

  init(_ arguments: Arguments, _ terminal: Terminal) throws {
    self.arguments = arguments
    self.terminal = terminal
    let today = SystemConsole.today()
    let date =
      CalendarDate(year: today.year, month: today.month, day: today.day)
      ?? CalendarDate(dayNumber: 0)
    day = try arguments.day(default: date)
    jobs = try arguments.jobs(default: SystemConsole.processorCount)
    var report = Report()
    guard
      let templates = Self.folder(arguments.value(.templates) ?? "Templates", &report),
      let schools = Self.folder(arguments.value(.schools) ?? "Schools", &report)
    else {
      self.report = report
      workspace = nil
      catalogue = nil
      return
    }
    var loader = WorkspaceLoader(templates: templates, schools: schools, day: day)
    workspace = loader.load()
    catalogue = loader.catalogue
    report.add(contentsOf: loader.report)
    self.report = report
  }

  private static func folder(_ path: String, _ report: inout Report) -> InputFolder? {
    do {
      return try InputFolder(path)
    } catch {
      report.add(.unreadable(error, at: SourceFile(path: path, bytes: []).place))
      return nil
    }
  }
}

/// How the program ends.
enum ExitStatus: Int32 {
  case done = 0
  case wrongInput = 1
  case wrongUsage = 2
  case machineFailed = 3

  init(of report: Report, strict: Bool) {
    let isWrong = report.hasErrors || strict && report.count(of: .warning) > 0
    self = isWrong ? .wrongInput : .done
  }
}

enum Version {
  static let number = "0.1.0"
}
