import Configuration
import Diagnostics

/// `schema`: the JSON Schema of a manifest, for editors.
struct SchemaCommand {
  let arguments: Arguments
  let terminal: Terminal

  func run() throws -> ExitStatus {
    let name = arguments.words[0]
    let known = ManifestSchema.Kind.allCases.map(\.rawValue)
    guard let kind = ManifestSchema.Kind(rawValue: name) else {
      throw UsageError(
        "there is no manifest '\(name)'", help: "choose \(Prose.list(known, joinedBy: "or"))")
    }
    let session = try Session(arguments, terminal)
    guard let catalogue = session.catalogue else {
      terminal.report(session.report.sorted())
      return ExitStatus(refusedFor: session.report)
    }
    terminal.answer(ManifestSchema.json(kind, catalogue))
    return .done
  }
}
