import Configuration
import Diagnostics
import FileStore
import Foundation
import Testing

@testable import trustwright

/// A folder of Cases: what is wrong, the exact messages, and the mended twin; README.md tells more.
struct MessageCase: Sendable, CustomTestStringConvertible {
  /// One of the two workspaces of a case.
  enum Side: String, CaseIterable, Sendable { case bad, good }

  let name: String
  let options: CaseOptions

  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  static let all: [MessageCase] = names(in: folder.appending(path: "Cases")).map {
    MessageCase(name: $0)
  }

  init(name: String) {
    self.name = name
    let text = try? String(
      contentsOf: Self.folder.appending(path: "Cases/\(name)/options"), encoding: .utf8)
    options = CaseOptions(text ?? "")
  }

  /// The code that the folder's name begins with; the longest that fits.
  var code: DiagnosticCode? {
    DiagnosticCode.allCases.filter { name == $0.rawValue || name.hasPrefix($0.rawValue + "-") }
      .max { $0.rawValue.count < $1.rawValue.count }
  }

  private var url: URL { Self.folder.appending(path: "Cases/\(name)") }

  func url(_ side: Side) -> URL { url.appending(path: side.rawValue) }

  /// Where the expected messages of a side are written.
  func messagesFile(_ side: Side) -> URL {
    side == .bad ? url.appending(path: "messages.txt") : url(.good).appending(path: "messages.txt")
  }

  /// The messages that are expected; none where there is no file.
  func expected(_ side: Side) -> String {
    (try? String(contentsOf: messagesFile(side), encoding: .utf8)) ?? ""
  }

  /// Returns what `check` says of a side.
  func diagnostics(_ side: Side) throws -> (found: [Diagnostic], text: String) {
    try CaseWorkspace.with(overlay: url(side), options: side == .bad ? options : options.forGood) {
      root in
      let found = try Check.diagnostics(root: root, day: options.day)
      return (found, Check.text(found, root: root))
    }
  }

  /// Returns what `check` of a program prints about a side, with paths from the workspace.
  func printed(_ side: Side, by program: String) throws -> String {
    try CaseWorkspace.with(overlay: url(side), options: side == .bad ? options : options.forGood) {
      root in
      let outcome = try Subprocess.run(
        program,
        [
          "check", "--schools", "\(root)/Schools", "--templates", "\(root)/Templates",
          "--as-of", options.day.iso,
        ], seconds: 30)
      return String(decoding: outcome.output, as: UTF8.self).replacing("\(root)/", with: "")
    }
  }

  /// The names in a folder, in order, without hidden ones.
  static func names(in folder: URL) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }
}

/// The lines of a case's `options`.
struct CaseOptions: Sendable {
  /// The day on which the case is looked at.
  var day = CalendarDate(year: 2026, month: 11, day: 28) ?? CalendarDate(dayNumber: 0)
  /// Paths that the bad workspace does not have.
  var removed: [String] = []
  /// Links that the bad workspace has: where, and to what.
  var links: [(path: String, target: String)] = []
  /// Empty folders that the bad workspace has.
  var folders: [String] = []
  /// Lines that were not understood.
  var unknown: [String] = []

  init(_ text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      let value = parts.count == 2 ? parts[1] : ""
      switch parts[0] {
      case "as-of":
        if let day = CalendarDate(value) { self.day = day } else { unknown.append(String(line)) }
      case "remove": removed.append(value)
      case "folder": folders.append(value)
      case "link":
        let ends = value.components(separatedBy: " -> ")
        if ends.count == 2 {
          links.append((ends[0], ends[1]))
        } else {
          unknown.append(String(line))
        }
      default: unknown.append(String(line))
      }
    }
  }

  /// The options as they hold for the mended twin, which has the whole base.
  var forGood: CaseOptions {
    var copy = self
    copy.removed = []
    copy.links = []
    copy.folders = []
    return copy
  }
}

/// `check`, as the cases run it.
enum Check {
  /// The program to run besides, where one is named.
  static let program = ProcessInfo.processInfo.environment["TRUSTWRIGHT_PROGRAM"]

  static func diagnostics(root: String, day: CalendarDate) throws -> [Diagnostic] {
    var loader = WorkspaceLoader(
      templates: try InputFolder("\(root)/Templates"),
      schools: try InputFolder("\(root)/Schools"), day: day)
    let workspace = loader.load()
    return WorkspaceCheck.report(workspace, reading: loader.report, jobs: 1).sorted()
  }

  /// The messages as a terminal shows them, with paths from the workspace.
  static func text(_ found: [Diagnostic], root: String) -> String {
    TextFace().render(found).replacing("\(root)/", with: "")
  }
}
