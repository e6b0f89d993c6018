import Configuration
import Diagnostics
import FileStore
import Manifests
import Reviews

/// `cycle`: proposes what a new school year's reviews change in every manifest, and writes it when asked.
struct CycleCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    guard let cycle = ReviewCycle(arguments.words[0]) else {
      throw UsageError(
        "'\(arguments.words[0])' is no school year", help: "write it as two years, such as 2027-28")
    }
    let day = try arguments.date(.on)
    if let day, day < cycle.start || day > cycle.end {
      throw UsageError("\(day.long) is not in the school year \(cycle.name)")
    }
    let session = try Session(arguments, terminal)
    let wanted = arguments.options[.school] ?? []
    guard let workspace = session.workspace, !session.report.hasErrors else {
      terminal.report(session.report.sorted())
      terminal.say("nothing was proposed")
      return ExitStatus(refusedFor: session.report)
    }
    for slug in wanted where !workspace.slugs.contains(slug) { throw session.noSchool(slug) }
    var report = Report()
    var files: [(name: String, edited: Edited)] = []
    if wanted.isEmpty {
      let proposals = Self.proposals(
        workspace.trust, workspace.catalogue, cycle, day, today: session.day)
      let edited = edit("trust.yaml", proposals, workspace, &report)
      if let edited { files.append(("trust.yaml", edited)) }
    }
    for slug in wanted.isEmpty ? workspace.slugs : workspace.slugs.filter(wanted.contains) {
      let result = SchoolPipeline(workspace: workspace, isTolerant: true).run(slug)
      guard let manifest = result.manifest, let profile = result.profile else {
        report.add(contentsOf: result.report)
        continue
      }
      let proposals = workspace.catalogue.documents.enumerated().compactMap { index, document in
        manifest.layer.documents[index].flatMap {
          cycle.proposal(
            for: document.id, $0, at: ["documents", document.id],
            period: profile.documents[index].reviewEvery, on: day, today: session.day)
        }
      }
      let name = "\(slug)/school.yaml"
      if let edited = edit(name, proposals, workspace, &report) { files.append((name, edited)) }
    }
    return try finish(files, cycle, workspace, report)
  }

  /// A manifest and what it would become.
  private struct Edited {
    var old: [UInt8]
    var new: [UInt8]
    var documents: Int
  }

  /// What the trust's manifest gives dates for, in its own blocks and those of its phases and groups.
  private static func proposals(
    _ trust: Trust, _ catalogue: Catalogue, _ cycle: ReviewCycle, _ day: CalendarDate?,
    today: CalendarDate
  ) -> [ReviewCycle.Proposal] {
    var layers: [(Layer, [String])] = [(trust.layer, [])]
    for (index, phase) in catalogue.vocabulary.phases.enumerated() {
      if let layer = trust.phases[index] { layers.append((layer, ["phases", phase.id])) }
    }
    layers += trust.groups.map { ($0.layer, ["groups", $0.name]) }
    return layers.flatMap { layer, path in
      catalogue.documents.enumerated().compactMap { index, document in
        layer.documents[index].flatMap {
          cycle.proposal(
            for: document.id, $0, at: path + ["documents", document.id],
            period: document.reviewEvery, on: day, today: today)
        }
      }
    }
  }

  /// Makes the edits of a manifest; what could not be written is said.
  private func edit(
    _ name: String, _ proposals: [ReviewCycle.Proposal], _ workspace: Workspace,
    _ report: inout Report
  ) -> Edited? {
    guard !proposals.isEmpty else { return nil }
    let path = workspace.schools.path(of: name)
    guard let bytes = try? workspace.schools.read(name, limit: TextCheck.largestManifest) else {
      return nil
    }
    var ignored = Report()
    let manifest = ManifestParser.parse(SourceFile(path: path, bytes: bytes), report: &ignored)
    var editor = ManifestEditor(manifest)
    for proposal in proposals where !proposal.write(to: &editor) {
      terminal.say(
        "warning: \(path): the entry of '\(proposal.document)' is written in a way that is left to you in part"
      )
    }
    let edited = editor.apply()
    var check = Report()
    _ = ManifestParser.parse(SourceFile(path: path, bytes: edited), report: &check)
    guard !check.hasErrors else {
      report.add(contentsOf: check)
      return nil
    }
    return Edited(old: bytes, new: edited, documents: proposals.count)
  }

  private func finish(
    _ files: [(name: String, edited: Edited)], _ cycle: ReviewCycle, _ workspace: Workspace,
    _ report: Report
  ) throws -> ExitStatus {
    for (name, edited) in files {
      terminal.answer(
        LineDifference.unified(edited.old, edited.new, path: workspace.schools.path(of: name)))
    }
    terminal.report(report.sorted())
    let count = files.reduce(0) { $0 + $1.edited.documents }
    let words =
      "\(count) document\(count == 1 ? "" : "s") in \(files.count) manifest\(files.count == 1 ? "" : "s")"
    guard arguments.has(.write) else {
      terminal.say(
        count == 0
          ? "no review falls due before \(cycle.end.long)"
          : "\(words); nothing was written: add --write to write it")
      return ExitStatus(of: report)
    }
    let output = OutputFolder(workspace.schools.path)
    output.clearDrafts(below: "")
    var written = 0
    do {
      for (name, edited) in files {
        _ = try output.write(edited.new, to: name)
        written += 1
      }
    } catch {
      return terminal.failed(
        error,
        kept:
          "\(written) of \(files.count) manifests are written; the others are as they were")
    }
    terminal.say("\(words) written")
    return ExitStatus(of: report)
  }
}
