import Configuration
import Diagnostics
import Documents
import FileStore
import Manifests
import Reviews

/// Compares the documents of schools with what they were, making one input new at a time.
struct DifferenceMaker: Sendable {
  /// A state of the workspace, and whose decision the input is that became new in it.
  struct Stage: Sendable {
    var workspace: Workspace
    var cause: Cause
  }

  let old: Workspace
  /// From the first input that is new to the workspace as it is.
  let stages: [Stage]
  private let finder: CauseFinder

  var new: Workspace { stages.last?.workspace ?? old }

  /// Reads the earlier state and those between it and the present; nil where it cannot be read.
  init?(
    old schools: InputFolder, _ templates: InputFolder, new workspace: Workspace,
    _ newTemplates: InputFolder, report: inout Report
  ) {
    func load(
      _ templates: InputFolder, _ schools: InputFolder, laws: InputFolder?, trust: InputFolder?
    ) -> (Workspace?, Report) {
      var loader = WorkspaceLoader(templates: templates, schools: schools, day: workspace.day)
      loader.provesTemplates = false
      loader.otherLaws = laws
      loader.otherTrust = trust
      return (loader.load(), loader.report)
    }
    let (first, found) = load(templates, schools, laws: nil, trust: nil)
    guard let first else {
      report.add(contentsOf: found)
      return nil
    }
    old = first
    var stages: [Stage] = []
    // What cannot be read half new and half old is made new together with the next.
    if !Self.isSame("legislation.yaml", templates, newTemplates),
      let stage = load(templates, schools, laws: newTemplates, trust: nil).0
    {
      stages.append(Stage(workspace: stage, cause: .law))
    }
    if let stage = load(newTemplates, schools, laws: nil, trust: nil).0 {
      stages.append(Stage(workspace: stage, cause: .trustWording))
    }
    if !Self.isSame("trust.yaml", schools, workspace.schools),
      let stage = load(newTemplates, schools, laws: nil, trust: workspace.schools).0
    {
      stages.append(Stage(workspace: stage, cause: .trustChoice))
    }
    stages.append(Stage(workspace: workspace, cause: .schoolChoice))
    self.stages = stages
    finder = CauseFinder(laws: [first.catalogue.laws, workspace.catalogue.laws])
  }

  private static func isSame(_ name: String, _ one: InputFolder, _ other: InputFolder) -> Bool {
    let limit = TextCheck.largestManifest
    let bytes = try? one.read(name, limit: limit)
    return bytes == (try? other.read(name, limit: limit))
  }

  /// All schools of either state, and the trust.
  var slugs: [String] { Set(old.slugs + new.slugs).sorted() + ["trust"] }

  /// What is different at a school.
  func difference(_ slug: String) -> SchoolDifference {
    let before = documents(slug, old)
    let states = stages.map { (documents: documents(slug, $0.workspace), cause: $0.cause) }
    let after = states.last?.documents
    let ids = new.catalogue.documents.map(\.id)
    let gone = old.catalogue.documents.map(\.id).filter { !ids.contains($0) }
    var result = SchoolDifference(
      slug: slug, name: (after ?? before)?.profile.details.name.value ?? slug, documents: [])
    for id in ids + gone {
      let text = before.flatMap { Self.text($0, id) }
      let changes = finder.changes(
        from: text,
        through: states.map { state in
          CauseFinder.State(
            text: state.documents.flatMap { Self.text($0, id) }, cause: state.cause)
        })
      guard !changes.isEmpty else { continue }
      let title = after.flatMap { Self.text($0, id) }?.text.title ?? text?.text.title ?? id
      result.documents.append(DocumentDifference(document: id, title: title, changes: changes))
    }
    return result
  }

  private func documents(_ slug: String, _ workspace: Workspace) -> SchoolDocuments? {
    if slug == "trust" { return workspace.trustDocuments }
    guard workspace.slugs.contains(slug) else { return nil }
    return SchoolPipeline(workspace: workspace, isTolerant: true).run(slug).documents
  }

  /// What a document says at a school, with its dates; nil where it is not issued there.
  static func text(_ set: SchoolDocuments, _ id: String) -> DatedText? {
    guard let index = set.catalogue.documentIndex(id), set.documents[index] != nil else {
      return nil
    }
    let state = set.profile.documents[index]
    let dates = [
      ("version", state.version?.value.written), ("adopted", state.adopted?.value.long),
      ("adopted by", state.adoptedBy?.value), ("next review", state.nextReview?.written),
    ]
    return DatedText(
      text: ReviewedText(set, document: index),
      dates: dates.compactMap { name, value in value.map { PrintedFact(name: name, value: $0) } })
  }
}

/// Compares the documents of a school with what was approved.
struct ApprovalComparison {
  let documents: SchoolDocuments
  let approvals: SchoolApprovals
  let workspace: Workspace

  /// What is different from the approvals in force, or from the one of a name.
  func difference(from record: String?) -> SchoolDifference {
    let profile = documents.profile
    var result = SchoolDifference(
      slug: profile.slug, name: profile.details.name.value, documents: [])
    for (index, declaration) in workspace.catalogue.documents.enumerated() {
      let approval =
        record.map { name in approvals.records.first { $0.name == name } }
        ?? approvals.inForce(declaration.id, on: workspace.day)
      guard let approval, let old = approval.text(of: declaration.id) else { continue }
      let new = documents.documents[index].map { _ in ReviewedText(documents, document: index) }
      let changes = changes(old, new, index)
      guard !changes.isEmpty else { continue }
      result.documents.append(
        DocumentDifference(
          document: declaration.id, title: new?.title ?? old.title, changes: changes))
    }
    return result
  }

  private func changes(_ old: ReviewedText, _ new: ReviewedText?, _ index: Int) -> [Change] {
    func dated(_ text: ReviewedText?) -> DatedText? { text.map { DatedText(text: $0, dates: []) } }
    var states: [CauseFinder.State] = []
    if let new {
      let changed = old.choices.filter { choice in
        new.choices.first { $0.path == choice.path }?.answer != choice.answer
      }
      let own = changed.filter { choice in
        choice.isOwn || new.choices.contains { $0.path == choice.path && $0.isOwn }
      }
      states.append(
        CauseFinder.State(text: dated(text(index, with: changed)), cause: .trustWording))
      states.append(CauseFinder.State(text: dated(text(index, with: own)), cause: .trustChoice))
    }
    states.append(CauseFinder.State(text: dated(new), cause: .schoolChoice))
    let finder = CauseFinder(laws: [workspace.catalogue.laws])
    var changes = finder.changes(from: dated(old), through: states)
    for (number, change) in changes.enumerated() where change.kind == .fact {
      let isOwn = documents.profile.gives(fact: change.path, workspace.catalogue)
      changes[number].causes = [isOwn ? .schoolChoice : .trustChoice]
    }
    return changes
  }

  /// What the document would say today with other answers.
  private func text(_ index: Int, with choices: [ReviewedText.Choice]) -> ReviewedText? {
    let set = SchoolDocuments(
      library: workspace.library, catalogue: workspace.catalogue,
      profile: documents.profile.with(choices, workspace.catalogue),
      trust: documents.profile.scope == .school ? workspace.trustDocuments : nil)
    return set.documents[index].map { _ in ReviewedText(set, document: index) }
  }
}
