import Diagnostics
import Manifests

extension ProfileBuilder {
  // MARK: - Locks and groups

  /// Reports what a school sets although the trust decides it, whatever the value.
  func checkLocks(_ school: SchoolManifest, report: inout Report) {
    guard !trust.locks.isEmpty, case .mapping(let entries) = school.root.content else { return }
    for entry in entries where LayerReader.blocks.contains(entry.key) {
      let named = entry.key == "leads" || entry.key == "providers"
      checkLock(
        entry, at: 0, isNamed: false, holdsNamed: named, trust.locks, school: school,
        report: &report)
    }
  }

  /// - Parameters:
  ///   - start: How long the path is that the key goes on, with the stop after it.
  ///   - isNamed: Whether the entry is a whole person or firm, which a name replaces.
  ///   - holdsNamed: Whether its entries are.
  ///   - locks: Those that begin with the path.
  private func checkLock(
    _ entry: Entry, at start: Int, isNamed: Bool, holdsNamed: Bool, _ locks: [Located<String>],
    school: SchoolManifest, report: inout Report
  ) {
    let locks = locks.filter { $0.value.hasKey(entry.key, at: start) }
    guard let part = locks.first else { return }
    func refuse(by lock: Located<String>) {
      report.add(
        .locked(
          lock.value, at: school.file.place(entry.keyRange), lock: trust.file.place(lock.range)))
    }
    let end = start + entry.key.utf8.count
    if let lock = locks.first(where: { $0.value.utf8.count == end }) { return refuse(by: lock) }
    switch entry.value.content {
    case .mapping(let inner)
    where isNamed && inner.contains { $0.key == "name" || $0.key == "same-as" }:
      // Another person, or another firm, comes without what was locked of the last.
      refuse(by: part)
    case .mapping(let inner):
      for entry in inner {
        checkLock(
          entry, at: end + 1, isNamed: holdsNamed, holdsNamed: false, locks, school: school,
          report: &report)
      }
    case .none: break
    case .scalar, .sequence:
      // Replacing a whole replaces its locked part too.
      refuse(by: part)
    }
  }

  /// Reports two groups of a school that set the same thing differently, unless the school sets it.
  func checkGroups(_ groups: [SchoolGroup], school: SchoolManifest, report: inout Report) {
    guard groups.count > 1 else { return }
    // Most groups agree, and then it does not matter what the school sets itself.
    lazy var own = school.leaves
    func decides(_ path: String) -> Bool {
      own.keys.contains { $0.meets(path) }
    }
    guard groups.count <= Self.mostGroups else {
      report.add(
        .tooMany(
          "the school is in", "groups", limit: Self.mostGroups, at: school.file.place,
          help: "put what several groups say into one"))
      return
    }
    for (index, group) in groups.enumerated() {
      for other in groups[(index + 1)...] {
        for (path, value) in group.leaves {
          guard let rival = Self.rival(of: path, value, among: other.leaves), !decides(path) else {
            continue
          }
          report.add(
            .groupsDisagree(
              path, group.name, other.name, at: school.file.place,
              first: trust.file.place(value.range), second: trust.file.place(rival.range)))
        }
      }
    }
  }

  /// How many groups a school may be in: each is compared with each.
  private static var mostGroups: Int { 64 }

  /// What another group sets instead: another value of the path, a whole that the path is a part of, or
  /// parts of what the path is the whole of.
  private static func rival(
    of path: String, _ value: Located<String>,
    among leaves: [(path: String, value: Located<String>)]
  ) -> Located<String>? {
    let near = leaves.filter { $0.path.meets(path) }
    if let same = near.first(where: { $0.path == path })?.value {
      return same.value == value.value ? nil : same
    }
    // A bare name is short for a mapping with a name.
    return near.first { other, rival in
      let isName = other == path + ".name" || path == other + ".name"
      return !(isName && rival.value == value.value)
    }?.value
  }

  // MARK: - Requirements

  /// Reports what the vocabulary demands of this school and nobody gave; returns the paths of it.
  ///
  /// - Parameter claimed: Collects unfinished keys that were reported here, so that they are not
  ///   reported a second time.
  func checkRequirements(
    _ profile: SchoolProfile, layers: [Layer], school: SchoolManifest,
    claimed: inout Set<String>, report: inout Report
  ) -> Set<String> {
    var found: [MissingRequirement] = []
    for index in catalogue.requirements.indices {
      guard let missing = missing(catalogue.requirements[index], in: profile) else { continue }
      let requirement = catalogue.requirements[index]
      // Where an answer was refused, what follows from it is not known.
      let isUnclear = requirement.condition.questions.contains {
        isMistaken(catalogue.questions[$0], profile, school)
      }
      if isUnclear { continue }
      for path in missing.paths where !isMistaken(path, school) {
        found.append(
          MissingRequirement(
            path: path, title: missing.title, options: missing.options,
            because: requirement.text.map { String(decoding: $0.bytes, as: UTF8.self) }))
      }
    }
    let paths = Set(found.map(\.path))
    for missing in found {
      var missing = missing
      if let (other, origin) = source(of: missing.path, in: profile) {
        let path = "leads.\(vocabulary.roles[other].head.id)"
        // Of whom nobody holds, once is enough.
        if paths.contains(path) { continue }
        guard layers.contains(where: { $0.unfinished[path] != nil }) else {
          report.add(
            .sameAsNobody(missing.path, as: path, at: profile.place(origin)))
          continue
        }
        missing.because = "\(missing.path) is the same as \(path)"
        missing.path = path
        missing.title = vocabulary.roles[other].title
      }
      let block = String(missing.path.prefix { $0 != "." })
      // Where somebody began to give it, or the block that it stands in, and wrote no more.
      let begun = [missing.path, block].lazy.compactMap { path in
        layers.first { $0.unfinished[path] != nil }.map { ($0, path) }
      }.first
      var place = Place(file: school.file, range: school.layer.blocks[block])
      if let (layer, path) = begun {
        place = Place(file: layer.file, range: layer.unfinished[path])
        claimed.insert(path)
      }
      report.add(
        .missingRequirement(missing, isUnfinished: begun?.1 == missing.path, at: place))
    }
    return paths
  }

  /// The role that was to bring the holders of a role, and where that is said.
  private func source(
    of path: String, in profile: SchoolProfile
  ) -> (role: Int, origin: Origin)? {
    guard case .role(let index)? = catalogue.names.subject(path),
      let source = profile.leads[index].sameAs
    else { return nil }
    return (source.value, source.origin)
  }

  /// Reports what the vocabulary demands and the trust lacks, of what its own documents ask and print; returns the
  /// paths of it.
  func checkTrustRequirements(
    _ profile: SchoolProfile, asked: Set<QuestionID>, report: inout Report
  ) -> Set<String> {
    var paths: Set<String> = []
    for requirement in catalogue.requirements {
      guard
        let question = AskedQuestion(
          requirement.subject, vocabulary: vocabulary, questions: catalogue.questions),
        case .one(let id) = question.form, asked.contains(id),
        let missing = missing(requirement, in: profile)
      else { continue }
      for path in missing.paths where !isMistaken(path, nil) {
        let range =
          trust.layer.unfinished[path] ?? trust.layer.blocks[String(path.prefix { $0 != "." })]
        paths.insert(path)
        report.add(
          .missingRequirement(
            MissingRequirement(
              path: path, title: missing.title, options: missing.options,
              because: requirement.text.map { String(decoding: $0.bytes, as: UTF8.self) }),
            isUnfinished: trust.layer.unfinished[path] != nil,
            at: Place(file: trust.file, range: range)))
      }
    }
    return paths
  }

  /// The paths that lack a value, with what they are called and what there is to choose from.
  private typealias Missing = (paths: [String], title: String, options: [String])

  /// The paths of what the vocabulary demands of a school and no layer gives.
  package func missingPaths(in profile: SchoolProfile) -> Set<String> {
    catalogue.requirements.reduce(into: []) { paths, requirement in
      paths.formUnion(missing(requirement, in: profile)?.paths ?? [])
    }
  }

  private func missing(_ requirement: RequiredValue, in profile: SchoolProfile) -> Missing? {
    guard requirement.condition.holds(profile.answers) else { return nil }
    return missing(requirement.subject, in: profile)
  }

  /// Whether somebody tried to give a value, and was told what is wrong with it.
  ///
  /// - Parameter school: The school concerned; nil for the trust.
  private func isMistaken(_ path: String, _ school: SchoolManifest?) -> Bool {
    if trust.layer.isMistaken(path) { return true }
    guard let school else { return false }
    return school.layer.isMistaken(path)
      || trust.groups.contains { $0.layer.isMistaken(path) && $0.has(school.slug) }
      || school.phase.flatMap { trust.phases[$0.value] }?.isMistaken(path) ?? false
  }

  /// Whether what is asked was refused, of the school itself or of the role that it is the same as.
  private func isMistaken(
    _ question: Question, _ profile: SchoolProfile, _ school: SchoolManifest?
  ) -> Bool {
    switch question.subject {
    case .role(let index), .rolePart(let index, _):
      if profile.leads[index].isMistaken { return true }
    default: break
    }
    return isMistaken(question.path, school)
  }

  /// The paths on which the answer to a question depends: a role may have its holders from another.
  private func paths(behind question: Question, in profile: SchoolProfile) -> [String] {
    switch question.subject {
    case .role(let index), .rolePart(let index, _):
      [index, profile.leads[index].sameAs?.value].compactMap { role in
        role.map { "leads.\(vocabulary.roles[$0].head.id)" }
      }
    default: [question.path]
    }
  }

  /// What lacks of a subject; nil where nothing does.
  private func missing(_ subject: Subject, in profile: SchoolProfile) -> Missing? {
    switch subject {
    case .role(let index)
    where profile.leads[index].people.isEmpty && !profile.leads[index].isMistaken:
      return (["leads.\(vocabulary.roles[index].head.id)"], vocabulary.roles[index].title, [])
    case .provider(let index) where profile.providers[index] == nil:
      let provider = vocabulary.providers[index]
      return (["providers.\(provider.head.id)"], provider.title, [])
    case .word(let index, _)
    where profile.words[index] == nil && !vocabulary.words[index].options.isEmpty:
      let word = vocabulary.words[index]
      return (["words.\(word.head.id)"], "", word.options.map(\.singular))
    case .fact(let index) where profile.facts[index] == nil:
      let fact = vocabulary.facts[index]
      return (["facts.\(fact.head.id)"], fact.head.help ?? "", fact.type.options.map(\.id))
    case .related(let index) where profile.related[index] == nil:
      let related = vocabulary.related[index]
      return (["related.\(related.head.id)"], related.title, [])
    case .rule(let index):
      return missingRule(index, in: profile)
    default:
      return nil
    }
  }

  private func missingRule(_ index: Int, in profile: SchoolProfile) -> Missing? {
    let lacking: [Int]
    switch profile.rules[index] {
    case .none: lacking = profile.bands
    case .option, .value: return nil
    case .bands(let bands):
      lacking = profile.bands.filter { bands[$0] == nil }
      if lacking.isEmpty { return nil }
    }
    let rule = vocabulary.rules[index]
    if case .options(let options) = rule.kind, options.isEmpty { return nil }
    guard rule.isAsked(in: profile.phase), catalogue.ruleConditions[index].holds(profile.answers)
    else { return nil }
    let path = "rules.\(rule.path)"
    let paths =
      lacking.count == profile.bands.count
      ? [path] : lacking.map { "\(path).\(vocabulary.bands[$0].id)" }
    return (paths, rule.question ?? "", rule.options.map(\.id))
  }

  // MARK: - Values without effect

  /// Warns of an answer to a question that is not asked at this school.
  func checkWithoutEffect(
    _ school: SchoolManifest, _ profile: SchoolProfile, report: inout Report
  ) {
    for (index, setting) in school.layer.documents.enumerated() {
      guard let setting, catalogue.documents[index].scope == .trust else { continue }
      report.add(
        .withoutEffect(
          "documents.\(catalogue.documents[index].id)", why: "the document is the trust's own",
          at: school.file.place(setting.range)))
    }
    for (index, setting) in school.layer.rules.enumerated() {
      guard let setting else { continue }
      // Of a rule only what is wanted is taken: the whole of it has many references to count.
      var path: String { "rules.\(vocabulary.rules[index].path)" }
      if let why = catalogue.whyNotAsked(index, at: profile) {
        let isUnclear = catalogue.ruleConditions[index].questions.contains {
          let question = catalogue.questions[$0]
          return isMistaken(question, profile, school)
            || school.layer.unfinished[question.path] != nil
        }
        if isUnclear { continue }
        report.add(
          .withoutEffect(path, why: why, at: school.file.place(setting.range)))
      } else if case .bands(let bands, _) = setting {
        for (band, option) in bands.sorted(by: { $0.key < $1.key })
        where !profile.bands.contains(band) {
          report.add(
            .withoutEffect(
              "\(path).\(vocabulary.bands[band].id)",
              why: "this school has no \(vocabulary.bands[band].title)",
              at: school.file.place(option.range)))
        }
      }
    }
  }

  // MARK: - Constraints

  /// Reports choices that cannot both be true, or should not, at the school's own choice.
  ///
  /// - Parameters:
  ///   - school: The school concerned; nil for the trust.
  ///   - asked: The questions that count; a constraint that asks others is passed over. Nil for all.
  ///   - missing: The paths of what was reported as missing.
  func checkConstraints(
    _ profile: SchoolProfile, of school: SchoolManifest?, layers: [Layer],
    asked: Set<QuestionID>? = nil, besides missing: Set<String>, report: inout Report
  ) {
    for index in catalogue.constraints.indices where isBroken(index, profile) {
      let constraint = catalogue.constraints[index]
      if let asked, !constraint.forbidden.questions.isSubset(of: asked) { continue }
      // Where a value was refused or is missing, what it would have been is not known. Of a key without a value enough
      // is said, unless it is an error that nobody may pass over.
      let isUnclear = constraint.forbidden.questions.contains {
        let question = catalogue.questions[$0]
        if isMistaken(question, profile, school) { return true }
        let paths = paths(behind: question, in: profile)
        return paths.contains { path in
          missing.contains(path)
            || constraint.level != .error && layers.contains { $0.unfinished[path] != nil }
        }
      }
      if isUnclear { continue }
      let origins = origins(of: constraint, in: profile)
      let nearest = origins.min { ($0.layer, $0.range.start) < ($1.layer, $1.range.start) }
      let place =
        nearest.map(profile.place) ?? profile.layers[0].file.place
      var lacking: String?
      if case .test(let question, AnswerSet(bits: 1)) = constraint.forbidden {
        lacking = catalogue.questions[question].path
      }
      report.add(
        .constraint(
          constraint, at: place,
          others: origins.filter { $0 != nearest }.map(profile.place),
          declaredAt: vocabulary.file.place(constraint.range),
          school: nearest.map { $0.layer > 0 } ?? false ? profile.details.name.value : nil,
          lacking: lacking))
    }
  }

  private func isBroken(_ index: Int, _ profile: SchoolProfile) -> Bool {
    guard catalogue.constraints[index].perBand else {
      return catalogue.constraints[index].forbidden.holds(profile.answers)
    }
    var answers = profile.answers
    return profile.bands.contains { band in
      profile.enter(band: band, of: catalogue, answers: &answers)
      return catalogue.constraints[index].forbidden.holds(answers)
    }
  }

  private func origins(of constraint: CompiledConstraint, in profile: SchoolProfile) -> [Origin] {
    var result: [Origin] = []
    for question in constraint.forbidden.questions.sorted() {
      let found: [Origin?] =
        switch catalogue.questions[question].subject {
        case .rule(let index), .ruleInBand(let index, _), .ruleInCurrentBand(let index):
          switch profile.rules[index] {
          case .none: []
          case .option(let option): [option.origin]
          case .value(let value): [value.origin]
          case .bands(let bands): profile.bands.map { bands[$0]?.origin }
          }
        case .role(let index), .rolePart(let index, _): [profile.leads[index].origin]
        case .provider(let index), .providerPart(let index, _):
          [profile.providers[index]?.origin]
        case .fact(let index): [profile.facts[index]?.origin]
        case .related(let index): [profile.related[index]?.origin]
        default: []
        }
      for case let origin? in found where !result.contains(origin) { result.append(origin) }
    }
    return result
  }

  // MARK: - People

  /// Warns where one person holds roles that should check each other.
  func checkSeparateRoles(_ profile: SchoolProfile, report: inout Report) {
    for roles in vocabulary.separateRoles {
      for (index, first) in roles.value.enumerated() {
        for second in roles.value[(index + 1)...] {
          for person in profile.leads[first].people {
            guard
              let twin = profile.leads[second].people.first(where: {
                $0.name.lowercased() == person.name.lowercased()
              })
            else { continue }
            report.add(
              .rolesNotSeparate(
                person.name, vocabulary.roles[first].title, vocabulary.roles[second].title,
                at: profile.place(profile.leads[first].origin ?? person.origin),
                other: profile.place(profile.leads[second].origin ?? twin.origin)))
          }
        }
      }
    }
  }
}

/// What the vocabulary demands and nobody gave.
struct MissingRequirement {
  var path: String
  var title: String
  var options: [String]
  /// The condition under which it is demanded.
  var because: String?
}

extension SchoolProfile {
  /// Answers the questions about the current band for one band.
  package func enter(band: Int, of catalogue: Catalogue, answers: inout [UInt8]) {
    catalogue.bandQuestions.enter(band, school: self.answers, answers: &answers)
  }
}

extension SchoolManifest {
  /// Every value that it sets, by its path.
  fileprivate var leaves: [String: Located<String>] {
    var leaves: [String: Located<String>] = [:]
    if case .mapping(let entries) = root.content {
      for entry in entries { entry.value.collectLeaves(path: entry.key, into: &leaves) }
    }
    return leaves
  }
}

extension String {
  /// Whether a path has a key, and no longer one, at a place in it.
  fileprivate func hasKey(_ key: String, at start: Int) -> Bool {
    let (path, key) = (utf8.span, key.utf8.span)
    let end = start + key.count
    guard end == path.count || end < path.count && path[end] == UInt8(ascii: ".") else {
      return false
    }
    for index in key.indices where path[start + index] != key[index] { return false }
    return true
  }

  /// Whether two paths are one, or one is below the other, as `leads.dsl.name` is below `leads.dsl`.
  fileprivate func meets(_ other: String) -> Bool {
    let (path, other) = (utf8.span, other.utf8.span)
    let common = min(path.count, other.count)
    for index in 0..<common where path[index] != other[index] { return false }
    guard path.count != other.count else { return true }
    return (path.count > common ? path[common] : other[common]) == UInt8(ascii: ".")
  }
}
