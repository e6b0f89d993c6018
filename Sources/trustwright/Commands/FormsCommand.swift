import Configuration
import Diagnostics
import Documents
import FileStore
import Publishing
import Reviews

/// `forms`: one file to print for everybody on a roster, names filled in.
struct FormsCommand {
  let arguments: Arguments
  let terminal: Terminal

  private static let mostSpares = 500

  func run() throws -> ExitStatus {
    Interruption.enter(.reading)
    Interruption.listen()
    let start = SystemConsole.seconds()
    let spares = try self.spares()
    let wish = try arguments.pdfWish()
    guard let path = arguments.value(.roster) else {
      throw UsageError(
        "'forms' needs --roster", help: "usage: trustwright \(arguments.command.usage)")
    }
    let outputPath = arguments.value(.output) ?? "Output"
    let roster = try rosterFile(path, output: outputPath)
    let session = try Session(arguments, terminal)
    guard let workspace = session.workspace, !session.report.hasErrors else {
      terminal.report(session.report.sorted())
      return ExitStatus(refusedFor: session.report)
    }
    let school = try self.school(workspace)
    var report = school.report
    let people = RosterReader.read(roster, report: &report)
    terminal.report(report.sorted().filter { $0.severity == .error || $0.place.file.path == path })
    guard let documents = school.documents, let people else {
      return ExitStatus(refusedFor: report)
    }
    let document = try agreement(documents, workspace.catalogue)
    let made = FormPack.make(
      workspace.site, documents, crest: school.crest, approvals: school.approvals,
      document: document, roster: people, spares: spares)
    guard let made else { return .wrongInput }
    guard !made.awaitsApproval else {
      terminal.say(
        "error: the text of '\(arguments.words[1])' is not approved, and only approved text is given out"
      )
      terminal.say("  = see 'trustwright status'; 'trustwright approve' records the approval")
      return .wrongInput
    }
    let output = OutputFolder(outputPath)
    output.clearDrafts(below: "central/packs")
    Interruption.enter(.writing)
    do {
      _ = try output.write(made.file.bytes, to: made.file.name)
    } catch {
      return terminal.failed(error, kept: "no pack was written; an earlier one is as it was")
    }
    terminal.answer("\(output.path(of: made.file.name))\n")
    say(made, spares, people, seconds: SystemConsole.seconds() - start)
    return wish.map { writePDF(made.file.name, output, $0) } ?? .done
  }

  // MARK: - Command line

  private func spares() throws(UsageError) -> Int {
    guard let text = arguments.value(.spare) else { return FormPack.usualSpares }
    guard let count = Int(text), (0...Self.mostSpares).contains(count) else {
      throw UsageError("'--spare' needs a number from 0 to \(Self.mostSpares)")
    }
    return count
  }

  private func rosterFile(_ path: String, output: String) throws -> SourceFile {
    guard !InputFile.isInside(path, folder: "\(output)/site") else {
      throw UsageError(
        "\(path) lies among the public pages",
        help: "move it out of \(output)/site: all that is there may be uploaded")
    }
    do throws(FileError) {
      return SourceFile(
        path: path, bytes: try InputFile.read(path, limit: RosterReader.largest))
    } catch {
      guard !error.isMachineFailure else { throw error }
      throw UsageError("the roster cannot be read: \(error.cause)", help: "--roster \(path)")
    }
  }

  private func school(
    _ workspace: Workspace
  ) throws(UsageError) -> School {
    let slug = arguments.words[0]
    if slug == workspace.trustProfile.slug {
      return School(
        documents: workspace.trustDocuments, crest: workspace.trustCrest,
        approvals: workspace.trustApprovals, report: Report())
    }
    guard workspace.slugs.contains(slug) else {
      throw .noSchool(slug, among: workspace.slugs)
    }
    let result = SchoolPipeline(workspace: workspace).run(slug)
    return School(
      documents: result.report.hasErrors ? nil : result.documents, crest: result.crest,
      approvals: result.approvals, report: result.report)
  }

  /// Whose forms are printed: a school, or the trust.
  private struct School {
    /// The documents; nil where something is wrong with the school.
    var documents: SchoolDocuments?
    var crest: Crest?
    var approvals: SchoolApprovals
    var report: Report
  }

  private func agreement(
    _ documents: SchoolDocuments, _ catalogue: Catalogue
  ) throws(UsageError) -> Int {
    let id = arguments.words[1]
    let school = documents.profile.details.name.value
    let issued = documents.agreements.map { catalogue.documents[$0].id }
    if let index = documents.agreements.first(where: { catalogue.documents[$0].id == id }) {
      return index
    }
    let isThere = catalogue.documents.contains { $0.id == id && $0.kind == .agreement }
    throw UsageError(
      isThere ? "\(school) does not issue the form '\(id)'" : "there is no form '\(id)'",
      help: issued.isEmpty
        ? "\(school) issues no forms" : "the forms of \(school) are \(Prose.list(issued))")
  }

  // MARK: - Ends

  private func say(_ made: FormPack.Made, _ spares: Int, _ roster: Roster, seconds: Double) {
    for name in made.missingLayouts {
      terminal.say("there is no site/\(name).html among the templates, so the pack has no \(name)")
    }
    let forms = "\(made.formCount) form\(made.formCount == 1 ? "" : "s")"
    let classes = "\(made.groupCount) class\(made.groupCount == 1 ? "" : "es")"
    terminal.say(
      forms + (roster.hasGroups ? " in \(classes)" : "") + " and \(spares) spare, in "
        + "\(Int(seconds * 1000)) ms; the file holds names, so keep it where the roster is kept")
  }

  private func writePDF(
    _ page: String, _ output: OutputFolder, _ wish: PDFWish
  ) -> ExitStatus {
    let templates = arguments.value(.templates) ?? "Templates"
    guard let engine = wish.engine(templates: templates, terminal) else { return .machineFailed }
    let writer = PDFWriter(
      output: output, engine: engine, jobs: 1, terminal: terminal)
    let kept = "the pack is written, no PDF of it"
    do {
      guard try writer.write([page]).isEmpty else {
        guard Interruption.isWished else { return .machineFailed }
        terminal.say("stopped as you asked; \(kept)")
        return .interrupted
      }
    } catch {
      return terminal.failed(error, kept: kept)
    }
    terminal.answer("\(output.path(of: PDFWriter.name(of: page)))\n")
    return .done
  }
}
