import Configuration
import Diagnostics
import FileStore
import Reviews

/// What documents are compared with: another state of the workspace, or what was approved.
enum DifferenceSource {
  case workspace(schools: InputFolder, templates: InputFolder)
  /// The approvals in force, or the one of this name.
  case approvals(String?)

  /// The word for the approvals in force.
  static let approvalWord = "approval"
  /// What `--from` may name, where it names nothing.
  static let help =
    "name a folder with Schools and Templates, a git revision, 'approval', or one approval by its name"

  /// Finds what `--from` names: the word `approval`, a folder, a record of the school, or a revision.
  ///
  /// - Parameter records: The names of the school's approvals.
  static func find(
    _ name: String, _ arguments: Arguments, records: [String], scratch: () throws -> String
  ) throws -> DifferenceSource {
    if name == approvalWord { return .approvals(nil) }
    if let folder = try? InputFolder(name) {
      guard folder.exists("Schools"), folder.exists("Templates") else {
        throw UsageError(
          "'\(name)' has no Schools and Templates in it",
          help: "name the folder that holds both, or a revision of the repository")
      }
      return .workspace(
        schools: try InputFolder(folder.path(of: "Schools")),
        templates: try InputFolder(folder.path(of: "Templates")))
    }
    if records.contains(name) { return .approvals(name) }
    return try revision(name, arguments, try scratch())
  }

  /// Takes the folders out of a revision of the repository that they are kept in.
  private static func revision(
    _ name: String, _ arguments: Arguments, _ scratch: String
  ) throws -> DifferenceSource {
    guard let git = Subprocess.find("git") else {
      throw UsageError(
        "'\(name)' is no folder, and git, which would know whether it is a revision, is not installed",
        help: "install git, or name a folder with the earlier Schools and Templates")
    }
    guard let tar = Subprocess.find("tar") else {
      throw UsageError("the program 'tar' is needed to take files out of a revision")
    }
    let folders = [
      ("Schools", arguments.value(.schools) ?? "Schools"),
      ("Templates", arguments.value(.templates) ?? "Templates"),
    ]
    for (title, path) in folders {
      let check = try Subprocess.run(
        git,
        ["-C", path, "rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"],
        seconds: 60)
      guard check.succeeded else {
        let inside = try Subprocess.run(git, ["-C", path, "rev-parse", "--git-dir"], seconds: 60)
        throw UsageError(
          inside.succeeded
            ? "there is no folder, no approval and no revision '\(name)'"
            : "there is no folder and no approval '\(name)', and \(path) is not kept with git",
          help: help)
      }
      let commit = String(decoding: check.output, as: UTF8.self).filter(\.isHexDigit)
      let archive = "\(scratch)/\(title).tar"
      let made = try Subprocess.run(
        git, ["-C", path, "archive", "--format=tar", "-o", archive, commit, "."], seconds: 300)
      guard made.succeeded else {
        throw UsageError("git has no \(path) in '\(name)': \(Self.firstLine(made.errors))")
      }
      let target = OutputFolder("\(scratch)/\(title)")
      _ = try target.write([], to: ".made")
      let taken = try Subprocess.run(tar, ["-xf", archive, "-C", target.path], seconds: 300)
      guard taken.succeeded else {
        throw UsageError("tar cannot take '\(name)' apart: \(Self.firstLine(taken.errors))")
      }
    }
    return .workspace(
      schools: try InputFolder("\(scratch)/Schools"),
      templates: try InputFolder("\(scratch)/Templates"))
  }

  private static func firstLine(_ text: String) -> String {
    text.split(separator: "\n").first.map(String.init) ?? "it did not say why"
  }
}
