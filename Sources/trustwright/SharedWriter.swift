import Bytes
import Configuration
import Cores
import FileStore
import Manifests
import Publishing

/// Makes the pages and tables over all schools, those whose schools have changed in what they show.
struct SharedWriter: Sendable {
  let workspace: Workspace
  let inputs: BuildInputs
  let store: OutputStore
  let pages: LoosePages
  let book: PhraseBook
  /// What the pages over all schools can show besides what is kept of each school and of the trust.
  let base: Fingerprint
  /// Makes the pages of the schools for the central team.
  let central: @Sendable () -> CentralPages
  let jobs: Int

  /// What is known of a school that is published, or of the trust.
  struct School: Sendable {
    var slug: String
    /// What it was made from.
    var inputs: Fingerprint
    /// The fingerprints of the parts of its summary.
    var parts: [Fingerprint]
    /// Its summary, where the store does not keep it.
    var summary: SummaryList.Item?
    /// Its pages for the central team, where they stand already.
    var apart: [UnitRecord.File] = []
    /// Whether the page that shows it to the central team is there already.
    var hasPage = false
  }

  /// The page of a school for the central team, and what it is made from.
  struct CentralPage {
    let name: String
    let origin: Fingerprint

    init(
      of slug: String, _ parts: [Fingerprint], _ base: Fingerprint, _ key: Fingerprint.Key
    ) {
      name = CentralPages.name(of: slug)
      origin = key.combined([base] + parts, [name])
    }
  }

  /// A file or a group of files that is to be made.
  private enum Task: Sendable {
    /// Groups that read the same of the schools.
    case groups([SharedPages.Group: Fingerprint])
    /// The pages of some schools for the central team.
    case pages([(index: Int, origin: Fingerprint)])
    /// Tables of the same schools, with the rows of each school for some of them.
    case tables([(TableWriter, Fingerprint)], rows: @Sendable (Int, [Int]) -> [[UInt8]])
    /// The schema of a manifest.
    case schema(ManifestSchema.Kind, name: String, Fingerprint)
  }

  /// Makes what has changed, and keeps all else.
  func write(_ known: [School], trust: School) throws(FileError) {
    var schools = known + [trust]
    for school in schools { try keepApart(school) }
    let origins = Origins(schools, base, store.key)
    let count = known.count
    var tasks: [Task] = []
    for groups in SharedPages.Group.readTogether {
      var made: [SharedPages.Group: Fingerprint] = [:]
      for group in groups {
        let origin = origins.origin(group.parts(schools: count), group.names[0])
        if !pages.keep(group.names, madeFrom: origin) { made[group] = origin }
      }
      if !made.isEmpty { tasks.append(.groups(made)) }
    }
    var stale: [(index: Int, origin: Fingerprint)] = []
    if CentralPages.areMade(schools: count) {
      for (index, school) in schools.dropLast().enumerated() where !school.hasPage {
        let page = CentralPage(of: school.slug, school.parts, base, store.key)
        if !pages.keep([page.name], madeFrom: page.origin) { stale.append((index, page.origin)) }
      }
    }
    let tables = SchoolTable.all.filter {
      !pages.keep([$0.name], madeFrom: origins.origin($0.parts, $0.name))
    }
    let listed = store.key.combined([inputs.shared, origins.origin(.source, InputList.name)])
    let hasList = pages.keep([InputList.name], madeFrom: listed)
    let hasGroups = !tasks.isEmpty
    for kind in ManifestSchema.Kind.allCases {
      let name = "central/schema/\(kind.rawValue).json"
      let origin = store.key.combined([base], [name])
      if !pages.keep([name], madeFrom: origin) {
        tasks.append(.schema(kind, name: name, origin))
      }
    }
    guard !tasks.isEmpty || !stale.isEmpty || !tables.isEmpty || !hasList else { return }
    let order = try order(&schools, origins, count)
    let writers = tables.map { writer($0, schools, order) }
    let list = hasList ? nil : inputsWriter(schools)
    var needed = Set(list?.writer.missing.compactMap { list?.schools[$0] } ?? [])
    let missing = writers.map(\.0.missing)
    for (rows, (_, numbers)) in zip(missing, writers) { needed.formUnion(rows.map { numbers[$0] }) }
    let hasPages = hasGroups || !stale.isEmpty
    // A page of a school shows the trust's name besides.
    if hasPages { needed.formUnion(stale.map(\.index) + [count]) }
    try find(hasGroups ? Array(schools.indices) : needed.sorted(), &schools)
    // Tables of which most stays are copied side by side; where most rows are made, a school is read once for all tables.
    let isCopied = zip(missing, writers).allSatisfy { 2 * $0.count < $1.0.pieces.count }
    for some in isCopied ? tables.indices.map({ $0..<$0 + 1 }) : [tables.indices]
    where !some.isEmpty {
      tasks.append(tablesTask(Array(tables[some]), Array(writers[some]), origins, schools))
    }
    if let list {
      let (schools, book) = (schools, book)
      tasks.append(
        .tables([(list.writer, listed)]) { piece, _ in
          guard let index = list.schools[piece] else { return [list.others[piece]?() ?? []] }
          let summary = item(schools[index], .source)?.summary(.source, book)
          return [summary.map { InputList.line($0.manifestDigest, school: $0.slug) } ?? []]
        })
    }
    tasks += try pageTasks(stale, order)
    let shared = hasPages ? sharedPages(schools, order) : nil
    let failures = Parallel.map(tasks, jobs: jobs) { task -> FileError? in
      do throws(FileError) {
        try make(task, shared)
        return nil
      } catch {
        return error
      }
    }
    if let failure = failures.lazy.compactMap({ $0 }).first { throw failure }
  }

  private func make(_ task: Task, _ shared: SharedPages?) throws(FileError) {
    switch task {
    case .groups(let origins):
      try shared?.files(of: Set(origins.keys)) { group, file throws(FileError) in
        guard let origin = origins[group] else { return }
        try pages.add(file.name, madeFrom: origin) { stream throws(FileError) in
          for number in 0..<file.pieces { try stream.write(file.piece(number)) }
        }
      }
    case .pages(let some):
      for (index, origin) in some {
        guard let file = shared?.schoolPage(index) else { continue }
        try pages.add(file.name, file.pieces, madeFrom: origin)
      }
    case .tables(let tables, let rows):
      try TableWriter.write(tables, to: pages, rows: rows)
    case .schema(let kind, let name, let origin):
      try pages.add(name, [ManifestSchema.json(kind, workspace.catalogue)], madeFrom: origin)
    }
  }

  /// Central pages of some schools, a few at a time, by their places in the order of names.
  private func pageTasks(
    _ stale: [(index: Int, origin: Fingerprint)], _ order: [Int]
  ) throws(FileError) -> [Task] {
    guard !stale.isEmpty else { return [] }
    var places = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { places[index] = place }
    let placed = stale.map { (index: places[$0.index], origin: $0.origin) }
    return stride(from: 0, to: placed.count, by: 16).map {
      .pages(Array(placed[$0..<min($0 + 16, placed.count)]))
    }
  }

  private func sharedPages(_ schools: [School], _ order: [Int]) -> SharedPages? {
    let list = SummaryList(order: order, book) { item(schools[$0], $1) }
    guard let trust = schools.last.flatMap({ item($0, .all) })?.summary(.all, book) else {
      return nil
    }
    return SharedPages(central(), trust: trust, schools: list)
  }

  /// What files are made from: some parts of all schools, and all that they share.
  private struct Origins {
    private let key: Fingerprint.Key
    private let base: Fingerprint
    /// Of each part, what it comes to for all schools and the trust.
    private let sums: [Fingerprint]
    private let slugs: Fingerprint

    init(_ schools: [School], _ base: Fingerprint, _ key: Fingerprint.Key) {
      self.key = key
      self.base = base
      sums = (0..<SchoolSummary.Parts.count).map { part in
        key.combined(schools.map { $0.parts[part] })
      }
      slugs = key.combined([], schools.map(\.slug))
    }

    func origin(_ parts: SchoolSummary.Parts, _ name: String) -> Fingerprint {
      let shown = sums.indices.filter(parts.has).map { sums[$0] }
      return key.combined([base, slugs] + shown, [name])
    }
  }

  // MARK: - Tables

  /// The tables that are made again, for which a school whose rows are missing is read once.
  private func tablesTask(
    _ tables: [SchoolTable], _ writers: [(TableWriter, [Int])], _ origins: Origins,
    _ schools: [School]
  ) -> Task {
    let made = zip(tables, writers).map { table, writer in
      (writer.0, origins.origin(table.parts, table.name))
    }
    // All have the same schools in the same order; some have the trust after them.
    let numbers = writers.map(\.1).max { $0.count < $1.count } ?? []
    return .tables(made) { piece, missing in
      let parts = missing.reduce(into: SchoolSummary.Parts()) { $0.formUnion(tables[$1].parts) }
      guard let summary = item(schools[numbers[piece]], parts)?.summary(parts, book) else {
        return missing.map { _ in [] }
      }
      return missing.map { tables[$0].rows(summary) }
    }
  }

  /// A writer of a table, with the number of the school of each piece.
  private func writer(
    _ table: SchoolTable, _ schools: [School], _ order: [Int]
  ) -> (TableWriter, [Int]) {
    let numbers = order + (table.hasTrust ? [schools.count - 1] : [])
    let shown = (0..<SchoolSummary.Parts.count).filter(table.parts.has)
    let pieces = numbers.map { number in
      let school = schools[number]
      return store.key.combined([base] + shown.map { school.parts[$0] }, [school.slug]).low
    }
    let writer = TableWriter(
      table.name, head: table.head, separator: table.separator,
      tail: { table.tail(isEmpty: $0) }, pieces, store, pages)
    return (writer, numbers)
  }

  /// The list of inputs as a table: its writer, the number of the school of each piece, and what makes the other pieces.
  private struct InputsTable: Sendable {
    var writer: TableWriter
    var schools: [Int: Int]
    var others: [Int: @Sendable () -> [UInt8]]
  }

  private func inputsWriter(_ schools: [School]) -> InputsTable {
    let source = SchoolSummary.Parts.source.rawValue.trailingZeroBitCount
    var lines: [(path: String, number: Int?, key: Fingerprint)] = []
    for (number, school) in schools.dropLast().enumerated() {
      lines.append((InputList.path(school: school.slug), number, school.parts[source]))
    }
    let manifest = inputs.schools
    let trust = (try? manifest.read("trust.yaml", limit: TextCheck.largestManifest)) ?? []
    lines.append((InputList.trustPath, nil, store.key.fingerprint(trust)))
    lines.sort { $0.path.precedes($1.path) }
    // The templates come last: their paths begin with a later letter.
    lines.append(("Templates", nil, inputs.looks))
    var numbers: [Int: Int] = [:]
    var others: [Int: @Sendable () -> [UInt8]] = [:]
    let templates = inputs.templates
    for (place, line) in lines.enumerated() {
      if let number = line.number {
        numbers[place] = number
      } else if line.path == InputList.trustPath {
        others[place] = { InputList(trust: manifest).bytes }
      } else {
        others[place] = { InputList(templates: templates).bytes }
      }
    }
    let pieces = lines.map { store.key.combined([$0.key], [$0.path]).low }
    return InputsTable(
      writer: TableWriter(
        InputList.name, head: [], separator: [], tail: { _ in [] }, pieces, store, pages),
      schools: numbers, others: others)
  }

  // MARK: - Order

  private static let orderName = "order"

  /// The numbers of the schools in the order of their names, as it is kept or found anew.
  private func order(
    _ schools: inout [School], _ origins: Origins, _ count: Int
  ) throws(FileError) -> [Int] {
    let origin = origins.origin(.identity, Self.orderName)
    if let order = keptOrder(origin, count) { return order }
    try find(Array(schools.indices), &schools)
    let all = schools
    let order = SummaryList(count, book) { item(all[$0], $1) }.order
    guard !pages.isDoubted else { return order }
    var body = ByteWriter()
    body.fingerprint(origin)
    body.list(order) { $0.number($1) }
    store.keepWhole(body.bytes, as: Self.orderName)
    return order
  }

  private func keptOrder(_ origin: Fingerprint, _ count: Int) -> [Int]? {
    guard let bytes = store.keptWhole(Self.orderName) else { return nil }
    var reader = ByteReader(bytes)
    guard reader.fingerprint() == origin, let order = reader.list({ $0.integer() }),
      order.count == count, order.allSatisfy((0..<count).contains)
    else { return nil }
    return order
  }

  // MARK: - Summaries

  /// The summary of a school as it is kept, sure of some parts; nil where it is not, or no longer what it was.
  private func item(_ school: School, _ parts: SchoolSummary.Parts) -> SummaryList.Item? {
    let sure = parts.union(.identity)
    return school.summary
      ?? store.parts(of: school.slug, school.parts, wanted: sure.has).map {
        SummaryList.Item($0.bytes, $0.ranges, sure: sure)
      }
  }

  /// Sees to it that the summaries of some schools can be read; what is not kept, or no longer what it was, is found anew.
  private func find(_ numbers: [Int], _ schools: inout [School]) throws(FileError) {
    let all = schools
    let missing = numbers.filter { item(all[$0], .all) == nil }
    guard !missing.isEmpty else { return }
    for (index, made) in zip(missing, derive(missing.map { all[$0] })) {
      guard let made else { continue }
      let parts = made.summary.encoded(book)
      schools[index].summary = SummaryList.Item(parts)
      // The next build need not find it again, where it is what the record knows.
      try store.keep(parts, of: schools[index].slug)
    }
  }

  /// Takes schools from their files to what the pages over all schools need, without making their own pages.
  private func derive(_ schools: [School]) -> [SiteBuilder.SchoolOutput?] {
    Parallel.map(schools, jobs: jobs) { school in
      if school.slug == BuildSurvey.trustUnit {
        return workspace.site.summary(
          workspace.trustDocuments, crest: workspace.trustCrest,
          approvals: workspace.trustApprovals)
      }
      var workspace = workspace
      let now = inputs.school(school.slug)
      // Whoever saves it meanwhile may take that back before the next build.
      if now.fingerprint != school.inputs { pages.doubt() }
      workspace.schools = now.folder
      let pipeline = SchoolPipeline(workspace: workspace).run(school.slug)
      return pipeline.documents.map {
        workspace.site.summary($0, crest: pipeline.crest, approvals: pipeline.approvals)
      }
    }
  }

  /// Keeps the pages of a school that lie among those over all schools, or makes them again.
  private func keepApart(_ school: School) throws(FileError) {
    guard !school.apart.isEmpty else { return }
    let missing = school.apart.filter { !pages.keep($0.name, having: $0.fingerprint) }
    guard !missing.isEmpty, let made = derive([school])[0] else { return }
    let names = Set(missing.map(\.name))
    for draft in made.drafts where names.contains(draft.name) {
      try pages.add(draft.name, draft.pieces)
    }
  }
}
