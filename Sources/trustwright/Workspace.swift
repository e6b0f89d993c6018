import Configuration
import Cores
import Diagnostics
import Documents
import FileStore
import Manifests
import Publishing
import Reviews
import Templating

/// The folders of a trust, read and compiled: all that is the same for every school.
struct Workspace: Sendable {
  /// The folder of the manifests; for one school, as it was when a snapshot was taken.
  var schools: InputFolder
  let catalogue: Catalogue
  let library: Library
  /// The shared wording there is, included or not.
  let clauses: [Clause]
  let layouts: LayoutSet
  let trust: Trust
  let trustProfile: SchoolProfile
  /// The same before the approvals' dates were put in.
  let trustManifestProfile: SchoolProfile
  let trustDocuments: SchoolDocuments
  let trustCrest: Crest?
  /// The fixed text of the templates.
  let wording: TemplateWording
  /// What is in force on the day.
  let laws: LawChecks
  let trustApprovals: SchoolApprovals
  let site: SiteBuilder
  let day: CalendarDate
  /// The slugs of the schools there are, in order.
  let slugs: [String]
  let slugSet: Set<String>
}

/// Reads and compiles a workspace; what is wrong is reported, and as much as can be is read.
struct WorkspaceLoader {
  static let largestTemplate = 4 << 20

  let templates: InputFolder
  let schools: InputFolder
  let day: CalendarDate
  /// An approval of one of the trust's own documents that is about to be recorded.
  var pending: SchoolApprovals.Pending?
  /// Whether the templates are proved; they need not be where that was done and found nothing.
  var provesTemplates = true
  /// How much is done at once.
  var jobs = 1
  /// Where the register of law, and the trust's manifest, come from, where that is another state of the
  /// workspace: so that one thing at a time can be made new.
  var otherLaws: InputFolder?
  var otherTrust: InputFolder?
  /// Whether pages lead to PDF files of themselves.
  var linksPDF = false
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
    let (templates, lawFolder) = (templates, otherLaws ?? templates)
    let (found, registers) = Parallel.both(jobs: jobs) {
      Reported { templates.manifest("vocabulary.yaml", isNeeded: true, report: &$0) }
    } and: {
      Reported { report in
        let laws = lawFolder.register("legislation.yaml", report: &report)
        let terms = templates.register("glossary.yaml", report: &report)
        var register = RegisterReader.laws(laws.manifest, report: &report)
        register.isReadable = laws.isReadable
        var glossary = RegisterReader.glossary(terms.manifest, report: &report)
        glossary.isReadable = terms.isReadable
        return (laws: register, glossary: glossary)
      }
    }
    report.add(contentsOf: found.report)
    guard let vocabularyManifest = found.value else { return nil }
    guard !report.hasErrors(in: vocabularyManifest.file) else {
      readFormOnly(slugs, vocabularyManifest)
      return nil
    }
    let vocabulary = VocabularyReader.read(vocabularyManifest, report: &report)
    report.add(contentsOf: registers.report)
    let (laws, glossary) = registers.value
    let documents = documentTemplates(vocabulary)
    let catalogue = Catalogue(
      vocabulary: vocabulary, documents: documents.map(\.declaration), laws: laws,
      glossary: glossary, report: &report)
    self.catalogue = catalogue
    let clauses = self.clauses()
    let words = siteTexts()
    let (compiled, worded) = Parallel.both(jobs: jobs) {
      Reported { report in
        Compiler.compile(
          documents, clauses: clauses, words: words, catalogue: catalogue, report: &report)
      }
    } and: {
      Reported { report in
        let wording = TemplateWording(documents, clauses: clauses, words: words)
        wording.check(catalogue, report: &report)
        return wording
      }
    }
    report.add(contentsOf: compiled.report)
    var library = compiled.value
    let layouts = layoutSet(catalogue, &library)
    // Against a vocabulary that is not the one that is meant, nothing can be proved.
    if provesTemplates, !report.hasErrors(in: vocabulary.file) {
      Proofs.check(
        library, catalogue: catalogue, layouts: layouts.uses, jobs: jobs, report: &report)
    }
    LawChecks(laws, asOf: day).checkRegister(report: &report)
    report.add(contentsOf: worded.report)
    return finish(slugs, catalogue, library, clauses, layouts, worded.value)
  }

  /// Looks only at the form of the other files, where the vocabulary cannot be read.
  ///
  /// A line that was lost in the vocabulary would make many lines elsewhere look wrong.
  private mutating func readFormOnly(_ slugs: [String], _ vocabulary: Manifest) {
    var ignored = Report()
    _ = documentTemplates(VocabularyReader.read(vocabulary, report: &ignored))
    _ = clauses()
    for name in ["legislation.yaml", "glossary.yaml"] where templates.exists(name) {
      _ = manifest(name, in: templates, isNeeded: true)
    }
    for name in ["trust.yaml"] + slugs.map({ "\($0)/school.yaml" }) {
      _ = manifest(name, in: schools, isNeeded: true)
    }
  }

  private mutating func finish(
    _ slugs: [String], _ catalogue: Catalogue, _ library: Library, _ clauses: [Clause],
    _ layouts: LayoutSet, _ wording: TemplateWording
  ) -> Workspace? {
    guard let trustManifest = manifest("trust.yaml", in: otherTrust ?? schools, isNeeded: true)
    else { return nil }
    let isReadable = !report.hasErrors(in: trustManifest.file)
    guard
      let trust = TrustReader.read(
        trustManifest, catalogue: catalogue, schools: slugs, report: &report)
    else { return nil }
    guard isReadable else {
      // A line that was lost here is missing in every school: only what they say themselves is read.
      for slug in slugs {
        guard let manifest = manifest("\(slug)/school.yaml", in: schools, isNeeded: true) else {
          continue
        }
        _ = SchoolReader.read(manifest, slug: slug, catalogue: catalogue, report: &report)
      }
      return nil
    }
    let crest = self.crest("", named: trust.details.logo, in: trust.file)
    if let colour = trust.details.colour { checkColour(colour, trust.file) }
    let builder = ProfileBuilder(catalogue: catalogue, trust: trust, asOf: day)
    let manifestProfile = builder.trustProfile(
      asked: library.askedByTrust, report: &report)
    var profile = manifestProfile
    let approvals = ApprovalStore.load(
      ApprovalStore.trustFolder, in: schools, settings: trust.approvals, report: &report)
    if pending == nil {
      ApprovalChecks.checkDates(profile, approvals, catalogue: catalogue, on: day, report: &report)
    }
    approvals.apply(to: &profile, catalogue: catalogue, on: day, pending: pending)
    DateChecks(catalogue: catalogue, asOf: day).check(profile, report: &report)
    checkWording(trust, profile, catalogue, wording, slugs)
    let documents = SchoolDocuments(library: library, catalogue: catalogue, profile: profile)
    let laws = LawChecks(catalogue.laws, asOf: day)
    DocumentChecks.check(documents, laws, report: &report)
    if pending == nil {
      ApprovalChecks.checkTexts(documents, approvals, on: day, report: &report)
    }
    if slugs.isEmpty { report.add(.noSchools(at: SourceFile(path: schools.path, bytes: []).place)) }
    var site = SiteBuilder(
      library: library, catalogue: catalogue, layouts: layouts, asOf: day, trustCrest: crest)
    site.linksPDF = linksPDF
    return Workspace(
      schools: schools, catalogue: catalogue, library: library, clauses: clauses,
      layouts: layouts, trust: trust, trustProfile: profile, trustManifestProfile: manifestProfile,
      trustDocuments: documents,
      trustCrest: crest, wording: wording, laws: laws, trustApprovals: approvals, site: site,
      day: day,
      slugs: slugs, slugSet: Set(slugs))
  }

  /// Reports what the trust's manifest says and should not, and what it says that templates say too.
  private mutating func checkWording(
    _ trust: Trust, _ profile: SchoolProfile, _ catalogue: Catalogue, _ wording: TemplateWording,
    _ slugs: [String]
  ) {
    ManifestWording(catalogue, trust: trust, slugs: Set(slugs)).checkTrust(profile, report: &report)
    let vocabulary = catalogue.vocabulary
    var names = TypedNames.names(in: trust.layer, trust.details, "trust", vocabulary)
    let layers = trust.phases.sorted { $0.key < $1.key }.map(\.value) + trust.groups.map(\.layer)
    for layer in layers { names += TypedNames.names(in: layer, nil, "", vocabulary) }
    TypedNames.check(names, in: wording, report: &report)
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
      } else if Identifier.isDevice(name) {
        report.add(.deviceSlug(name, at: place))
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
    let folders = [
      ("policies", DocumentDeclaration.Kind.policy), ("appendices", .appendix),
      ("agreements", .agreement),
    ]
    let sources = folders.flatMap { folder, kind in
      markdownFiles(in: folder).map { (file: $0, kind: kind) }
    }
    let templates = templates
    let found = Parallel.map(sources, jobs: jobs) { file, kind in
      Reported { report -> Template? in
        let source = file.read(from: templates, report: &report)
        guard Identifier.isValid(file.id), !Identifier.reserved.contains(file.id) else {
          report.add(.badTemplateName(file.id, at: source.file.place))
          return nil
        }
        guard !Identifier.isDevice(file.id) else {
          report.add(.deviceTemplate(file.id, at: source.file.place))
          return nil
        }
        return source.isReadable
          ? TemplateParser.document(
            source.file, id: file.id, folder: kind, vocabulary: vocabulary, report: &report)
          : TemplateParser.unreadable(source.file, id: file.id, kind: kind)
      }
    }
    var result: [Template] = []
    for template in found {
      guard let made = template.value else {
        report.add(contentsOf: template.report)
        continue
      }
      let id = made.declaration.id
      if let twin = result.first(where: { $0.declaration.id == id }) {
        // What else is to be said of it can wait until it has a name of its own.
        report.add(.sameDocument(id, at: made.file.place, first: twin.file.place))
        continue
      }
      report.add(contentsOf: template.report)
      result.append(made)
    }
    return result
  }

  private mutating func clauses() -> [Clause] {
    let templates = templates
    let found = Parallel.map(markdownFiles(in: "clauses"), jobs: jobs) { file in
      Reported { report in
        let source = file.read(from: templates, report: &report)
        return TemplateParser.clause(source.file, path: "clauses/\(file.id)", report: &report)
      }
    }
    for clause in found { report.add(contentsOf: clause.report) }
    return found.map(\.value)
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
      guard let file = text("site/\(name.rawValue).html", in: templates, isNeeded: name.isNeeded)
      else {
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
    if style.bytes.endsStyle {
      report.add(.styleEnds(at: style.place))
    }
    return style.bytes
  }

  /// The Markdown files of a folder.
  private mutating func markdownFiles(in folder: String) -> [MarkdownFile] {
    guard templates.exists(folder) else { return [] }
    return entries(folder, in: templates).map(\.name)
      .filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }
      .map { MarkdownFile(id: String($0.dropLast(3)), name: "\(folder)/\($0)") }
  }

  // MARK: - Files

  private mutating func manifest(
    _ name: String, in folder: InputFolder, isNeeded: Bool
  ) -> Manifest? {
    folder.manifest(name, isNeeded: isNeeded, report: &report)
  }

  /// Reads a template or a layout: text without what no text may hold.
  private mutating func text(
    _ name: String, in folder: InputFolder, isNeeded: Bool = true
  ) -> SourceFile? {
    folder.text(name, limit: Self.largestTemplate, isNeeded: isNeeded, report: &report)
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

  private mutating func crest(
    _ folder: String, named name: Located<String>?, in manifest: SourceFile
  ) -> Crest? {
    CrestReader.read(folder, named: name, by: manifest, in: schools, report: &report)
  }

  private mutating func checkColour(_ colour: Located<Colour>, _ file: SourceFile) {
    if let warning = Diagnostic.weakColour(colour.value, at: file.place(colour.range)) {
      report.add(warning)
    }
  }
}

/// What was made of something, and what is to be said of it.
private struct Reported<Value: Sendable>: Sendable {
  let value: Value
  private(set) var report = Report()

  init(_ make: (inout Report) -> Value) { value = make(&report) }
}

/// A template by its name without `.md`.
private struct MarkdownFile: Sendable {
  let id: String
  let name: String

  /// Reads it; one that cannot be read is reported and comes empty, so that others can name it.
  func read(
    from folder: InputFolder, report: inout Report
  ) -> (file: SourceFile, isReadable: Bool) {
    let file = folder.text(
      name, limit: WorkspaceLoader.largestTemplate, isNeeded: true, report: &report)
    return (file ?? SourceFile(path: folder.path(of: name), bytes: []), file != nil)
  }
}

extension [UInt8] {
  /// Whether they hold the tag that would end the style of a page.
  fileprivate var endsStyle: Bool {
    let tag = Array("</style".utf8)
    return indices.contains { index in
      self[index] == tag[0] && index + tag.count <= count
        && zip(tag, self[index...]).allSatisfy { $0 == ((65...90).contains($1) ? $1 | 32 : $1) }
    }
  }
}

extension InputFolder {
  /// Reads a register; a trust that cites no law and defines no term needs none.
  fileprivate func register(
    _ name: String, report: inout Report
  ) -> (manifest: Manifest, isReadable: Bool) {
    let found = exists(name) ? manifest(name, isNeeded: true, report: &report) : nil
    let empty = SourceFile(path: path(of: name), bytes: [])
    let result = found ?? Manifest(file: empty, root: Node(.none, range: .zero))
    return (result, !report.hasErrors(in: result.file))
  }

  fileprivate func manifest(
    _ name: String, isNeeded: Bool, report: inout Report
  ) -> Manifest? {
    let file = file(
      name, limit: TextCheck.largestManifest, isNeeded: isNeeded, report: &report)
    return file.map { ManifestParser.parse($0, report: &report) }
  }

  fileprivate func text(
    _ name: String, limit: Int, isNeeded: Bool, report: inout Report
  ) -> SourceFile? {
    let file = file(name, limit: limit, isNeeded: isNeeded, report: &report)
    guard let file, TextCheck.check(file, range: TextRange(0, file.bytes.count), report: &report)
    else { return nil }
    return file
  }

  fileprivate func file(
    _ name: String, limit: Int, isNeeded: Bool, report: inout Report
  ) -> SourceFile? {
    do {
      return SourceFile(path: path(of: name), bytes: try read(name, limit: limit))
    } catch {
      let empty = SourceFile(path: path(of: name), bytes: [])
      if error.kind != .notFound || isNeeded { report.add(.unreadable(error, at: empty.place)) }
      return nil
    }
  }
}

/// Finds and reads a crest: the named file, or `logo.svg` or `logo.png`.
enum CrestReader {
  /// - Parameter manifest: The file that may name the crest.
  static func read(
    _ folder: String, named name: Located<String>?, by manifest: SourceFile,
    in schools: InputFolder, report: inout Report
  ) -> Crest? {
    let prefix = folder.isEmpty ? "" : folder + "/"
    let candidates = name.map { [$0.value] } ?? ["logo.svg", "logo.png"]
    for candidate in candidates {
      let path = prefix + candidate
      guard name != nil || schools.exists(path) else { continue }
      let empty = SourceFile(path: schools.path(of: path), bytes: [])
      do {
        let bytes = try schools.read(path, limit: Crest.largest)
        return Crest(SourceFile(path: empty.path, bytes: bytes), report: &report)
      } catch {
        if error.kind == .notFound, let name {
          report.add(
            .noCrest(name.value, folder: folder, at: manifest.place(name.range)))
        } else if error.kind == .tooLarge(limit: Crest.largest) {
          report.add(.badCrest("it is larger than 256 KiB", at: empty.place))
        } else {
          report.add(.unreadable(error, at: empty.place))
        }
      }
    }
    return nil
  }
}
