import Diagnostics
import FileStore

/// `watch`: builds, and builds again whenever a file changes, until it is told to end.
struct WatchCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    Interruption.listen()
    var report = Report()
    guard let (templates, schools) = Session.folders(arguments, &report) else {
      terminal.report(report.sorted())
      return ExitStatus(refusedFor: report)
    }
    var memory = BuildMemory()
    // What changes while the first build runs is built after it.
    var watch = FolderWatch([schools.path, templates.path])
    var isFirst = true
    while true {
      let hadErrors = memory.hadErrors
      let status = try BuildCommand(arguments: arguments, terminal: terminal).run(&memory)
      // Between two builds anybody may write the output.
      memory.store = nil
      if Interruption.isWished { break }
      if hadErrors, !memory.hadErrors, status == .done { terminal.say("all errors are mended") }
      if isFirst {
        terminal.say("watching \(schools.path) and \(templates.path); Ctrl-C ends")
        isFirst = false
      }
      Interruption.enter(.watching)
      let event = watch.wait()
      Interruption.enter(.writing)
      guard event == .changed else { break }
    }
    terminal.say("watching has ended; the pages of the last build stay")
    return .interrupted
  }
}
