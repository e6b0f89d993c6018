import Configuration
import Cores
import Diagnostics
import FileStore
import Manifests
import Publishing
import Templating

/// What was made of something, and what is to be said of it.
struct Reported<Value: Sendable>: Sendable {
  let value: Value
  private(set) var report = Report()

  init(_ make: (inout Report) -> Value) { value = make(&report) }
}

/// Reads the texts of Templates as far as that needs no vocabulary, all at once.
struct TemplateReader: Sendable {
  static let largestTemplate = 4 << 20
  /// The folders of documents, with what each is for, and the folder of clauses.
  private static let documentFolders: [(name: String, kind: DocumentDeclaration.Kind)] = [
    ("policies", .policy), ("appendices", .appendix), ("agreements", .agreement),
  ]
  private static let clauseFolder = "clauses"
  /// The folders of all texts that schools print.
  static let textFolders = documentFolders.map(\.name) + [clauseFolder]

  let folder: InputFolder
  let jobs: Int
  /// What was read of earlier states of the texts; a file that is as it was need not be read again.
  var earlier = Memory()

  /// What was read of each file, by its path.
  struct Memory: Sendable {
    fileprivate var documents: [String: Reported<Document?>] = [:]
    fileprivate var clauses: [String: Reported<Clause>] = [:]

    init() {}

    init(_ texts: Texts) {
      for document in texts.documents {
        if let file = document.value?.file { documents[file.path] = document }
      }
      for clause in texts.clauses { clauses[clause.value.file.path] = clause }
    }

    fileprivate func document(_ file: SourceFile) -> Reported<Document?>? {
      documents[file.path].flatMap { $0.value?.file.bytes == file.bytes ? $0 : nil }
    }

    fileprivate func clause(_ file: SourceFile) -> Reported<Clause>? {
      clauses[file.path].flatMap { $0.value.file.bytes == file.bytes ? $0 : nil }
    }
  }

  /// A document's template before its front matter is read.
  struct Document: Sendable {
    let id: String
    let kind: DocumentDeclaration.Kind
    let file: SourceFile
    /// Its parts; nil where the file could not be read or has none.
    let parts: TemplateParts?

    /// The template; nil where the front matter cannot be used.
    func template(_ vocabulary: Vocabulary, report: inout Report) -> Template? {
      guard let parts else { return TemplateParser.unreadable(file, id: id, kind: kind) }
      return TemplateParser.document(
        file, parts, id: id, folder: kind, vocabulary: vocabulary, report: &report)
    }
  }

  /// All texts, each kind in the order of the files' names.
  struct Texts: Sendable {
    /// Nil for a file whose name no document can have.
    var documents: [Reported<Document?>] = []
    var clauses: [Reported<Clause>] = []
    var words: [Reported<SiteText?>] = []
    /// What is to be said of the folders of documents, and of that of clauses.
    var documentFolders = Report()
    var clauseFolder = Report()
  }

  /// A file to read.
  private enum Task: Sendable {
    case document(MarkdownFile, DocumentDeclaration.Kind)
    case clause(MarkdownFile)
    case words(SiteWords)
  }

  /// What came of it.
  private enum Made: Sendable {
    case document(Reported<Document?>)
    case clause(Reported<Clause>)
    case words(Reported<SiteText?>)
  }

  /// A template by its name without `.md`.
  private struct MarkdownFile: Sendable {
    let id: String
    let name: String
  }

  func texts() -> Texts {
    var result = Texts()
    var tasks: [Task] = []
    for (name, kind) in Self.documentFolders {
      tasks += files(in: name, report: &result.documentFolders).map { .document($0, kind) }
    }
    tasks += files(in: Self.clauseFolder, report: &result.clauseFolder).map { .clause($0) }
    tasks += SiteWords.allCases.map { .words($0) }
    let made = Parallel.map(tasks, jobs: jobs) { task -> Made in
      switch task {
      case .document(let file, let kind): .document(document(file, kind))
      case .clause(let file): .clause(clause(file))
      case .words(let words): .words(siteText(words))
      }
    }
    for made in made {
      switch made {
      case .document(let document): result.documents.append(document)
      case .clause(let clause): result.clauses.append(clause)
      case .words(let words): result.words.append(words)
      }
    }
    return result
  }

  private func document(
    _ file: MarkdownFile, _ kind: DocumentDeclaration.Kind
  ) -> Reported<Document?> {
    var known: Reported<Document?>?
    let new = Reported { report -> Document? in
      let (source, isReadable) = read(file, report: &report)
      guard Identifier.isValid(file.id), !Identifier.reserved.contains(file.id) else {
        report.add(.badTemplateName(file.id, at: source.place))
        return nil
      }
      guard !Identifier.isDevice(file.id) else {
        report.add(.deviceTemplate(file.id, at: source.place))
        return nil
      }
      known = isReadable ? earlier.document(source) : nil
      guard known == nil else { return nil }
      let parts = isReadable ? TemplateParser.parts(of: source, report: &report) : nil
      return Document(id: file.id, kind: kind, file: source, parts: parts)
    }
    return known ?? new
  }

  private func clause(_ file: MarkdownFile) -> Reported<Clause> {
    var report = Report()
    let (source, isReadable) = read(file, report: &report)
    if isReadable, let known = earlier.clause(source) { return known }
    return Reported { own in
      own = report
      return TemplateParser.clause(
        source, path: "\(Self.clauseFolder)/\(file.id)", report: &own)
    }
  }

  private func siteText(_ words: SiteWords) -> Reported<SiteText?> {
    Reported { report in
      let name = "site/\(words.rawValue).md"
      guard folder.exists(name),
        let file = folder.text(
          name, limit: Self.largestTemplate, isNeeded: true, report: &report)
      else { return nil }
      return SiteText(name: words.rawValue, file: file, scope: words.scope, report: &report)
    }
  }

  /// Reads a template; one that cannot be read is reported and comes empty, so that others can name it.
  private func read(
    _ file: MarkdownFile, report: inout Report
  ) -> (file: SourceFile, isReadable: Bool) {
    let source = folder.text(
      file.name, limit: Self.largestTemplate, isNeeded: true, report: &report)
    return (source ?? SourceFile(path: folder.path(of: file.name), bytes: []), source != nil)
  }

  /// The Markdown files of a folder.
  private func files(in name: String, report: inout Report) -> [MarkdownFile] {
    guard folder.exists(name) else { return [] }
    return folder.entries(name, report: &report).map(\.name)
      .filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }
      .map { MarkdownFile(id: String($0.dropLast(3)), name: "\(name)/\($0)") }
  }
}

extension InputFolder {
  /// Reads a register; a trust that cites no law and defines no term needs none.
  func register(
    _ name: String, report: inout Report
  ) -> (manifest: Manifest, isReadable: Bool) {
    let found = exists(name) ? manifest(name, isNeeded: true, report: &report) : nil
    let empty = SourceFile(path: path(of: name), bytes: [])
    let result = found ?? Manifest(file: empty, root: Node(.none, range: .zero))
    return (result, !report.hasErrors(in: result.file))
  }

  func manifest(_ name: String, isNeeded: Bool, report: inout Report) -> Manifest? {
    let file = file(
      name, limit: TextCheck.largestManifest, isNeeded: isNeeded, report: &report)
    return file.map { ManifestParser.parse($0, report: &report) }
  }

  /// Reads a template or a layout: text without what no text may hold.
  func text(
    _ name: String, limit: Int, isNeeded: Bool, report: inout Report
  ) -> SourceFile? {
    let file = file(name, limit: limit, isNeeded: isNeeded, report: &report)
    guard let file, TextCheck.check(file, range: TextRange(0, file.bytes.count), report: &report)
    else { return nil }
    return file
  }

  private func file(
    _ name: String, limit: Int, isNeeded: Bool, report: inout Report
  ) -> SourceFile? {
    do {
      return SourceFile(path: path(of: name), bytes: try read(name, limit: limit))
    } catch {
      let empty = SourceFile(path: path(of: name), bytes: [])
      if error.kind != .notFound || isNeeded {
        report.add(.unreadable(error, at: empty.place, misnamed: misnamed(name)))
      }
      return nil
    }
  }

  /// A file beside one that is not there, which an editor has most likely saved under another name.
  private func misnamed(_ name: String) -> String? {
    let parts = name.split(separator: "/").map(String.init)
    guard let last = parts.last, last.hasSuffix(".yaml") else { return nil }
    let files = (try? list(parts.dropLast().joined(separator: "/"))) ?? []
    let stem = last.dropLast(4)
    return files.map(\.name).first { file in
      let small = file.lowercased()
      return file != last && small.hasPrefix(stem)
        && [".yaml", ".yml", ".txt"].contains(where: small.hasSuffix)
    }
  }

  func entries(_ name: String, report: inout Report) -> [Entry] {
    do {
      return try list(name)
    } catch {
      report.add(.unreadable(error, at: SourceFile(path: path(of: name), bytes: []).place))
      return []
    }
  }
}
