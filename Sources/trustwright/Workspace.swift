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
  /// What the text of a school's manifest is checked with.
  let manifestWording: ManifestWording
}

/// Reads and compiles a workspace; what is wrong is reported, and as much as can be is read.
struct WorkspaceLoader {
  let templates: InputFolder
  let schools: InputFolder
  let day: CalendarDate
  /// An approval of one of the trust's own documents that is about to be recorded.
  var pending: SchoolApprovals.Pending?
  /// Whether the templates are proved.
  var provesTemplates = true
  /// The schools there were when the same was read last; where they are the same too, all that the templates would
  /// be told of is known, and nothing is looked for in them.
  var knownSlugs: [String]?
  /// Whether a folder is known to have a school's manifest.
  var isSchool: @Sendable (String) -> Bool = { _ in false }
  /// How much is done at once.
  var jobs = 1
  /// Where the register of law, and the trust's manifest, come from, where that is another state of the
  /// workspace: so that one thing at a time can be made new.
  var otherLaws: InputFolder?
  var otherTrust: InputFolder?
  /// Whether pages lead to PDF files of themselves.
  var linksPDF = false
  /// What else is done while the templates are proved, once there is a workspace; whether something is known to be
  /// wrong with it is told too.
  var beside: (@Sendable (Workspace, _ isWrong: Bool) -> Void)?
  /// What was read of earlier states of the templates.
  var earlierTexts = TemplateReader.Memory()
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
    let (templates, lawFolder, jobs) = (templates, otherLaws ?? templates, jobs)
    let reader = TemplateReader(folder: templates, jobs: jobs, earlier: earlierTexts)
    let (declared, texts) = Parallel.both(jobs: jobs) {
      Self.declarations(templates, laws: lawFolder)
    } and: {
      reader.texts()
    }
    earlierTexts = TemplateReader.Memory(texts)
    report.add(contentsOf: declared.form.report)
    guard let vocabularyManifest = declared.form.value else { return nil }
    guard let content = declared.content else {
      readFormOnly(slugs, texts, vocabularyManifest)
      return nil
    }
    report.add(contentsOf: content.report)
    let (vocabulary, laws, glossary) = (
      content.value.vocabulary, content.value.laws, content.value.glossary
    )
    let documents = documentTemplates(texts, vocabulary)
    let clauses = texts.clauses.map(\.value)
    let words = texts.words.compactMap(\.value)
    let isKnown = knownSlugs == slugs
    let catalogue = Once {
      Reported {
        Catalogue(
          vocabulary: vocabulary, documents: documents.map(\.declaration), laws: laws,
          glossary: glossary, report: &$0)
      }
    }
    let (trustFolder, trustSchools) = (otherTrust ?? schools, slugs + foldersWithoutManifest)
    let (compiled, besides) = Parallel.both(jobs: jobs) {
      compile(documents, catalogue.value, texts)
    } and: {
      let style = Reported { Self.style(in: templates, report: &$0) }
      let worded = Reported { report in
        let wording = TemplateWording(documents, clauses: clauses, words: words)
        if !isKnown { wording.check(vocabulary, laws, glossary, report: &report) }
        return wording
      }
      let trust = Reported {
        TrustFile(in: trustFolder, catalogue.value.value, schools: trustSchools, report: &$0)
      }
      return (style: style, worded: worded, trust: trust)
    }
    let (library, pages) = compiled
    let (worded, trust) = (besides.worded, besides.trust)
    report.add(contentsOf: besides.style.report)
    let layouts = LayoutSet(layouts: pages, common: besides.style.value)
    // Against a vocabulary that is not the one that is meant, nothing can be proved.
    let proves = provesTemplates && !isKnown && !report.hasErrors(in: vocabulary.file)
    // The trust and its schools do not wait for the proofs.
    var loader = self
    loader.report = Report()
    let (other, isWrong) = (loader, report.hasErrors || worded.report.hasErrors)
    let (proved, finished) = Parallel.both(jobs: jobs) {
      Reported { report in
        guard proves else { return }
        Proofs.check(
          library, catalogue: catalogue.value.value, layouts: layouts.uses, jobs: jobs,
          report: &report)
      }
    } and: {
      Reported { report in
        var loader = other
        let workspace = loader.finish(
          slugs, trust, catalogue.value.value, library, clauses, layouts, worded.value)
        report = loader.report
        if let workspace { loader.beside?(workspace, isWrong || report.hasErrors) }
        return workspace
      }
    }
    report.add(contentsOf: proved.report)
    LawChecks(laws, asOf: day).checkRegister(report: &report)
    report.add(contentsOf: worded.report)
    report.add(contentsOf: finished.report)
    return finished.value
  }

  /// The vocabulary and the registers; nil for what they say where the vocabulary has lost its form.
  private static func declarations(
    _ templates: InputFolder, laws: InputFolder
  ) -> (form: Reported<Manifest?>, content: Reported<Declarations>?) {
    let form = Reported { templates.manifest("vocabulary.yaml", isNeeded: true, report: &$0) }
    guard let manifest = form.value, !form.report.hasErrors(in: manifest.file) else {
      return (form, nil)
    }
    let content = Reported { report in
      let vocabulary = VocabularyReader.read(manifest, report: &report)
      let laws = laws.register("legislation.yaml", report: &report)
      let terms = templates.register("glossary.yaml", report: &report)
      var register = RegisterReader.laws(laws.manifest, report: &report)
      register.isReadable = laws.isReadable
      var glossary = RegisterReader.glossary(terms.manifest, report: &report)
      glossary.isReadable = terms.isReadable
      return Declarations(vocabulary: vocabulary, laws: register, glossary: glossary)
    }
    return (form, content)
  }

  /// What is declared for all templates.
  private struct Declarations: Sendable {
    let vocabulary: Vocabulary
    let laws: LawRegister
    let glossary: Glossary
  }

  /// Compiles what was read.
  private mutating func compile(
    _ documents: [Template], _ named: Reported<Catalogue>, _ texts: TemplateReader.Texts
  ) -> (Library, [LayoutSet.Name: Layout]) {
    let catalogue = named.value
    self.catalogue = catalogue
    report.add(contentsOf: named.report)
    report.add(contentsOf: texts.clauseFolder)
    for clause in texts.clauses { report.add(contentsOf: clause.report) }
    for words in texts.words { report.add(contentsOf: words.report) }
    let trees = Compiler.trees(
      of: documents, clauses: texts.clauses.map(\.value), words: texts.words.compactMap(\.value),
      catalogue: catalogue, jobs: jobs, report: &report)
    let (templates, jobs) = (templates, jobs)
    let (flat, layouts) = Parallel.both(jobs: jobs) {
      trees.flattened(jobs: jobs)
    } and: {
      Reported { Layouts(in: templates, catalogue, trees, report: &$0) }
    }
    report.add(contentsOf: layouts.report)
    var library = flat
    library.questions = layouts.value.questions
    library.loopCount = layouts.value.loopCount
    return (library, layouts.value.pages)
  }

  /// The layouts of pages, and what they and the library number in common.
  private struct Layouts: Sendable {
    var pages: [LayoutSet.Name: Layout] = [:]
    var questions: QuestionTable
    var loopCount: Int

    init(
      in templates: InputFolder, _ catalogue: Catalogue, _ library: Library, report: inout Report
    ) {
      (questions, loopCount) = (library.questions, library.loopCount)
      for name in LayoutSet.Name.allCases {
        let file = templates.text(
          "site/\(name.rawValue).html", limit: TemplateReader.largestTemplate,
          isNeeded: name.isNeeded, report: &report)
        guard let file else { continue }
        pages[name] = LayoutCompiler.compile(
          file, catalogue: catalogue, questions: &questions, loopCount: &loopCount,
          report: &report)
      }
    }
  }

  /// Looks only at the form of the other files, where the vocabulary cannot be read.
  ///
  /// A line that was lost in the vocabulary would make many lines elsewhere look wrong.
  private mutating func readFormOnly(
    _ slugs: [String], _ texts: TemplateReader.Texts, _ vocabulary: Manifest
  ) {
    var ignored = Report()
    _ = documentTemplates(texts, VocabularyReader.read(vocabulary, report: &ignored))
    report.add(contentsOf: texts.clauseFolder)
    for clause in texts.clauses { report.add(contentsOf: clause.report) }
    for name in ["legislation.yaml", "glossary.yaml"] where templates.exists(name) {
      _ = manifest(name, in: templates, isNeeded: true)
    }
    for name in ["trust.yaml"] + slugs.map({ "\($0)/school.yaml" }) {
      _ = manifest(name, in: schools, isNeeded: true)
    }
  }

  /// What the trust's manifest says.
  private struct TrustFile: Sendable {
    enum State { case missing, unreadable, damaged, whole }

    let state: State
    /// Nil where it says nothing that can be used.
    private(set) var trust: Trust?

    init(in folder: InputFolder, _ catalogue: Catalogue, schools: [String], report: inout Report) {
      let manifest = folder.manifest("trust.yaml", isNeeded: true, report: &report)
      guard let manifest else {
        state = .missing
        return
      }
      let isDamaged = report.hasErrors(in: manifest.file)
      if isDamaged, case .none = manifest.root.content {
        state = .unreadable
        return
      }
      state = isDamaged ? .damaged : .whole
      trust = TrustReader.read(manifest, catalogue: catalogue, schools: schools, report: &report)
    }
  }

  private mutating func finish(
    _ slugs: [String], _ trustFile: Reported<TrustFile>, _ catalogue: Catalogue,
    _ library: Library, _ clauses: [Clause], _ layouts: LayoutSet, _ wording: TemplateWording
  ) -> Workspace? {
    report.add(contentsOf: trustFile.report)
    let state = trustFile.value.state
    if state == .unreadable {
      // Of a file that is no text there is nothing more to say.
      readAlone(slugs, catalogue)
      return nil
    }
    guard let trust = trustFile.value.trust else { return nil }
    guard state == .whole else {
      // A line that was lost here is missing in every school.
      readAlone(slugs, catalogue)
      return nil
    }
    let crest = self.crest("", named: trust.details.logo, in: trust.file)
    if let colour = trust.details.colour { checkColour(colour, trust.file) }
    let builder = ProfileBuilder(catalogue: catalogue, trust: trust, asOf: day)
    let manifestProfile = builder.trustProfile(
      asked: library.askedByTrust, report: &report)
    var profile = manifestProfile
    let approvals = ApprovalStore.load(
      ApprovalStore.trustFolder, in: schools, settings: trust.approvals, catalogue: catalogue,
      report: &report)
    if pending == nil {
      ApprovalChecks.checkDates(profile, approvals, catalogue: catalogue, on: day, report: &report)
    }
    approvals.apply(to: &profile, catalogue: catalogue, on: day, pending: pending)
    DateChecks(catalogue: catalogue, asOf: day).check(profile, report: &report)
    let slugSet = Set(slugs)
    let manifestWording = ManifestWording(trust: trust, slugs: slugSet)
    manifestWording.checkTrust(profile, report: &report)
    checkNames(trust, catalogue.vocabulary, wording)
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
      day: day, slugs: slugs, slugSet: slugSet, manifestWording: manifestWording)
  }

  /// Reports what is wrong with what schools say themselves, where nothing is known of their trust.
  private mutating func readAlone(_ slugs: [String], _ catalogue: Catalogue) {
    for slug in slugs {
      guard let manifest = manifest("\(slug)/school.yaml", in: schools, isNeeded: true) else {
        continue
      }
      _ = SchoolReader.read(manifest, slug: slug, catalogue: catalogue, report: &report)
    }
  }

  /// Reports what the trust's manifest names and templates name too.
  private mutating func checkNames(
    _ trust: Trust, _ vocabulary: Vocabulary, _ wording: TemplateWording
  ) {
    var names = TypedNames.names(
      in: trust.layer, trust.details, "trust", vocabulary, of: wording)
    let layers = trust.phases.sorted { $0.key < $1.key }.map(\.value) + trust.groups.map(\.layer)
    for layer in layers {
      names += TypedNames.names(in: layer, nil, "", vocabulary, of: wording)
    }
    TypedNames.check(names, in: wording, report: &report)
  }

  // MARK: - Schools

  /// Folder names that the site's own pages need.
  static let takenSlugs: Set<String> = ["trust", "data"]

  /// Whether a file is likely to be a manifest that an editor has saved under another name.
  private static func isMisnamed(_ file: String) -> Bool {
    let name = file.lowercased()
    return name.hasPrefix("school")
      && [".yaml", ".yml", ".txt"].contains(where: name.hasSuffix)
  }

  /// The folders whose manifests are missing, which is reported: that a group names them is right.
  private var foldersWithoutManifest: [String] = []

  private mutating func schoolFolders() -> [String] {
    var slugs: [String] = []
    for entry in schools.entries("", report: &report) where entry.kind == .folder {
      let name = entry.name
      if name.hasPrefix(".") || name.hasPrefix("_") { continue }
      var place: Place { SourceFile(path: schools.path(of: name), bytes: []).place }
      if !Identifier.isSlug(name) {
        report.add(.badSlug(name, at: place))
      } else if Self.takenSlugs.contains(name) {
        report.add(.takenSlug(name, at: place))
      } else if Identifier.isDevice(name) {
        report.add(.deviceSlug(name, at: place))
      } else if !isSchool(name), !schools.exists("\(name)/school.yaml") {
        foldersWithoutManifest.append(name)
        let files = ((try? schools.list(name)) ?? []).map(\.name)
        report.add(
          .noManifest(
            name, misnamed: files.first(where: Self.isMisnamed), isEmpty: files.isEmpty, at: place))
      } else {
        slugs.append(name)
      }
    }
    return slugs
  }

  // MARK: - Templates

  /// The documents, each with a name of its own.
  private mutating func documentTemplates(
    _ texts: TemplateReader.Texts, _ vocabulary: Vocabulary
  ) -> [Template] {
    report.add(contentsOf: texts.documentFolders)
    var result: [Template] = []
    for found in texts.documents {
      var own = found.report
      guard let document = found.value, let made = document.template(vocabulary, report: &own)
      else {
        report.add(contentsOf: own)
        continue
      }
      let id = made.declaration.id
      if let twin = result.first(where: { $0.declaration.id == id }) {
        // What else is to be said of it can wait until it has a name of its own.
        report.add(.sameDocument(id, at: made.file.place, first: twin.file.place))
        continue
      }
      report.add(contentsOf: own)
      result.append(made)
    }
    return result
  }

  private static func style(in templates: InputFolder, report: inout Report) -> CommonStyle {
    let style = style("site/style.css", in: templates, isNeeded: true, report: &report)
    let central =
      templates.exists("site/central.css")
      ? self.style("site/central.css", in: templates, isNeeded: false, report: &report) : []
    return CommonStyle(style, central: central)
  }

  private static func style(
    _ name: String, in templates: InputFolder, isNeeded: Bool, report: inout Report
  ) -> [UInt8] {
    let style = templates.text(
      name, limit: TemplateReader.largestTemplate, isNeeded: isNeeded, report: &report)
    guard let style else { return [] }
    if style.bytes.endsStyle {
      report.add(.styleEnds(at: style.place))
    }
    return style.bytes
  }

  // MARK: - Files

  private mutating func manifest(
    _ name: String, in folder: InputFolder, isNeeded: Bool
  ) -> Manifest? {
    folder.manifest(name, isNeeded: isNeeded, report: &report)
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
