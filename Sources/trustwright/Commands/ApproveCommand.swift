import Configuration
import Diagnostics
import Documents
import FileStore
import Manifests
import Publishing
import Reviews

/// `approve`: records who approved exactly which text, and keeps the text.
struct ApproveCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    let (slug, id) = (arguments.words[0], arguments.words[1])
    guard let body = arguments.value(.by) else {
      throw UsageError(
        "'approve' needs --by", help: "name the body, such as --by \"Governing Body\"")
    }
    guard let day = try arguments.date(.on) else {
      throw UsageError("'approve' needs --on", help: "give the day of the meeting")
    }
    for (option, text) in [("by", body), ("minute", arguments.value(.minute) ?? "-")]
    where !Self.isOneLine(text) {
      throw UsageError("'--\(option)' must be words on one line")
    }
    // The documents are as they are on the day of the meeting.
    var session = try Session(arguments, terminal, day: day)
    guard let workspace = session.workspace else { return refuse(session.report) }
    guard slug == "trust" || workspace.slugs.contains(slug) else {
      throw session.noSchool(slug)
    }
    let index = try documentIndex(id, slug, workspace)
    let before: (profile: SchoolProfile, approvals: SchoolApprovals)
    if slug == "trust" {
      before = (workspace.trustManifestProfile, workspace.trustApprovals)
    } else {
      let result = SchoolPipeline(workspace: workspace).run(slug)
      guard let profile = result.profile else { return refuse(result.report) }
      before = (profile, result.approvals)
    }
    let version = try version(
      of: index, id, day, before.profile, before.approvals, workspace.catalogue)
    let isNumbered = before.profile.documents[index].version != nil
    let pending = SchoolApprovals.Pending(document: index, body: body, day: day, version: version)
    if slug == "trust" {
      session = try Session(arguments, terminal, day: day, pending: pending)
      guard !session.report.stopsApproval, let workspace = session.workspace else {
        return refuse(session.report)
      }
      return try record(
        pending, workspace.trustDocuments, workspace.trustCrest, before.approvals, workspace,
        isNumbered: isNumbered)
    }
    guard !session.report.stopsApproval else { return refuse(session.report) }
    let result = SchoolPipeline(workspace: workspace).run(slug, pending: pending)
    guard !result.report.hasErrors, let documents = result.documents else {
      return refuse(result.report)
    }
    return try record(
      pending, documents, result.crest, before.approvals, workspace, isNumbered: isNumbered)
  }

  private func refuse(_ report: Report) -> ExitStatus {
    terminal.report(report.sorted())
    terminal.say("nothing was recorded")
    return ExitStatus(refusedFor: report)
  }

  private static func isOneLine(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
      && text.contains { $0 != " " }
  }

  private func documentIndex(
    _ id: String, _ slug: String, _ workspace: Workspace
  ) throws(UsageError) -> Int {
    let documents = workspace.catalogue.documents
    guard let index = workspace.catalogue.documentIndex(id) else {
      let near = Suggestion.nearest(to: id, in: documents.map(\.id))
      let known = documents.filter {
        $0.kind != .agreement && ($0.scope == .trust) == (slug == "trust")
      }.map(\.id)
      throw UsageError(
        "there is no document '\(id)'",
        help: near.map { "did you mean '\($0)'?" } ?? "the documents are \(Prose.list(known))")
    }
    let isTrust = documents[index].scope == .trust
    guard isTrust == (slug == "trust") else {
      throw UsageError(
        isTrust ? "'\(id)' is the trust's own document" : "'\(id)' is issued by schools",
        help: isTrust ? "write: approve trust \(id)" : "name the school")
    }
    return index
  }

  /// The version to record: the manifest's, or the next one.
  private func version(
    of index: Int, _ id: String, _ day: CalendarDate, _ profile: SchoolProfile,
    _ approvals: SchoolApprovals, _ catalogue: Catalogue
  ) throws(UsageError) -> DocumentVersion {
    let state = profile.documents[index]
    guard state.isIssued else { throw UsageError("'\(id)' is not issued here") }
    if let host = state.reviewedWith {
      throw UsageError(
        "'\(id)' has no dates of its own and is approved with what it belongs to",
        help: "approve '\(catalogue.documents[host].id)', or give '\(id)' dates in the manifest")
    }
    if let adopted = state.adopted?.value, adopted > day {
      throw UsageError(
        "the manifest says that '\(id)' was adopted on \(adopted.long), after \(day.long)",
        help: "give --on that day, or correct 'adopted'")
    }
    let last = approvals.records.last { $0.document == id }
    if let last, last.day > day {
      throw UsageError(
        "version \(last.version.written) of '\(id)' was \(last.words), later than that")
    }
    guard let given = state.version?.value else {
      guard let next = DocumentVersion("\((last?.version.parts.first ?? 0) + 1)") else {
        throw UsageError("give '\(id)' a version in the manifest")
      }
      return next
    }
    if let last, !(last.version < given) {
      throw UsageError(
        "version \(last.version.written) of '\(id)' was \(last.words)",
        help: "give the document a new version in its manifest: a version is one text for good")
    }
    return given
  }

  // MARK: - Recording

  /// - Parameter isNumbered: Whether the manifest gives the version.
  private func record(
    _ pending: SchoolApprovals.Pending, _ documents: SchoolDocuments, _ crest: Crest?,
    _ approvals: SchoolApprovals, _ workspace: Workspace, isNumbered: Bool
  ) throws -> ExitStatus {
    let profile = documents.profile
    let covered = documents.issued.filter {
      $0 == pending.document || profile.documents[$0].reviewedWith == pending.document
    }
    let pages = workspace.site.approvedPages(documents, crest: crest, of: covered)
    let texts = covered.map { ReviewedText(documents, document: $0) }
    guard
      let own = texts.first(where: {
        $0.document == workspace.catalogue.documents[pending.document].id
      })
    else { return refuse(Report()) }
    // The command given twice is no second approval.
    if !isNumbered,
      let last = approvals.records.last(where: { $0.document == own.document }),
      last.day == pending.day, let text = last.text(of: own.document), text.saysTheSame(as: own)
    {
      let file = workspace.schools.path(
        of: "\(ApprovalStore.home(of: profile.slug))/\(ApprovalStore.folder)/\(last.name).yaml")
      throw UsageError(
        "version \(last.version.written), with the same text, was \(last.words)",
        help: "where that is wrong, delete \(file) and the folder beside it, and approve again")
    }
    let record = ApprovalRecord(
      document: own.document, title: own.title, version: pending.version, body: pending.body,
      day: pending.day, minute: arguments.value(.minute),
      nextReview: profile.documents[pending.document].nextReview?.written, texts: texts,
      pages: pages.map(\.page))
    let bytes = record.manifest
    let folder = "\(ApprovalStore.home(of: profile.slug))/\(ApprovalStore.folder)"
    let name = "\(folder)/\(record.name).yaml"
    var check = Report()
    let file = SourceFile(path: workspace.schools.path(of: name), bytes: bytes)
    guard bytes.count <= TextCheck.largestManifest,
      ApprovalReader.read(file, name: record.name, report: &check) != nil
    else {
      terminal.say("error: the text is too large for one record, or holds what no manifest can say")
      return .wrongInput
    }
    do {
      // A folder that is a link out of Schools is refused here.
      if workspace.schools.exists(folder) { _ = try workspace.schools.list(folder) }
      let output = OutputFolder(workspace.schools.path)
      output.clearDrafts(below: folder)
      for (page, bytes) in pages {
        _ = try output.write(bytes, to: "\(folder)/\(record.name)/\(page.name)")
      }
      // The record last: without it the pages mean nothing.
      _ = try output.write(bytes, to: name)
    } catch {
      return terminal.failed(error, kept: "no approval was recorded")
    }
    terminal.answer("\(file.path)\n")
    terminal.say("\(record.title), version \(record.version.written): \(record.words)")
    if texts.count > 1 {
      terminal.say("with it: " + texts.filter { $0 != own }.map(\.title).joined(separator: ", "))
    }
    if try record.day > Session.day(arguments) {
      terminal.say(
        "warning: \(record.day.long) is still to come, and the approval counts from then on; if the day is wrong, delete \(file.path) and the folder beside it, and approve again"
      )
    }
    return .done
  }
}

extension Report {
  /// Whether something is wrong besides adoptions that still want their records.
  fileprivate var stopsApproval: Bool {
    diagnostics.contains { $0.severity == .error && $0.code != .unrecordedAdoption }
  }
}
