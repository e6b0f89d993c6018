import Configuration
import Cores
import Diagnostics
import Documents
import FileStore
import Publishing
import Synchronization

/// Writes all files of a build, school by school, and takes away those that are no longer made.
struct SiteWriter {
  let workspace: Workspace
  let inputs: BuildInputs
  let store: OutputStore
  let survey: BuildSurvey
  /// The schools to write; nil for all.
  let wanted: Set<String>?
  let isStrict: Bool
  let jobs: Int
  let terminal: Terminal
  let isVerbose: Bool
  private(set) var tally = BuildTally()
  /// Whether the machine failed to read a school, which is passed over.
  private(set) var hasMachineFailures = false
  /// The fingerprint of what the pages over all schools were made from, once they stand.
  private(set) var loose: Fingerprint?
  /// What single pages are made from.
  private let sources: PageSources
  /// The words that schools share in what is kept of them.
  private let book: PhraseBook
  /// The pages over all schools, while they are made.
  private let pages: LoosePages
  private let prepared = Prepared()
  /// Makes the pages of schools for the central team from summaries that are at hand; nil where no school is made.
  private var central: Central?
  /// What was said last.
  private let before: ShownMessages?
  /// What was said of each school last.
  private let saidBefore: [String: SchoolMessages]

  init(
    workspace: Workspace, inputs: BuildInputs, store: OutputStore, survey: BuildSurvey,
    last: Last, wanted: Set<String>?, isStrict: Bool, jobs: Int, terminal: Terminal,
    isVerbose: Bool
  ) {
    self.workspace = workspace
    self.inputs = inputs
    self.store = store
    self.survey = survey
    self.wanted = wanted
    self.isStrict = isStrict
    self.jobs = jobs
    self.terminal = terminal
    self.isVerbose = isVerbose
    sources = PageSources(inputs, workspace.library)
    book = PhraseBook(workspace.catalogue, workspace.trust)
    pages = last.pages
    before = last.said
    saidBefore = last.saidOfSchools
  }

  /// The pages of schools for the central team, and what they are made from besides the schools.
  private struct Central {
    let pages: CentralPages
    let base: Fingerprint
  }

  /// What the build before left, which can be read while the workspace is.
  struct Last: Sendable {
    let pages: LoosePages
    let said: ShownMessages?
    let saidOfSchools: [String: SchoolMessages]

    init(_ store: OutputStore, _ survey: BuildSurvey, _ terminal: Terminal) {
      pages = LoosePages(store, relies: survey.isTrusted)
      said = survey.isTrusted ? ShownMessages(in: store, of: nil, terminal) : nil
      saidOfSchools = said?.bySchool ?? [:]
    }
  }

  /// How many schools' pages wait in memory at most.
  private static let mostPrepared = 16

  /// Makes the pages of a few schools, and puts none in place: while it is not yet known whether they may be.
  func prepare() {
    var slugs: [String] = []
    for slug in workspace.slugs where (survey.schools[slug] ?? .stale).record == nil {
      guard slugs.count < Self.mostPrepared else { break }
      if wanted?.contains(slug) ?? true { slugs.append(slug) }
    }
    _ = Parallel.map(slugs, jobs: jobs) { slug in
      var result = SchoolResult(slug: slug)
      do throws(FileError) {
        let output = try read(slug, &result)
        prepared.add(slug, (result, output))
      } catch {
        // It is tried again when the school's turn comes, and reported then.
      }
    }
  }

  /// Writes everything and returns all there is to report.
  ///
  /// - Parameter shared: What was found while the workspace was read.
  mutating func write(_ shared: Report) throws(FileError) -> ShownMessages {
    var report = shared
    var isFinished = false
    defer { if !isFinished { pages.abandon() } }
    // Where every school is made anew, nothing that is kept of one is of use.
    if survey.knowsNothing { try store.forgetParts() }
    if CentralPages.areMade(schools: workspace.slugs.count),
      workspace.slugs.contains(where: { survey.schools[$0]?.record == nil })
    {
      central = Central(pages: centralPages, base: sources.base(workspace.trustDocuments))
    }
    let writer = self
    let (results, trust) = Parallel.both(jobs: jobs) {
      schools()
    } and: {
      writer.survey.trust.record == nil ? writer.trustOutput() : nil
    }
    // Results are read where they lie: each holds much, and there may be thousands.
    for index in results.indices {
      report.add(contentsOf: results[index].report)
      count(results[index])
    }
    if let failure = results.lazy.compactMap(\.failure).first { throw failure }
    // A school that the machine cannot read just now is in its place in every list.
    guard !Interruption.isWished, !hasMachineFailures else { return messages(report, results) }
    let twins = twins(results)
    report.add(contentsOf: twins)
    isFinished = try writeTrust(
      results, trust, facts: BuildSurvey.facts(inputs, shared: shared, twins: twins))
    try withdraw()
    return messages(report, results)
  }

  /// Counts what became of a school.
  private mutating func count(_ result: SchoolResult) {
    if let publication = result.publication { tally.add(publication, in: "site/\(result.slug)") }
    if let record = result.record, result.publication == nil {
      tally.unchanged += record.fileCount
      tally.addForeign(record.foreign, in: "site/\(result.slug)")
    }
    if result.isWanted, result.isStopped { tally.stopped += 1 }
    if result.isUnread { hasMachineFailures = true }
    if result.publication != nil || result.record != nil { tally.schools += 1 }
  }

  /// All messages: those about schools' own files, and the others.
  private func messages(_ report: Report, _ results: [SchoolResult]) -> ShownMessages {
    var report = report
    // Where something else is to be said of a school's own file, all of it is put in order together.
    let base = inputs.schools.path(of: "")
    let length = base.hasSuffix("/") ? base.utf8.count : base.utf8.count + 1
    let mixed = Set(
      report.diagnostics.compactMap { diagnostic -> Substring? in
        let path = diagnostic.place.file.path
        guard path.hasPrefix(base), path.utf8.count > length else { return nil }
        let start = path.utf8.index(path.startIndex, offsetBy: length)
        return path[start...].prefix { $0 != "/" }
      })
    var schools: [SchoolMessages] = []
    for index in results.indices {
      guard let messages = results[index].messages, messages.text.count > 0 else { continue }
      let slug = results[index].slug
      if mixed.contains(slug[...]) {
        var workspace = workspace
        workspace.schools = inputs.school(slug).folder
        report.add(contentsOf: SchoolPipeline(workspace: workspace).run(slug).report)
      } else {
        schools.append(messages)
      }
    }
    return ShownMessages(report, terminal, schools: schools, over: before, folder: folder)
  }

  /// The path of a school's folder, as messages name it.
  private func folder(_ slug: String) -> String { inputs.schools.path(of: slug) + "/" }

  // MARK: - Schools

  private func schools() -> [SchoolResult] {
    let progress = Progress(total: workspace.slugs.count, terminal: terminal)
    defer { progress.end() }
    let hasFailed = Mutex(false)
    return Parallel.map(workspace.slugs, jobs: jobs) { slug in
      defer { progress.advance() }
      guard !Interruption.isWished, !hasFailed.withLock({ $0 }) else {
        return SchoolResult(slug: slug)
      }
      let result = school(slug)
      if result.failure != nil { hasFailed.withLock { $0 = true } }
      return result
    }
  }

  private func school(_ slug: String) -> SchoolResult {
    var result = SchoolResult(slug: slug)
    result.isWanted = wanted?.contains(slug) ?? true
    let state = survey.schools[slug] ?? .stale
    result.record = state.record
    if let record = state.record {
      let isKept = state.isCurrent || keepMessages(of: slug, record, &result)
      if isKept, !BuildSurvey.stops(record, isStrict) {
        result.fingerprint = record.inputs
        result.parts = record.parts
        result.apart = record.apart
        result.name = record.facts.first
        result.urn = record.facts.dropFirst().first
        if isVerbose { say(slug, written: 0, unchanged: record.fileCount) }
        return result
      }
    }
    result.record = nil
    result.messages = nil
    result.report = Report()
    do throws(FileError) {
      try make(slug, &result)
    } catch {
      result.failure = error
    }
    return result
  }

  /// Takes a school from its files to its pages, and puts those in place.
  private func make(_ slug: String, _ result: inout SchoolResult) throws(FileError) {
    let output: SchoolOutput?
    if let ready = prepared.take(slug) {
      (result, output) = (ready.result, ready.output)
    } else {
      output = try read(slug, &result)
    }
    guard let output, isPublished(result) else { return }
    try put(slug, output, &result)
  }

  /// Takes a school from its files to its pages; nil where something is wrong with it.
  private func read(
    _ slug: String, _ result: inout SchoolResult
  ) throws(FileError) -> SchoolOutput? {
    let own = inputs.school(slug)
    var workspace = workspace
    workspace.schools = own.folder
    let pipeline = SchoolPipeline(workspace: workspace).run(slug)
    let report = pipeline.report
    // Only what is reported is kept: the documents of 24,000 schools would not fit into memory.
    result.report = report
    result.messages = SchoolMessages(
      slug, own.fingerprint, &result.report, folder(slug), terminal)
    result.name = pipeline.name?.value
    result.urn = pipeline.urn?.value
    result.fingerprint = own.fingerprint
    result.isUnread = report.hasMachineFailures
    guard let documents = pipeline.documents, !report.stops(isStrict) else {
      result.isStopped = true
      return nil
    }
    let there = result.isWanted ? try store.standing(slug) : nil
    let base = sources.base(own.own, documents)
    let standing = survey.isTrusted ? there.flatMap { sources.standing($0, base, in: store) } : nil
    let made = workspace.site.output(
      documents, crest: pipeline.crest, approvals: pipeline.approvals, over: standing)
    return SchoolOutput(
      own: own, hasMessages: !report.isEmpty, facts: BuildSurvey.facts(pipeline, inputs),
      there: there, standing: standing, made: made,
      origins: sources.origins(base, documents, made.summary))
  }

  /// Puts a school's pages in place.
  private func put(
    _ slug: String, _ output: SchoolOutput, _ result: inout SchoolResult
  ) throws(FileError) {
    let made = output.made
    let parts = made.summary.encoded(book)
    result.parts = parts.map { store.key.fingerprint($0) }
    for draft in made.drafts { try pages.add(draft.name, draft.pieces) }
    if let central { try add(central, made.summary, &result) }
    guard result.isWanted else {
      result.summary = SummaryList.Item(parts)
      return
    }
    let prefix = "site/\(slug)/"
    var files = made.files.map { NewFile($0.name(from: prefix), $0.pieces) }
    if let standing = output.standing { files += standing.files(made.standing) }
    let record = UnitRecord(
      inputs: output.own.fingerprint, hasMessages: output.hasMessages, facts: output.facts,
      parts: result.parts, apart: apart(made.drafts),
      origins: output.origins)
    try store.keep(parts, of: slug)
    let publication = try store.publish(slug, files, over: output.there, record: record)
    if isVerbose { say(slug, written: publication.written, unchanged: publication.unchanged) }
    result.publication = publication
    // What it keeps of each file is in the record now.
    result.publication?.record = UnitRecord(
      inputs: output.own.fingerprint, foreign: publication.record.foreign)
  }

  /// Adds the page that shows a school to the central team, or keeps it.
  private func add(
    _ central: Central, _ summary: SchoolSummary, _ result: inout SchoolResult
  ) throws(FileError) {
    let page = SharedWriter.CentralPage(of: result.slug, result.parts, central.base, store.key)
    if !pages.keep([page.name], madeFrom: page.origin) {
      try pages.add(page.name, central.pages.page(of: summary).pieces, madeFrom: page.origin)
    }
    result.hasCentralPage = true
  }

  private var centralPages: CentralPages {
    CentralPages(
      workspace.site, workspace.trustDocuments, approvals: workspace.trustApprovals)
  }

  /// Finds what was said of a school that is not made again; returns whether that is known.
  private func keepMessages(
    of slug: String, _ record: UnitHead, _ result: inout SchoolResult
  ) -> Bool {
    if let known = saidBefore[slug], known.inputs == record.inputs {
      result.messages = known
      guard !known.isAll else { return true }
      // What was found in files that schools share is put in order with what others found there.
      let others = BuildSurvey.messages(slug, store, inputs, without: folder(slug))
      result.report = others ?? Report()
      return others != nil
    }
    guard let report = BuildSurvey.messages(slug, record, store, inputs) else { return false }
    result.report = report
    result.messages = SchoolMessages(
      slug, record.inputs, &result.report, folder(slug), terminal)
    return true
  }

  /// What the record keeps of files that lie among the pages over all schools.
  private func apart(_ files: [OutputFile]) -> [UnitRecord.File] {
    files.map {
      UnitRecord.File(name: $0.name, fingerprint: store.key.fingerprint(of: $0.pieces), stamp: nil)
    }
  }

  private func say(_ slug: String, written: Int, unchanged: Int) {
    terminal.say("\(slug): \(written) written, \(unchanged) unchanged")
  }

  /// Finds schools that are one school twice, those that were passed over included.
  private func twins(_ results: [SchoolResult]) -> Report {
    var names: [String: Int] = [:]
    var numbers: [String: Int] = [:]
    var pairs: Set<Int> = []
    for index in results.indices {
      if let name = results[index].name?.lowercased(), !name.isEmpty,
        let twin = names.updateValue(index, forKey: name)
      {
        pairs.formUnion([twin, index])
      }
      if let urn = results[index].urn, !urn.isEmpty,
        let twin = numbers.updateValue(index, forKey: urn)
      {
        pairs.formUnion([twin, index])
      }
    }
    guard !pairs.isEmpty else { return Report() }
    // Schools in which nothing else is wrong are read again, to say where their names stand.
    var involved: [SchoolPipeline.Result] = []
    for index in pairs.sorted() {
      var workspace = workspace
      let school = inputs.school(results[index].slug)
      if school.fingerprint != results[index].fingerprint { pages.doubt() }
      workspace.schools = school.folder
      involved.append(
        SchoolPipeline(workspace: workspace).run(results[index].slug).withoutDocuments)
    }
    return Twins.check(involved)
  }

  // MARK: - Pages over all schools

  /// Writes the trust's pages, the pages over all schools and those of the central team, where they have changed.
  ///
  /// - Returns: Whether the pages over all schools were put in place; not where they stand as they should.
  private mutating func writeTrust(
    _ results: [SchoolResult], _ trustOutput: SiteBuilder.SchoolOutput?, facts: [String]
  ) throws(FileError) -> Bool {
    let published = results.indices.filter { isPublished(results[$0]) }
    let loose = inputs.loose(
      published.compactMap { index in
        results[index].fingerprint.map { (results[index].slug, $0) }
      })
    let isLooseCurrent = survey.loose.map { $0.inputs == loose && $0.facts == facts }
    if isLooseCurrent == true, survey.trust.isCurrent, let kept = survey.loose,
      let trust = survey.trust.record
    {
      tally.unchanged += kept.files.count + trust.fileCount
      tally.addForeign(kept.foreign, in: "")
      tally.addForeign(trust.foreign, in: "site/\(BuildSurvey.trustUnit)")
      self.loose = loose
      return false
    }
    let trust = try writeTrustUnit(trustOutput)
    let writer = SharedWriter(
      workspace: workspace, inputs: inputs, store: store, pages: pages, book: book,
      base: central?.base ?? sources.base(workspace.trustDocuments),
      central: { [central, self] in central?.pages ?? centralPages }, jobs: jobs)
    try writer.write(published.map { shown(results[$0]) }, trust: trust)
    let unit = BuildSurvey.trustUnit
    let (slugs, store) = (workspace.slugSet, store)
    let record = UnitRecord(inputs: loose, hasMessages: facts.count > 2, facts: facts)
    tally.add(
      try pages.finish(record: record) {
        // A school that is withdrawn goes after these pages; its folder is the program's until then.
        slugs.contains($0) || $0 == unit || store.record.knows($0)
      }, in: "")
    self.loose = pages.isDoubted ? nil : loose
    try store.tidyParts { slugs.contains($0) || $0 == unit }
    return true
  }

  /// What the pages over all schools need of one.
  private func shown(_ result: SchoolResult) -> SharedWriter.School {
    SharedWriter.School(
      slug: result.slug, inputs: result.fingerprint ?? .unknown, parts: result.parts,
      summary: result.summary, apart: result.apart, hasPage: result.hasCentralPage)
  }

  /// Makes the trust's own pages.
  private func trustOutput() -> SiteBuilder.SchoolOutput {
    workspace.site.output(
      workspace.trustDocuments, crest: workspace.trustCrest, approvals: workspace.trustApprovals)
  }

  /// Writes the trust's own pages, where they have changed.
  private mutating func writeTrustUnit(
    _ output: SiteBuilder.SchoolOutput?
  ) throws(FileError) -> SharedWriter.School {
    let unit = BuildSurvey.trustUnit
    if let record = survey.trust.record {
      tally.unchanged += record.fileCount
      tally.addForeign(record.foreign, in: "site/\(unit)")
      return SharedWriter.School(
        slug: unit, inputs: inputs.trust, parts: record.parts, apart: record.apart)
    }
    let made = output ?? trustOutput()
    let prefix = "site/\(unit)/"
    let own = made.files.map { NewFile($0.name(from: prefix), $0.pieces) }
    for draft in made.drafts { try pages.add(draft.name, draft.pieces) }
    let parts = made.summary.encoded(book)
    let known = parts.map { store.key.fingerprint($0) }
    try store.keep(parts, of: unit)
    let record = UnitRecord(inputs: inputs.trust, parts: known, apart: apart(made.drafts))
    tally.add(try store.publish(unit, own, record: record), in: "site/\(unit)")
    return SharedWriter.School(
      slug: unit, inputs: inputs.trust, parts: known, summary: SummaryList.Item(parts))
  }

  /// Whether the pages over all schools show a school.
  private func isPublished(_ result: SchoolResult) -> Bool {
    guard !result.isStopped else { return false }
    // A school that is not to be written now is shown if it was written before.
    return result.isWanted || result.record != nil
      || store.record.unit(result.slug)?.files.isEmpty == false
  }

  /// Takes away what belongs to schools that are no longer there.
  private mutating func withdraw() throws(FileError) {
    let units = workspace.slugSet.union([BuildSurvey.trustUnit, ""])
    for unit in store.record.units(where: { !units.contains($0) }) {
      let nothing = UnitRecord(inputs: inputs.shared)
      tally.add(try store.publish(unit, [], record: nothing), in: "site/\(unit)")
    }
    try store.rewriteRecord(keeping: units.contains)
  }
}
