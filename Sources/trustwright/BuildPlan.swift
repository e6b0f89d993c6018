import Configuration
import Diagnostics
import Documents
import FileStore
import Manifests
import Publishing
import Reviews
import Templating

/// What a build would change, document by document, and why; nothing is written.
struct BuildPlan {
  let workspace: Workspace
  let output: OutputFolder
  /// The input files that are not as they were when the last build was made; nil where there was none.
  private let changed: Set<String>?
  /// The template files behind each document, clauses included, by the document's number.
  private let sources: [Set<String>]

  init(
    _ workspace: Workspace, _ templates: InputFolder, _ output: OutputFolder,
    _ summaries: [SchoolSummary]
  ) {
    self.workspace = workspace
    self.output = output
    let inputs = InputList(templates, workspace.schools, summaries)
    changed = InputList(from: output).map(inputs.changed)
    sources = workspace.catalogue.documents.map { document in
      Self.sources(of: "\(document.kind.folder)/\(document.id).md", in: templates)
    }
  }

  /// A template and the clauses that it includes.
  private static func sources(of path: String, in templates: InputFolder) -> Set<String> {
    var found: Set<String> = []
    var open = [path]
    while let next = open.popLast() {
      guard found.insert("Templates/\(next)").inserted,
        let bytes = try? templates.read(next, limit: TemplateReader.largestTemplate)
      else { continue }
      let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      for (index, word) in words.enumerated() where word == "include" && index + 1 < words.count {
        open.append("\(words[index + 1]).md")
      }
    }
    return found
  }

  /// What would change at one school, in lines.
  struct School {
    var name: String
    var lines: [String]
  }

  func school(_ made: SiteBuilder.SchoolOutput, _ set: SchoolDocuments) -> School {
    let summary = made.summary
    let pages = Set(
      made.files.filter { output.read($0.name, limit: $0.count + 1) != $0.bytes }.map(\.name))
    let old = Self.digests(output.read("site/\(summary.slug)/data.json", limit: 64 << 20) ?? [])
    var lines: [String] = []
    for document in summary.documents {
      let page = "site/\(document.page)"
      if old[document.id] == nil {
        lines.append("\(document.id): new")
      } else if old[document.id] != document.digest {
        lines.append("\(document.id): the text changes, by \(causes(document.id, set))")
      } else if pages.contains(page) {
        lines.append(
          "\(document.id): the page changes and the text does not, by \(looks(summary.slug))")
      }
    }
    for id in old.keys.sorted() where !summary.documents.contains(where: { $0.id == id }) {
      lines.append("\(id): no longer issued")
    }
    let others = pages.subtracting(summary.documents.map { "site/\($0.page)" }).count
    if others > 0 {
      lines.append("and \(others) other file\(others == 1 ? "" : "s"): indexes, fragments, data")
    }
    return School(name: summary.name, lines: lines)
  }

  /// Whose decision a change of a text is, with the files that were changed.
  private func causes(_ id: String, _ set: SchoolDocuments) -> String {
    guard let changed, let index = workspace.catalogue.documentIndex(id) else {
      return "what the last build did not record"
    }
    var causes: [String] = []
    func add(_ cause: Cause, _ files: Set<String>) {
      let found = files.intersection(changed).sorted()
      if !found.isEmpty { causes.append("\(cause.rawValue) (\(found.joined(separator: ", ")))") }
    }
    add(.trustWording, sources[index].union(["Templates/glossary.yaml"]))
    if set.documents[index]?.citations.laws.isEmpty == false {
      add(.law, ["Templates/legislation.yaml"])
    }
    add(.trustChoice, ["Schools/trust.yaml", "Templates/vocabulary.yaml"])
    add(.schoolChoice, ["Schools/\(set.profile.slug)/school.yaml"])
    return causes.isEmpty ? "an approval or the day" : Prose.list(causes)
  }

  private func looks(_ slug: String) -> String {
    guard let changed else { return "what the last build did not record" }
    let files = changed.filter {
      $0.hasPrefix("Templates/site/") || $0 == "Schools/trust.yaml"
        || $0 == "Schools/\(slug)/school.yaml"
    }
    return files.isEmpty
      ? "its neighbours, an approval, the day or the program" : Prose.list(files.sorted())
  }

  /// The digests that the data of a school gave for its documents.
  private static func digests(_ data: [UInt8]) -> [String: String] {
    var result: [String: String] = [:]
    var id: String?
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
      guard parts.count == 5 else { continue }
      if parts[1] == "id" { id = String(parts[3]) }
      if parts[1] == "digest", let known = id {
        result[known] = String(parts[3])
        id = nil
      }
    }
    return result
  }
}

extension DocumentDeclaration.Kind {
  /// The folder of the templates of this kind.
  fileprivate var folder: String {
    switch self {
    case .policy: "policies"
    case .appendix: "appendices"
    case .agreement: "agreements"
    }
  }
}
