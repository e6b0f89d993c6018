import Configuration
import Cores
import FileStore
import Publishing

/// Makes the pages and tables over all schools, those whose schools have changed in what they show.
struct SharedWriter: Sendable {
  let workspace: Workspace
  let inputs: BuildInputs
  let store: OutputStore
  let pages: LoosePages
  let book: PhraseBook
  let jobs: Int

  /// What is known of a school that is published, or of the trust.
  struct School: Sendable {
    var slug: String
    /// The fingerprints of the parts of its summary; empty where they are not known.
    var parts: [Fingerprint]
    /// Its summary, where the store does not keep it.
    var summary: SummaryList.Item?
    /// Its pages for the central team, where they stand already.
    var apart: [UnitRecord.File] = []
  }

  /// A file or a group of files that is to be made.
  private enum Task: Sendable {
    case group(SharedPages.Group, Fingerprint)
    /// The pages of some schools for the central team.
    case pages([(index: Int, origin: Fingerprint)])
    case inputs(Fingerprint)
  }

  /// The schema of a manifest that is to be made.
  private typealias Schema = (kind: ManifestSchema.Kind, name: String, origin: Fingerprint)

  /// Makes what has changed, and keeps all else.
  ///
  /// - Returns: What is kept of each school, where it had to be read.
  func write(_ known: [School], trust: School) throws(FileError) -> KeptParts? {
    var schools = known
    try complete(&schools)
    for school in schools + [trust] { try keepApart(school) }
    let schemas = ManifestSchema.Kind.allCases.compactMap { kind -> Schema? in
      let name = "central/schema/\(kind.rawValue).json"
      let origin = store.key.combined([inputs.shared], [name])
      return pages.keep([name], madeFrom: origin) ? nil : (kind, name, origin)
    }
    let (kept, failure) = Parallel.both(jobs: jobs) {
      Result { () throws(FileError) in try writeGroups(schools, trust) }
    } and: {
      firstFailure(of: schemas) { schema throws(FileError) in
        try pages.add(
          schema.name, ManifestSchema.json(schema.kind, workspace.catalogue),
          madeFrom: schema.origin)
      }
    }
    if let failure { throw failure }
    return try kept.get()
  }

  /// Makes the files that show something of the schools.
  private func writeGroups(_ schools: [School], _ trust: School) throws(FileError) -> KeptParts? {
    var groups: [(SharedPages.Group, Fingerprint)] = []
    for group in SharedPages.Group.allCases {
      let parts = group.parts(schools: schools.count)
      let origin = origin(of: schools + [trust], parts, group.names[0])
      if !pages.keep(group.names, madeFrom: origin) { groups.append((group, origin)) }
    }
    let listed = origin(of: schools, .source, InputList.name)
    let hasList = pages.keep([InputList.name], madeFrom: listed)
    var stale: [String: Fingerprint] = [:]
    if SharedPages.hasSchoolPages(schools.count) {
      for school in schools {
        let name = SharedPages.schoolPage(of: school.slug)
        let origin = origin(of: [school], .all, name)
        if !pages.keep([name], madeFrom: origin) { stale[school.slug] = origin }
      }
    }
    guard !groups.isEmpty || !stale.isEmpty || !hasList else { return nil }
    let kept = store.keptParts()
    let items = try items(schools + [trust], kept)
    let list = SummaryList(Array(items.dropLast()), book)
    guard let last = items.last, let summary = SummaryList([last], book).summary(0, .all) else {
      return kept
    }
    let shared = SharedPages(
      workspace.site, workspace.trustDocuments, trust: summary, schools: list,
      approvals: workspace.trustApprovals)
    var tasks = groups.map { Task.group($0.0, $0.1) }
    if !hasList { tasks.append(.inputs(listed)) }
    if !stale.isEmpty {
      var some: [(index: Int, origin: Fingerprint)] = []
      for (index, school) in list.with().enumerated() {
        guard let origin = stale[school.slug] else { continue }
        some.append((index, origin))
        if some.count == 16 {
          tasks.append(.pages(some))
          some = []
        }
      }
      if !some.isEmpty { tasks.append(.pages(some)) }
    }
    if let failure = firstFailure(
      of: tasks,
      { task throws(FileError) in
        try make(task, shared, list)
      })
    {
      throw failure
    }
    return kept
  }

  /// Does something with each of several things at once.
  private func firstFailure<Element: Sendable>(
    of elements: [Element], _ work: @escaping @Sendable (Element) throws(FileError) -> Void
  ) -> FileError? {
    let failures = Parallel.map(elements, jobs: jobs) { element -> FileError? in
      do throws(FileError) {
        try work(element)
        return nil
      } catch {
        return error
      }
    }
    return failures.lazy.compactMap { $0 }.first
  }

  private func make(_ task: Task, _ shared: SharedPages, _ list: SummaryList) throws(FileError) {
    switch task {
    case .group(let group, let origin):
      try shared.files(of: group) { file throws(FileError) in
        try pages.add(file.name, file.bytes, madeFrom: origin)
      }
    case .pages(let some):
      for (index, origin) in some {
        guard let file = shared.schoolPage(index) else { continue }
        try pages.add(file.name, file.bytes, madeFrom: origin)
      }
    case .inputs(let origin):
      let inputs = InputList(inputs.templates, inputs.schools, list.with(.source))
      try pages.add(InputList.name, inputs.bytes, madeFrom: origin)
    }
  }

  /// The fingerprint of what a file is made from: some parts of some schools, and all that they share.
  private func origin(
    of schools: [School], _ parts: SchoolSummary.Parts, _ name: String
  ) -> Fingerprint {
    var all = [inputs.shared]
    for school in schools {
      for (number, part) in school.parts.enumerated() where parts.has(number) { all.append(part) }
    }
    return store.key.combined(all, [name] + schools.map(\.slug))
  }

  // MARK: - Summaries

  /// Finds the summary of each school of which no parts are known.
  private func complete(_ schools: inout [School]) throws(FileError) {
    let missing = schools.indices.filter {
      schools[$0].parts.count != SchoolSummary.Parts.count
    }
    guard !missing.isEmpty else { return }
    for (index, made) in zip(missing, derive(missing.map { schools[$0].slug })) {
      guard let made else { continue }
      let parts = made.summary.encoded(book)
      schools[index].parts = parts.map { store.key.fingerprint($0) }
      schools[index].summary = SummaryList.Item(parts)
      schools[index].apart = made.drafts.map {
        UnitRecord.File(name: $0.name, fingerprint: store.key.fingerprint($0.bytes), stamp: nil)
      }
    }
  }

  /// The summaries as they are kept; what is not kept, or no longer what it was, is found anew.
  private func items(
    _ schools: [School], _ kept: KeptParts
  ) throws(FileError) -> [SummaryList.Item] {
    var items = schools.map { school in
      school.summary
        ?? kept.ranges(of: school.slug, school.parts, store.key).map {
          SummaryList.Item(kept.bytes, $0)
        }
    }
    let missing = items.indices.filter { items[$0] == nil }
    for (index, made) in zip(missing, derive(missing.map { schools[$0].slug })) {
      guard let made else { continue }
      let parts = made.summary.encoded(book)
      items[index] = SummaryList.Item(parts)
      // The next build need not find it again, where it is what the record knows.
      try store.keep(parts, of: schools[index].slug)
    }
    return items.compactMap { $0 }
  }

  /// Takes schools from their files to what the pages over all schools need, without making their own pages.
  private func derive(_ slugs: [String]) -> [SiteBuilder.SchoolOutput?] {
    Parallel.map(slugs, jobs: jobs) { slug in
      if slug == BuildSurvey.trustUnit {
        return workspace.site.summary(
          workspace.trustDocuments, crest: workspace.trustCrest,
          approvals: workspace.trustApprovals)
      }
      var workspace = workspace
      workspace.schools = inputs.school(slug).folder
      let pipeline = SchoolPipeline(workspace: workspace).run(slug)
      return pipeline.documents.map {
        workspace.site.summary($0, crest: pipeline.crest, approvals: pipeline.approvals)
      }
    }
  }

  /// Keeps the pages of a school that lie among those over all schools, or makes them again.
  private func keepApart(_ school: School) throws(FileError) {
    guard !school.apart.isEmpty else { return }
    let missing = school.apart.filter { !pages.keep($0.name, having: $0.fingerprint) }
    guard !missing.isEmpty, let made = derive([school.slug])[0] else { return }
    let names = Set(missing.map(\.name))
    for draft in made.drafts where names.contains(draft.name) {
      try pages.add(draft.name, draft.bytes)
    }
  }
}
