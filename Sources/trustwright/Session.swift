import Configuration
import Cores
import Diagnostics
import FileStore
import Reviews
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

  /// - Parameters:
  ///   - day: The day to take for today, where the command itself decides it.
  ///   - pending: An approval of a trust document that is about to be recorded.
  ///   - beside: What is done with the workspace while its templates are proved.
  init(
    _ arguments: Arguments, _ terminal: Terminal, day given: CalendarDate? = nil,
    pending: SchoolApprovals.Pending? = nil,
    beside: (@Sendable (Workspace, _ isWrong: Bool) -> Void)? = nil
  ) throws {
    self.arguments = arguments
    self.terminal = terminal
    let asOf = try Self.day(arguments)
    day = given ?? asOf
    jobs = try arguments.jobs()
    var report = Report()
    guard let (templates, schools) = Self.folders(arguments, &report) else {
      self.report = report
      workspace = nil
      catalogue = nil
      return
    }
    var loader = WorkspaceLoader(templates: templates, schools: schools, day: day)
    // Forms are for one school, whose documents are checked one by one: what is proved is for all others.
    loader.provesTemplates = arguments.command != .forms
    loader.pending = pending
    loader.jobs = jobs
    loader.beside = beside
    workspace = loader.load()
    // Texts as they were written are taken apart by nobody: the program ends soon.
    ProcessEnd.keep(loader.earlierTexts)
    catalogue = loader.catalogue
    report.add(contentsOf: loader.report)
    self.report = report
  }

  /// The day that counts as today.
  static func day(_ arguments: Arguments) throws(UsageError) -> CalendarDate {
    let today = SystemConsole.today()
    let date = CalendarDate(year: today.year, month: today.month, day: today.day)
    return try arguments.day(default: date ?? CalendarDate(dayNumber: 0))
  }

  /// Opens the folders of the workspace, or reports of each why it cannot be read.
  static func folders(
    _ arguments: Arguments, _ report: inout Report
  ) -> (templates: InputFolder, schools: InputFolder)? {
    let templates = folder(.templates, arguments, &report)
    let schools = folder(.schools, arguments, &report)
    guard let templates, let schools else { return nil }
    return (templates, schools)
  }

  /// Opens a folder of the workspace, or reports why it cannot be read.
  static func folder(
    _ option: Arguments.Option, _ arguments: Arguments, _ report: inout Report
  ) -> InputFolder? {
    let path = arguments.value(option) ?? (option == .schools ? "Schools" : "Templates")
    do {
      return try InputFolder(path)
    } catch {
      let place = SourceFile(path: path, bytes: []).place
      report.add(error.kind == .notFound ? .noFolder(at: place) : .unreadable(error, at: place))
      return nil
    }
  }

  /// What to say of a school that is not there.
  func noSchool(_ slug: String) -> UsageError {
    .noSchool(slug, among: workspace?.slugs ?? [])
  }

  /// Reads all schools.
  func schools(_ workspace: Workspace) -> [SchoolPipeline.Result] {
    let pipeline = SchoolPipeline(workspace: workspace)
    return Parallel.map(workspace.slugs, jobs: jobs) { pipeline.run($0) }
  }
}

/// How the program ends.
enum ExitStatus: Int32 {
  case done = 0
  case wrongInput = 1
  case wrongUsage = 2
  case machineFailed = 3
  /// Somebody asked the program to end before it was done: as shells count it, 128 and the signal.
  case interrupted = 130

  init(of report: Report, strict: Bool = false) {
    let isWrong = report.hasErrors || strict && report.count(of: .warning) > 0
    self = isWrong ? Self(refusedFor: report) : .done
  }

  /// The end of a command that what was found does not let go on.
  init(refusedFor report: Report) {
    self = report.hasMachineFailures ? .machineFailed : .wrongInput
  }
}

enum Version {
  static let number = "0.2.0"
}
