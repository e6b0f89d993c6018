import Configuration
import Diagnostics
import FileStore
import Publishing

/// `status`: where every document of every school stands in its review.
struct StatusCommand {
  let arguments: Arguments
  let terminal: Terminal

  enum Format: String, CaseIterable { case text, csv, json }

  func run() throws -> ExitStatus {
    let format: Format = try arguments.choice(.format, default: .text)
    let session = try Session(arguments, terminal)
    var report = session.report
    guard let workspace = session.workspace else {
      terminal.report(report.sorted())
      return ExitStatus(refusedFor: report)
    }
    var table = ReviewTable(asOf: session.day)
    for result in session.schools(workspace) {
      report.add(contentsOf: result.report)
      if let documents = result.documents { table.add(documents, result.approvals) }
    }
    table.add(workspace.trustDocuments, workspace.trustApprovals)
    terminal.report(report.sorted().filter { $0.severity == .error })
    switch format {
    case .text: terminal.answer(table.text)
    case .csv: terminal.answer(table.csv)
    case .json: terminal.answer(table.json)
    }
    return ExitStatus(of: report)
  }
}

extension Arguments {
  /// The option of a kind that a value names.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ option: Option, default choice: Choice
  ) throws(UsageError) -> Choice where Choice.RawValue == String {
    guard let name = value(option) else { return choice }
    guard let found = Choice(rawValue: name) else {
      let known = Choice.allCases.map(\.rawValue)
      throw UsageError(
        "there is no \(option.rawValue) '\(name)'",
        help: "choose \(Prose.list(known, joinedBy: "or"))")
    }
    return found
  }

  /// The day that an option gives.
  func date(_ option: Option) throws(UsageError) -> CalendarDate? {
    guard let text = value(option) else { return nil }
    guard let day = CalendarDate(text) else {
      throw UsageError(
        "'\(text)' is no day",
        help: CalendarDate.correction(of: text)
          ?? "write --\(option.rawValue) with year, month and day, such as 2026-09-15")
    }
    return day
  }
}
