import Configuration
import Diagnostics
import Documents
import FileStore
import Manifests
import Publishing
import Reviews
import Templating

/// The folders of a trust, read and compiled: all that is the same for every school.
struct Workspace: Sendable {
  let schools: InputFolder
  let catalogue: Catalogue
  let library: Library
  let layouts: LayoutSet
  let trust: Trust
  let trustProfile: SchoolProfile
  let trustDocuments: SchoolDocuments
  let trustCrest: Crest?
  let site: SiteBuilder
  let day: CalendarDate
  /// The slugs of the schools there are, in order.
  let slugs: [String]
}

/// Reads and compiles a workspace; what is wrong is reported, and as much as can be is read.
struct WorkspaceLoader {
  static let largestTemplate = 4 << 20

  let templates: InputFolder
  let schools: InputFolder
  let day: CalendarDate
  private(set) var report = Report()
  /// All that can be named, where the vocabulary could be read.
  private(set) var catalogue: Catalogue?

  init(templates: InputFolder, schools: InputFolder, day: CalendarDate) {
    self.templates = templates
    self.schools = schools
    self.day = day
  }

  /// Returns the workspace; nil where it is so far from whole that no school can be read.
  mutating func load() -> Workspace? {
    let slugs = schoolFolders()
    guard let vocabularyManifest = manifest("vocabulary.yaml", in: templates, isNeeded: true) else {
      return nil
    }
    let vocabulary = VocabularyReader.read(vocabularyManifest, report: &report)
    let laws = register("legislation.yaml") { RegisterReader.laws($0, report: &$1) }
    let glossary = register("glossary.yaml") { RegisterReader.glossary($0, report: &$1) }
    let documents = documentTemplates(vocabulary)
    let catalogue = Catalogue(
      vocabulary: vocabulary, documents: documents.map(\.declaration), laws: laws,
      glossary: glossary, report: &report)
    self.catalogue = catalogue
    let clauses = self.clauses()
    var library = Compiler.compile(
      documents, clauses: clauses, words: siteTexts(), catalogue: catalogue, report: &report)
    let layouts = layoutSet(catalogue, &library)
    Proofs.check(library, catalogue: catalogue, layouts: layouts.uses, report: &report)
    LawChecks.check(library, laws: laws, asOf: day, report: &report)
    return finish(slugs, catalogue, library, layouts)
  }

  private mutating func finish(
    _ slugs: [String], _ catalogue: Catalogue, _ library: Library, _ layouts: LayoutSet
  ) -> Workspace? {
    guard let trustManifest = manifest("trust.yaml", in: schools, isNeeded: true),
      let trust = TrustReader.read(
        trustManifest, catalogue: catalogue, schools: slugs, report: &report)
    else { return nil }
    let crest = self.crest("", named: trust.details.logo)
    if let colour = trust.details.colour { checkColour(colour, trust.file) }
    let builder = ProfileBuilder(catalogue: catalogue, trust: trust, asOf: day)
    let profile = builder.trustProfile(
      asked: library.askedByTrust(catalogue), report: &report)
    DateChecks(catalogue: catalogue, asOf: day).check(profile, report: &report)
    let documents = SchoolDocuments(library: library, catalogue: catalogue, profile: profile)
    DocumentChecks.check(documents, report: &report)
    if slugs.isEmpty { report.add(.noSchools(at: SourceFile(path: schools.path, bytes: []).place)) }
    let site = SiteBuilder(
      library: library, catalogue: catalogue, layouts: layouts, asOf: day, trustCrest: crest)
    return Workspace(
      schools: schools, catalogue: catalogue, library: library, layouts: layouts, trust: trust,
      trustProfile: profile, trustDocuments: documents, trustCrest: crest, site: site, day: day,
      slugs: slugs)
  }

  // MARK: - Schools

  /// Folder names that the site's own pages need.
  private static let takenSlugs: Set<String> = ["trust", "data"]

  private mutating func schoolFolders() -> [String] {
    var slugs: [String] = []
    for entry in entries("", in: schools) where entry.kind == .folder {
      let name = entry.name
      if name.hasPrefix(".") || name.hasPrefix("_") { continue }
      let place = SourceFile(path: schools.path(of: name), bytes: []).place
      if !Identifier.isSlug(name) {
        report.add(.badSlug(name, at: place))
      } else if Self.takenSlugs.contains(name) {
        report.add(.takenSlug(name, at: place))
      } else if !schools.exists("\(name)/school.yaml") {
        report.add(.noManifest(name, at: place))
      } else {
        slugs.append(name)
      }
    }
    return slugs
  }

  // MARK: - Templates

  private mutating func documentTemplates(_ vocabulary: Vocabulary) -> [Template] {
    var result: [Template] = []
    for (folder, kind) in [
      ("policies", DocumentDeclaration.Kind.policy), ("appendices", .appendix),
      ("agreements", .agreement),
    ] {
      for (id, file) in markdownFiles(in: folder) {
        guard Identifier.isValid(id), !Identifier.reserved.contains(id) else {
          report.add(.badTemplateName(id, at: file.place))
          continue
        }
        if let twin = result.first(where: { $0.declaration.id == id }) {
          report.add(.sameDocument(id, at: file.place, first: twin.file.place))
          continue
        }
        if let template = TemplateParser.document(
          file, id: id, folder: kind, vocabulary: vocabulary, report: &report)
        {
          result.append(template)
        }
      }
    }
    return result
  }

  private mutating func clauses() -> [Clause] {
    markdownFiles(in: "clauses").map { name, file in
      TemplateParser.clause(file, path: "clauses/\(name)", report: &report)
    }
  }

  private mutating func siteTexts() -> [SiteText] {
    SiteWords.allCases.compactMap { words in
      let name = "site/\(words.rawValue).md"
      guard templates.exists(name), let file = text(name, in: templates) else { return nil }
      return SiteText(name: words.rawValue, file: file, scope: words.scope, report: &report)
    }
  }

  private mutating func layoutSet(_ catalogue: Catalogue, _ library: inout Library) -> LayoutSet {
    var layouts: [LayoutSet.Name: Layout] = [:]
    for name in LayoutSet.Name.allCases {
      guard let file = text("site/\(name.rawValue).html", in: templates, isNeeded: true) else {
        continue
      }
      layouts[name] = LayoutCompiler.compile(
        file, catalogue: catalogue, questions: &library.questions,
        loopCount: &library.loopCount, report: &report)
    }
    let style = style("site/style.css", isNeeded: true)
    let central = templates.exists("site/central.css") ? self.style("site/central.css") : []
    return LayoutSet(layouts: layouts, style: style, central: central)
  }

  private mutating func style(_ name: String, isNeeded: Bool = false) -> [UInt8] {
    guard let style = text(name, in: templates, isNeeded: isNeeded) else { return [] }
    if String(decoding: style.bytes, as: UTF8.self).lowercased().contains("</style") {
      report.add(.styleEnds(at: style.place))
    }
    return style.bytes
  }

  /// The Markdown files of a folder and of the folders in it, by their names without `.md`.
  private mutating func markdownFiles(in folder: String) -> [(name: String, file: SourceFile)] {
    guard templates.exists(folder) else { return [] }
    var result: [(String, SourceFile)] = []
    for entry in entries(folder, in: templates)
    where entry.name.hasSuffix(".md") && !entry.name.hasPrefix(".") {
      if let file = text("\(folder)/\(entry.name)", in: templates) {
        result.append((String(entry.name.dropLast(3)), file))
      }
    }
    return result
  }

  // MARK: - Files

  private mutating func register<Register>(
    _ name: String, _ read: (Manifest, inout Report) -> Register
  ) -> Register {
    // A trust that cites no law and defines no term needs no register.
    let found = templates.exists(name) ? manifest(name, in: templates, isNeeded: true) : nil
    let empty = SourceFile(path: templates.path(of: name), bytes: [])
    return read(found ?? Manifest(file: empty, root: Node(.none, range: .zero)), &report)
  }

  private mutating func manifest(
    _ name: String, in folder: InputFolder, isNeeded: Bool
  ) -> Manifest? {
    guard
      let file = file(name, in: folder, limit: TextCheck.largestManifest, isNeeded: isNeeded)
    else { return nil }
    return ManifestParser.parse(file, report: &report)
  }

  /// Reads a template or a layout: text without what no text may hold.
  private mutating func text(
    _ name: String, in folder: InputFolder, isNeeded: Bool = true
  ) -> SourceFile? {
    guard let file = file(name, in: folder, limit: Self.largestTemplate, isNeeded: isNeeded) else {
      return nil
    }
    return TextCheck.check(file, range: TextRange(0, file.bytes.count), report: &report)
      ? file : nil
  }

  private mutating func file(
    _ name: String, in folder: InputFolder, limit: Int, isNeeded: Bool
  ) -> SourceFile? {
    do {
      return SourceFile(path: folder.path(of: name), bytes: try folder.read(name, limit: limit))
    } catch {
      let empty = SourceFile(path: folder.path(of: name), bytes: [])
      if error.kind != .notFound || isNeeded { report.add(.unreadable(error, at: empty.place)) }
      return nil
    }
  }

  private mutating func entries(
    _ name: String, in folder: InputFolder
  ) -> [InputFolder.Entry] {
    do {
      return try folder.list(name)
    } catch {
      report.add(.unreadable(error, at: SourceFile(path: folder.path(of: name), bytes: []).place))
      return []
    }
  }

  // MARK: - Looks

  private mutating func crest(_ folder: String, named name: Located<String>?) -> Crest? {
    CrestReader.read(folder, named: name, in: schools, report: &report)
  }

  private mutating func checkColour(_ colour: Located<Colour>, _ file: SourceFile) {
    if colour.value.contrast(with: .white) < Colour.readable {
      report.add(.weakColour(colour.value, at: file.place(colour.range)))
    }
  }
}

/// Finds and reads a crest: the named file, or `logo.svg` or `logo.png`.
enum CrestReader {
  static func read(
    _ folder: String, named name: Located<String>?, in schools: InputFolder,
    report: inout Report
  ) -> Crest? {
    let prefix = folder.isEmpty ? "" : folder + "/"
    let candidates = name.map { [$0.value] } ?? ["logo.svg", "logo.png"]
    for candidate in candidates {
      let path = prefix + candidate
      guard name != nil || schools.exists(path) else { continue }
      let empty = SourceFile(path: schools.path(of: path), bytes: [])
      guard !candidate.split(separator: "/").contains(".."), !candidate.hasPrefix("/") else {
        report.add(.unreadable(FileError(.link, "read", empty.path), at: empty.place))
        return nil
      }
      do {
        let bytes = try schools.read(path, limit: Crest.largest + 1)
        return Crest(SourceFile(path: empty.path, bytes: bytes), report: &report)
      } catch {
        report.add(.unreadable(error, at: empty.place))
      }
    }
    return nil
  }
}
