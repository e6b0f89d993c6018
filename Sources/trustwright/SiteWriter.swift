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

  init(
    workspace: Workspace, inputs: BuildInputs, store: OutputStore, survey: BuildSurvey,
    wanted: Set<String>?, isStrict: Bool, jobs: Int, terminal: Terminal, isVerbose: Bool
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
  }

  /// One school after it was read and, where nothing is wrong, written.
  private struct SchoolResult: Sendable {
    var slug: String
    var report = Report()
    var summary: SchoolSummary?
    var publication: Publication?
    /// What the record keeps of it, where it stands as it should.
    var record: UnitRecord?
    /// Its name and its number, to find schools that are one school twice.
    var name: String?
    var urn: String?
    var fingerprint: Fingerprint?
    var failure: FileError?
    /// Whether the school was to be written at all.
    var isWanted = true
    /// Whether something is wrong with it, so that its last good pages stay.
    var isStopped = false
  }

  /// Writes everything and returns all there is to report.
  ///
  /// - Parameter shared: What was found while the workspace was read.
  mutating func write(_ shared: Report) throws(FileError) -> Report {
    var report = shared
    let results = schools()
    for result in results {
      report.add(contentsOf: result.report)
      if let publication = result.publication { tally.add(publication, in: "site/\(result.slug)") }
      if let record = result.record, result.publication == nil {
        tally.unchanged += record.files.count
        tally.addForeign(record.foreign, in: "site/\(result.slug)")
      }
      if result.isWanted, result.isStopped { tally.stopped += 1 }
      if result.publication != nil || result.record != nil { tally.schools += 1 }
    }
    if let failure = results.lazy.compactMap(\.failure).first { throw failure }
    guard !Interruption.isWished else { return report }
    let twins = twins(results)
    report.add(contentsOf: twins)
    try writeTrust(results, facts: BuildSurvey.facts(inputs, shared: shared, twins: twins))
    try withdraw()
    return report
  }

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
      let kept = state.isCurrent ? Report() : BuildSurvey.messages(record, inputs)
      if let kept, !kept.stops(isStrict) {
        result.report = kept
        result.fingerprint = record.inputs
        result.name = record.facts.first
        result.urn = record.facts.dropFirst().first
        if isVerbose { say(slug, written: 0, unchanged: record.files.count) }
        return result
      }
    }
    result.record = nil
    let (made, own) = read(slug, &result)
    guard let made, result.isWanted else { return result }
    let prefix = "site/\(slug)/"
    let files = made.files.map { NewFile(String($0.name.dropFirst(prefix.utf8.count)), $0.bytes) }
    let record = UnitRecord(
      inputs: own.fingerprint, hasMessages: !result.report.isEmpty,
      facts: BuildSurvey.facts(name: result.name, urn: result.urn, result.report))
    do throws(FileError) {
      let publication = try store.publish(slug, files, record: record)
      if isVerbose { say(slug, written: publication.written, unchanged: publication.unchanged) }
      result.publication = publication
    } catch {
      result.failure = error
    }
    return result
  }

  /// Takes a school from its files to its pages.
  private func read(
    _ slug: String, _ result: inout SchoolResult
  ) -> (made: SiteBuilder.SchoolOutput?, inputs: BuildInputs.School) {
    let own = inputs.school(slug)
    var workspace = workspace
    workspace.schools = own.folder
    let pipeline = SchoolPipeline(workspace: workspace).run(slug)
    // Only what is reported is kept: the documents of 24,000 schools would not fit into memory.
    result.report = pipeline.report
    result.name = pipeline.name?.value
    result.urn = pipeline.urn?.value
    result.fingerprint = own.fingerprint
    guard let documents = pipeline.documents, !pipeline.report.stops(isStrict) else {
      result.isStopped = true
      return (nil, own)
    }
    let made = workspace.site.output(
      documents, crest: pipeline.crest, approvals: pipeline.approvals)
    result.summary = made.summary
    return (made, own)
  }

  private func say(_ slug: String, written: Int, unchanged: Int) {
    terminal.say("\(slug): \(written) written, \(unchanged) unchanged")
  }

  /// Finds schools that are one school twice, those that were passed over included.
  private func twins(_ results: [SchoolResult]) -> Report {
    var names: [String: Int] = [:]
    var numbers: [String: Int] = [:]
    var pairs: Set<Int> = []
    for (index, result) in results.enumerated() {
      if let name = result.name?.lowercased(), !name.isEmpty,
        let twin = names.updateValue(index, forKey: name)
      {
        pairs.formUnion([twin, index])
      }
      if let urn = result.urn, !urn.isEmpty, let twin = numbers.updateValue(index, forKey: urn) {
        pairs.formUnion([twin, index])
      }
    }
    guard !pairs.isEmpty else { return Report() }
    // Schools in which nothing else is wrong are read again, to say where their names stand.
    var involved: [SchoolPipeline.Result] = []
    for index in pairs.sorted() {
      var workspace = workspace
      workspace.schools = inputs.school(results[index].slug).folder
      involved.append(
        SchoolPipeline(workspace: workspace).run(results[index].slug).withoutDocuments)
    }
    return Twins.check(involved)
  }

  // MARK: - Pages over all schools

  /// Writes the trust's pages, the pages over all schools and those of the central team, where they have changed.
  private mutating func writeTrust(
    _ results: [SchoolResult], facts: [String]
  ) throws(FileError) {
    let published = results.filter(isPublished)
    let loose = inputs.loose(
      published.compactMap { result in result.fingerprint.map { (result.slug, $0) } })
    let isLooseCurrent = survey.loose.map { $0.inputs == loose && $0.facts == facts }
    if isLooseCurrent == true, survey.trust.isCurrent, let kept = survey.loose,
      let trust = survey.trust.record
    {
      tally.unchanged += kept.files.count + trust.files.count
      tally.addForeign(kept.foreign, in: "")
      tally.addForeign(trust.foreign, in: "site/\(BuildSurvey.trustUnit)")
      return
    }
    let summaries = self.summaries(published)
      .sorted { ($0.name.lowercased(), $0.slug) < ($1.name.lowercased(), $1.slug) }
    let made = workspace.site.output(
      workspace.trustDocuments, crest: workspace.trustCrest, approvals: workspace.trustApprovals)
    let unit = BuildSurvey.trustUnit
    let prefix = "site/\(unit)/"
    let own = made.files.filter { $0.name.hasPrefix(prefix) }
      .map { NewFile(String($0.name.dropFirst(prefix.utf8.count)), $0.bytes) }
    tally.add(
      try store.publish(unit, own, record: UnitRecord(inputs: inputs.trust)), in: "site/\(unit)")
    var pages = LoosePages(store)
    for file in made.files where !file.name.hasPrefix(prefix) {
      try pages.add(file.name, file.bytes)
    }
    for file in workspace.site.trustOutput(
      workspace.trustDocuments, trustSummary: made.summary, schools: summaries,
      approvals: workspace.trustApprovals)
    {
      try pages.add(file.name, file.bytes)
    }
    for file in workspace.site.centralOutput(
      workspace.trustDocuments, schools: summaries, trustSummary: made.summary,
      approvals: workspace.trustApprovals)
    {
      try pages.add(file.name, file.bytes)
    }
    try pages.add(
      InputList.name, InputList(inputs.templates, inputs.schools, summaries).bytes)
    for kind in ManifestSchema.Kind.allCases {
      try pages.add(
        "central/schema/\(kind.rawValue).json", ManifestSchema.json(kind, workspace.catalogue))
    }
    let record = UnitRecord(inputs: loose, hasMessages: facts.count > 2, facts: facts)
    tally.add(
      try pages.finish(record: record, units: Set(workspace.slugs + [unit])), in: "")
  }

  /// Whether the pages over all schools show a school.
  private func isPublished(_ result: SchoolResult) -> Bool {
    guard !result.isStopped else { return false }
    // A school that is not to be written now is shown if it was written before.
    return result.isWanted || result.record != nil
      || store.record.unit(result.slug)?.files.isEmpty == false
  }

  /// What the pages over all schools need to know of each; of schools that were passed over it is found now.
  private func summaries(_ results: [SchoolResult]) -> [SchoolSummary] {
    Parallel.map(results, jobs: jobs) { result -> SchoolSummary? in
      if let summary = result.summary { return summary }
      var workspace = workspace
      workspace.schools = inputs.school(result.slug).folder
      let pipeline = SchoolPipeline(workspace: workspace).run(result.slug)
      return pipeline.documents.map {
        workspace.site.summary($0, approvals: pipeline.approvals)
      }
    }.compactMap { $0 }
  }

  /// Takes away what belongs to schools that are no longer there.
  private mutating func withdraw() throws(FileError) {
    let units = Set(workspace.slugs + [BuildSurvey.trustUnit, ""])
    for unit in store.record.units where !units.contains(unit) {
      let nothing = UnitRecord(inputs: inputs.shared)
      tally.add(try store.publish(unit, [], record: nothing), in: "site/\(unit)")
    }
    try store.rewriteRecord(keeping: units.contains)
  }
}
