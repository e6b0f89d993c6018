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

  /// Where a text was found; a volume's reference finds the texts of all its parts.
  struct Found {
    var texts: [ReviewedText]
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
    for text in first.texts { terminal.answer("\n" + text.plainText) }
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

  /// Finds the texts of a school that a reference names: approved ones, or else those of today.
  static func found(
    _ reference: TextReference, _ slug: String, _ documents: SchoolDocuments?,
    _ approvals: SchoolApprovals, folder: InputFolder
  ) -> [Found] {
    var result: [Found] = []
    let kept = "\(ApprovalStore.home(of: slug))/\(ApprovalStore.folder)"
    for record in approvals.records {
      let home = folder.path(of: "\(kept)/\(record.name)")
      for text in record.texts where reference.matches(text.digest) {
        var words = "\(slug): \(text.title), version \(record.version.written), \(record.words)"
        if let page = record.pages.first(where: { page in
          page.holds.contains { $0.document == text.document } && page.name.hasSuffix(".html")
        }) {
          words += "; kept at \(home)/\(page.name)"
        }
        result.append(Found(texts: [text], words: words))
      }
      let volume = record.pages.lazy.map { ($0, approvals.parts(of: $0, by: record.day)) }.first {
        $1.count > 1 && reference.matches(ReviewedText.digest(ofParts: $1.map(\.digest)))
      }
      if let (page, parts) = volume {
        let titles = parts.map(\.title).joined(separator: ", ")
        result.append(
          Found(
            texts: parts,
            words: "\(slug): \(titles) in one volume, \(record.words); kept at \(home)/\(page.name)"
          ))
      }
    }
    guard result.isEmpty, let documents else { return result }
    for index in documents.issued {
      let text = ReviewedText(documents, document: index)
      guard reference.matches(text.digest) else { continue }
      let version = text.version.map { ", version \($0)" } ?? ""
      result.append(
        Found(
          texts: [text],
          words: "\(slug): \(text.title)\(version), as it stands; no approval is recorded"))
    }
    for volume in documents.profile.volumes where volume.parts.count > 1 {
      let texts = volume.parts.map { ReviewedText(documents, document: $0) }
      guard reference.matches(ReviewedText.digest(ofParts: texts.map(\.digest))) else { continue }
      result.append(
        Found(
          texts: texts,
          words: "\(slug): \(volume.title), a volume of \(texts.count) documents, as it stands; "
            + "no approval is recorded"))
    }
    return result
  }
}
