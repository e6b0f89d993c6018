import Configuration
import Cores
import Diagnostics
import FileStore
import Publishing

/// What of the output is as the inputs have it, found before anything is compiled.
struct BuildSurvey: Sendable {
  enum State: Sendable {
    /// Made from these inputs, with nothing to report, and as it was written.
    case current(UnitHead)
    /// Made from these inputs, but there was something to report.
    case reporting(UnitHead)
    case stale

    /// What the record keeps of a unit that stands as it should.
    var record: UnitHead? {
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
  /// Whether what the record says may be relied on at all.
  let isTrusted: Bool
  /// What the record keeps of the pages over all schools, where they stand as it says.
  private(set) var loose: UnitRecord?
  /// Whether the workspace was proved as it is.
  let isProved: Bool
  private let inputs: BuildInputs
  /// What was found then, as it is kept.
  private var proofFacts: [String] = []

  /// Looks at all units.
  ///
  /// - Parameter isForced: Whether the record is to be ignored.
  init(_ inputs: BuildInputs, _ store: OutputStore, jobs: Int, isForced: Bool) throws(FileError) {
    self.inputs = inputs
    guard !isForced, store.record.isWhole, let loose = store.looseRecord else {
      schools = [:]
      trust = .stale
      isTrusted = false
      isProved = false
      return
    }
    isTrusted = true
    isProved = loose.facts.first == Self.proof(inputs)
    proofFacts = isProved ? loose.facts : []
    let states = Parallel.map(inputs.slugs, jobs: jobs) { slug in
      Result { () throws(FileError) in
        let state = try Self.state(of: slug, inputs.school(slug).fingerprint, store)
        let others = state.record?.facts.dropFirst(3).first ?? ""
        return others.isEmpty || others == inputs.slugMark ? state : .stale
      }
    }
    var schools: [String: State] = [:]
    schools.reserveCapacity(states.count)
    for (slug, state) in zip(inputs.slugs, states) { schools[slug] = try state.get() }
    self.schools = schools
    trust = try Self.state(of: Self.trustUnit, inputs.trust, store)
    let isStanding = store.verifyLoose(loose) { unit in
      self.schools[unit] != nil || unit == Self.trustUnit
    }
    if isStanding { self.loose = loose }
  }

  private static func state(
    of unit: String, _ inputs: Fingerprint, _ store: OutputStore
  ) throws(FileError) -> State {
    let head: UnitHead
    switch store.look(at: unit, madeFrom: inputs) {
    case .stale: return .stale
    case .intact(let found): head = found
    case .touched(let record):
      try store.remember(unit, record)
      head = UnitHead(record)
    }
    guard head.parts.count == SchoolSummary.Parts.count else { return .stale }
    return head.hasMessages ? .reporting(head) : .current(head)
  }

  /// What was found while the workspace was read last, and of schools that are one school twice, where it is as it was.
  private var found: (shared: Report, twins: Report)? {
    guard isProved, proofFacts.count >= 2, let count = Int(proofFacts[1]),
      (0...proofFacts.count - 2).contains(count),
      let shared = MessageRecord.decode(proofFacts[2..<2 + count], inputs),
      let twins = MessageRecord.decode(proofFacts[(2 + count)...], inputs)
    else { return nil }
    return (shared, twins)
  }

  /// What was found while the workspace was read last, where that is as it was; so it need not be proved again.
  var shared: Report? { found?.shared }

  /// What is kept to know that the workspace was proved as it is.
  private static func proof(_ inputs: BuildInputs) -> String {
    inputs.key.combined([inputs.shared], inputs.slugs).hexadecimal
  }

  /// What is kept with the pages over all schools.
  static func facts(_ inputs: BuildInputs, shared: Report, twins: Report) -> [String] {
    let words = MessageRecord.encode(shared.diagnostics)
    return [proof(inputs), "\(words.count)"] + words + MessageRecord.encode(twins.diagnostics)
  }

  /// Whether nothing at all is to be made.
  func isEverythingCurrent(_ store: OutputStore) -> Bool {
    guard let loose, isProved, trust.isCurrent else { return false }
    var published: [(slug: String, fingerprint: Fingerprint)] = []
    published.reserveCapacity(inputs.slugs.count)
    for slug in inputs.slugs {
      guard let record = schools[slug]?.record else { return false }
      published.append((slug, record.inputs))
    }
    guard loose.inputs == inputs.loose(published) else { return false }
    return store.record.knowsOnly { schools[$0] != nil || $0 == Self.trustUnit || $0.isEmpty }
  }

  /// What there is to report where nothing at all is to be made; nil where it cannot be read.
  func reportOfEverything(_ store: OutputStore) -> Report? {
    guard let (shared, twins) = found else { return nil }
    var report = shared
    report.add(contentsOf: twins)
    for slug in inputs.slugs {
      guard let state = schools[slug] else { return nil }
      if !state.isCurrent {
        guard let own = state.record.flatMap({ Self.messages(slug, $0, store, inputs) }) else {
          return nil
        }
        report.add(contentsOf: own)
      }
    }
    return report
  }

  /// What the record keeps of a school besides its files.
  static func facts(_ school: SchoolPipeline.Result, _ inputs: BuildInputs) -> [String] {
    let report = school.report
    let isGrave = [report.hasErrors, report.count(of: .warning) > 0].map { $0 ? "1" : "0" }
    return [
      school.name?.value ?? "", school.urn?.value ?? "", isGrave.joined(),
      school.looksAtOthers ? inputs.slugMark : "",
    ] + MessageRecord.encode(report.diagnostics)
  }

  /// How many facts stand before the messages.
  private static let factsBesides = 4

  /// Whether nothing may be built of a school in which that was found which was found when it was made.
  static func stops(_ record: UnitHead, _ isStrict: Bool) -> Bool {
    guard record.hasMessages else { return false }
    switch record.facts.dropFirst(2).first {
    case "00": return false
    case "01": return isStrict
    default: return true
    }
  }

  /// What was found in a school when it was made; nil where that cannot be read, or the school has changed meanwhile.
  static func messages(
    _ slug: String, _ record: UnitHead, _ store: OutputStore, _ inputs: BuildInputs
  ) -> Report? {
    let school = inputs.school(slug)
    guard school.fingerprint == record.inputs else { return nil }
    return store.record.facts(slug).flatMap {
      MessageRecord.decode($0.dropFirst(factsBesides), inputs, of: school)
    }
  }

  /// What was found then in files that the school shares with others.
  ///
  /// - Parameter folder: The school's own folder.
  static func messages(
    _ slug: String, _ store: OutputStore, _ inputs: BuildInputs, without folder: String
  ) -> Report? {
    store.record.facts(slug).flatMap {
      MessageRecord.decode($0.dropFirst(factsBesides), inputs, without: folder)
    }
  }

  /// Whether no unit stands as it should.
  var knowsNothing: Bool { trust.record == nil && !schools.values.contains { $0.record != nil } }

  /// How many files stand as they should.
  var fileCount: Int {
    schools.values.reduce(0) { $0 + ($1.record?.fileCount ?? 0) }
      + (trust.record?.fileCount ?? 0) + (loose?.files.count ?? 0)
  }

  /// The files beside the program's own, from the output folder.
  var foreign: [String] {
    let units = schools.map { ($0.key, $0.value) } + [(Self.trustUnit, trust)]
    return units.flatMap { unit, state in
      (state.record?.foreign ?? []).map { "site/\(unit)/\($0)" }
    } + (loose?.foreign ?? [])
  }
}
