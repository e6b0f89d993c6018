package import Configuration
package import Diagnostics
import Manifests
package import Templating

/// The templates of a trust in memory, read and compiled as the program does it.
package struct ReadTemplates {
  package let catalogue: Catalogue
  package var library: Library
  private let files: [String: String]

  /// Reads the files, which are named from Templates: `vocabulary.yaml`, `policies/one.md`, `site/school.md`.
  package init(_ files: [String: String], report: inout Report) {
    self.files = files
    let paths = files.keys.sorted()
    let vocabulary = VocabularyReader.read(
      Self.manifest("vocabulary.yaml", files, &report), report: &report)
    let laws = RegisterReader.laws(
      Self.manifest("legislation.yaml", files, &report), report: &report)
    let glossary = RegisterReader.glossary(
      Self.manifest("glossary.yaml", files, &report), report: &report)
    var documents: [Template] = []
    for (folder, kind) in [
      ("policies", DocumentDeclaration.Kind.policy), ("appendices", .appendix),
      ("agreements", .agreement),
    ] {
      for path in paths where path.hasPrefix("\(folder)/") {
        let id = String(path.dropFirst(folder.utf8.count + 1).dropLast(3))
        if let template = TemplateParser.document(
          Self.source(path, files), id: id, folder: kind, vocabulary: vocabulary, report: &report)
        {
          documents.append(template)
        }
      }
    }
    let clauses = paths.filter { $0.hasPrefix("clauses/") }.map { path in
      TemplateParser.clause(
        Self.source(path, files), path: String(path.dropLast(3)), report: &report)
    }
    let words = paths.filter { $0.hasPrefix("site/") && $0.hasSuffix(".md") }.map { path in
      SiteText(name: path, file: Self.source(path, files), scope: .school, report: &report)
    }
    catalogue = Catalogue(
      vocabulary: vocabulary, documents: documents.map(\.declaration), laws: laws,
      glossary: glossary, report: &report)
    library = Compiler.compile(
      documents, clauses: clauses, words: words, catalogue: catalogue, report: &report)
  }

  /// Compiles the page layouts among the files, which the library then counts in.
  package mutating func layouts(report: inout Report) -> [Layout] {
    files.keys.sorted().filter { $0.hasSuffix(".html") }.map { path in
      LayoutCompiler.compile(
        Self.source(path, files), catalogue: catalogue, questions: &library.questions,
        loopCount: &library.loopCount, report: &report)
    }
  }

  private static func source(_ path: String, _ files: [String: String]) -> SourceFile {
    SourceFile(path: "Templates/\(path)", bytes: Array((files[path] ?? "").utf8))
  }

  private static func manifest(
    _ path: String, _ files: [String: String], _ report: inout Report
  ) -> Manifest {
    ManifestParser.parse(source(path, files), report: &report)
  }
}
