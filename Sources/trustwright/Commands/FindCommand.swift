import Configuration
import Cores
import Diagnostics
import Documents
import FileStore
import Reviews

/// `find`: the exact text behind the reference at the foot of a page or a form.
struct FindCommand {
  let arguments: Arguments
  let terminal: Terminal

  /// Where a text was found.
  private struct Found {
    var text: ReviewedText
    var words: String
  }

  func run() throws -> ExitStatus {
    let words = arguments.words.joined(separator: " ")
    guard let reference = TextReference(words) else {
      throw UsageError(
        "'\(words)' is no reference",
        help: "write what stands at the foot of the page, such as staff v4 1a2b3c4d5e6f")
    }
    var scratch: TemporaryFolder?
    defer { scratch?.remove() }
    let session = try Session(arguments, terminal)
    guard let workspace = try self.workspace(session, &scratch) else {
      terminal.report(session.report.sorted())
      return ExitStatus(refusedFor: session.report)
    }
    let pipeline = SchoolPipeline(workspace: workspace, isTolerant: true)
    let all = Parallel.map(workspace.slugs, jobs: session.jobs) { slug in
      let result = pipeline.run(slug)
      return Self.found(
        reference, slug, result.documents, result.approvals, folder: workspace.schools)
    }
    let own = Self.found(
      reference, "trust", workspace.trustDocuments, workspace.trustApprovals,
      folder: workspace.schools)
    let found = all.flatMap { $0 } + own
    guard let first = found.first else {
      terminal.say(
        "error: no approved text and no text of today has the digest \(reference.digest)")
      terminal.say("  = look in an earlier state of the workspace with --from DIR_OR_REV")
      return .wrongInput
    }
    for match in found { terminal.answer(match.words + "\n") }
    // Schools may have one text word for word; it is printed once.
    terminal.answer("\n" + first.text.plainText)
    return .done
  }

  /// The workspace to look in: the present one, or the earlier one that is named.
  private func workspace(
    _ session: Session, _ scratch: inout TemporaryFolder?
  ) throws -> Workspace? {
    guard let from = arguments.value(.from) else { return session.workspace }
    var made: TemporaryFolder?
    let source = try DifferenceSource.find(from, arguments, records: []) {
      let folder = try TemporaryFolder()
      made = folder
      return folder.path
    }
    scratch = made
    guard case .workspace(let schools, let templates) = source else { return session.workspace }
    var loader = WorkspaceLoader(templates: templates, schools: schools, day: session.day)
    loader.provesTemplates = false
    return loader.load()
  }

  private static func found(
    _ reference: TextReference, _ slug: String, _ documents: SchoolDocuments?,
    _ approvals: SchoolApprovals, folder: InputFolder
  ) -> [Found] {
    var result: [Found] = []
    for record in approvals.records {
      for text in record.texts where reference.matches(text) {
        var words = "\(slug): \(text.title), version \(record.version.written), \(record.words)"
        let home = "\(ApprovalStore.home(of: slug))/\(ApprovalStore.folder)"
        if let page = record.pages.first(where: { page in
          page.holds.contains { $0.document == text.document } && page.name.hasSuffix(".html")
        }) {
          words += "; kept at \(folder.path(of: "\(home)/\(record.name)/\(page.name)"))"
        }
        result.append(Found(text: text, words: words))
      }
    }
    guard result.isEmpty, let documents else { return result }
    for index in documents.issued {
      let text = ReviewedText(documents, document: index)
      guard reference.matches(text) else { continue }
      let version = text.version.map { ", version \($0)" } ?? ""
      result.append(
        Found(
          text: text,
          words: "\(slug): \(text.title)\(version), as it stands; no approval is recorded"))
    }
    return result
  }
}
