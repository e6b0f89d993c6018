import FileStore

/// What of the output is as the inputs have it, found before anything is compiled.
struct BuildSurvey: Sendable {
  enum State: Sendable {
    /// Made from these inputs, with nothing to report, and as it was written.
    case current(UnitRecord)
    /// Made from these inputs, but there was something to report.
    case reporting(UnitRecord)
    case stale

    /// What the record keeps of a unit that stands as it should.
    var record: UnitRecord? {
      switch self {
      case .current(let record), .reporting(let record): record
      case .stale: nil
      }
    }

    var isCurrent: Bool { if case .current = self { true } else { false } }
  }

  /// The unit of the site that holds the trust's own pages.
  static let trustUnit = "trust"

  /// Of each school, in the order of the inputs' slugs.
  private(set) var schools: [String: State]
  private(set) var trust: State
  /// What the record keeps of the pages over all schools, where they stand as it says.
  private(set) var loose: UnitRecord?
  /// Whether the templates were proved as they are, and nothing was found.
  let isProved: Bool

  /// Looks at all units.
  ///
  /// - Parameter isForced: Whether the record is to be ignored.
  init(_ inputs: BuildInputs, _ store: OutputStore, jobs: Int, isForced: Bool) throws(FileError) {
    guard !isForced, store.record.isWhole, let loose = store.looseRecord else {
      schools = [:]
      trust = .stale
      isProved = false
      return
    }
    isProved = loose.facts.first == Self.proof(inputs) && !loose.hasMessages
    let states = Parallel.map(inputs.slugs, jobs: jobs) { slug in
      Result { () throws(FileError) in
        try Self.state(of: slug, inputs.school(slug).fingerprint, store)
      }
    }
    var schools: [String: State] = [:]
    schools.reserveCapacity(states.count)
    for (slug, state) in zip(inputs.slugs, states) { schools[slug] = try state.get() }
    self.schools = schools
    trust = try Self.state(of: Self.trustUnit, inputs.trust, store)
    let units = Set(inputs.slugs + [Self.trustUnit])
    if store.verifyLoose(loose, units: units) { self.loose = loose }
  }

  private static func state(
    of unit: String, _ inputs: Fingerprint, _ store: OutputStore
  ) throws(FileError) -> State {
    guard let record = store.record.unit(unit), record.inputs == inputs else { return .stale }
    switch store.verify(unit, record) {
    case .damaged: return .stale
    case .intact: return record.hasMessages ? .reporting(record) : .current(record)
    case .touched(let record):
      try store.note(unit, record)
      return record.hasMessages ? .reporting(record) : .current(record)
    }
  }

  /// What is kept to know that the templates were proved as they are.
  static func proof(_ inputs: BuildInputs) -> String {
    String(inputs.shared.high, radix: 16) + String(inputs.shared.low, radix: 16)
  }

  /// Whether nothing at all is to be made, and nothing to be reported.
  func isEverythingCurrent(_ inputs: BuildInputs, _ store: OutputStore) -> Bool {
    guard let loose, !loose.hasMessages, trust.isCurrent else { return false }
    var published: [(slug: String, fingerprint: Fingerprint)] = []
    for slug in inputs.slugs {
      guard case .current(let record)? = schools[slug] else { return false }
      published.append((slug, record.inputs))
    }
    guard loose.inputs == inputs.loose(published) else { return false }
    let units = Set(inputs.slugs + [Self.trustUnit, ""])
    return store.record.units.allSatisfy(units.contains)
  }

  /// How many files stand as they should.
  var fileCount: Int {
    schools.values.reduce(0) { $0 + ($1.record?.files.count ?? 0) }
      + (trust.record?.files.count ?? 0) + (loose?.files.count ?? 0)
  }

  /// The files beside the program's own, from the output folder.
  var foreign: [String] {
    let units = schools.map { ($0.key, $0.value) } + [(Self.trustUnit, trust)]
    return units.flatMap { unit, state in
      (state.record?.foreign ?? []).map { "site/\(unit)/\($0)" }
    } + (loose?.foreign ?? [])
  }
}
