import Configuration
import Diagnostics
import FileStore

/// `new`: a manifest for a new school, with every question the vocabulary asks.
struct NewCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    let slug = arguments.words[0]
    guard Identifier.isSlug(slug) else {
      throw UsageError(
        "'\(slug)' cannot be a school's folder",
        help: Identifier.slug(like: slug).map { "did you mean '\($0)'?" }
          ?? "use small letters, digits and hyphens")
    }
    if let fault = Self.fault(of: slug) { throw UsageError(fault.message, help: fault.help) }
    guard let name = arguments.value(.name) else { throw UsageError("'new' needs --name") }
    guard let phaseName = arguments.value(.phase) else { throw UsageError("'new' needs --phase") }
    let session = try Session(arguments, terminal)
    guard let workspace = session.workspace else {
      terminal.report(session.report.sorted())
      return ExitStatus(refusedFor: session.report)
    }
    let vocabulary = workspace.catalogue.vocabulary
    guard let phase = vocabulary.phaseIndex(phaseName) else {
      throw UsageError(
        "there is no phase '\(phaseName)'",
        help: "choose \(Prose.list(vocabulary.phases.map(\.id), joinedBy: "or"))")
    }
    let manifest = "\(slug)/school.yaml"
    let output = OutputFolder(workspace.schools.path)
    output.clearDrafts(below: slug)
    // A folder with nothing in it is what a run that was killed leaves.
    let isEmpty = (try? workspace.schools.list(slug))?.isEmpty ?? false
    guard isEmpty || !workspace.schools.exists(slug) else {
      throw UsageError(
        "there is something at \(workspace.schools.path(of: slug)) already",
        help: "choose another name, or edit \(workspace.schools.path(of: manifest))")
    }
    guard
      let new = NewManifest(workspace: workspace, slug: slug, name: name, phase: phase)
    else {
      terminal.report(session.report.sorted())
      return ExitStatus(refusedFor: session.report)
    }
    do {
      _ = try output.write(Array(new.text.utf8), to: manifest)
    } catch {
      return terminal.failed(error, kept: "no manifest was written")
    }
    terminal.answer("\(workspace.schools.path(of: manifest))\n")
    terminal.say("fill in what has nothing after its colon, then run: trustwright check")
    return .done
  }

  /// What would be said of a folder of this name, whatever is in it.
  private static func fault(of slug: String) -> Diagnostic? {
    let place = SourceFile(path: slug, bytes: []).place
    if WorkspaceLoader.takenSlugs.contains(slug) { return .takenSlug(slug, at: place) }
    return Identifier.isDevice(slug) ? .deviceSlug(slug, at: place) : nil
  }
}
