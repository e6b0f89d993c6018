package import Diagnostics
package import Manifests

/// What `Schools/trust.yaml` says.
package struct Trust: Sendable {
  package var file: SourceFile
  package var details: BodyDetails
  /// What the trust says for all its schools and for itself.
  package var layer: Layer
  /// What the trust says for the schools of a phase, by the phase's index.
  package var phases: [Int: Layer] = [:]
  package var groups: [SchoolGroup] = []
  package var locks: [Located<String>] = []
  package var approvals = ApprovalSettings()
  /// The defaults of the vocabulary.
  package var defaults: Layer

  /// The groups that a school is in, in the order they are written.
  package func groups(of slug: String) -> [SchoolGroup] {
    groups.filter { $0.has(slug) }
  }
}

/// A named set of schools: a hub, a local authority's area.
package struct SchoolGroup: Sendable {
  package var name: String
  package var range: TextRange
  /// Their folders; nil where the manifest fails to say, which is reported.
  package var schools: Set<String>?
  package var layer: Layer
  /// Every single value the group sets, in order of their paths, to find groups that disagree.
  package var leaves: [(path: String, value: Located<String>)]

  /// Whether a school is in it.
  func has(_ slug: String) -> Bool { schools?.contains(slug) ?? false }
}

/// The name, the address and the look of a school or of the trust.
package struct BodyDetails: Sendable {
  package var name: Located<String>
  package var shortName: Located<String>?
  package var urn: Located<String>?
  package var website: Located<String>?
  package var address: Located<String>?
  package var phone: Located<PhoneNumber>?
  package var email: Located<String>?
  package var colour: Located<Colour>?
  /// The file name of the crest, where the manifest names one.
  package var logo: Located<String>?

  /// What may be said of a school or of the trust.
  static let keys = [
    "name", "short-name", "urn", "website", "address", "phone", "email", "colour", "logo",
  ]

  /// Reads the details among the fields of `school:` or `trust:`.
  ///
  /// - Parameter key: Where `school` or `trust` stands, to point at when something is missing.
  init(_ fields: inout Fields, isSchool: Bool, at key: TextRange, report: inout Report) {
    func typed<Result: Sendable>(
      _ key: String, _ type: ValueType, _ report: inout Report, _ unwrap: (Value) -> Result?
    ) -> Located<Result>? {
      guard let node = fields.take(key, report: &report) else { return nil }
      return type.read(node, key: key, file: fields.file, report: &report)
        .flatMap(unwrap).map { Located($0, node.range) }
    }
    func text(_ key: String, _ type: ValueType, _ report: inout Report) -> Located<String>? {
      typed(key, type, &report) { value in
        switch value {
        case .text(let text), .name(let text), .email(let text), .url(let text), .file(let text):
          text
        default: nil
        }
      }
    }
    let nameEntry = fields.entry("name")
    if let nameEntry, nameEntry.value.isGiven {
      name = text("name", .name, &report) ?? Located("", nameEntry.value.range)
    } else {
      name = Located("", fields.range)
    }
    shortName = text("short-name", .name, &report)
    website = text("website", .url, &report)
    address = text("address", .text, &report)
    phone = typed("phone", .phone, &report) {
      if case .phone(let phone) = $0 { phone } else { nil }
    }
    email = text("email", .email, &report)
    colour = typed("colour", .colour, &report) {
      if case .colour(let colour) = $0 { colour } else { nil }
    }
    logo = text("logo", .file, &report)
    if isSchool { urn = text("urn", .name, &report) }
    // Now that all keys are known, one that was misspelt is not missed besides.
    if nameEntry?.value.isGiven != true, !fields.misspells("name") {
      let place = fields.file.place(nameEntry?.keyRange ?? key)
      report.add(.missing("name", in: isSchool ? "'school'" : "'trust'", at: place))
    }
    if let urn, urn.value.utf8.count != 6 || !urn.value.utf8.allSatisfy(\.isDigit) {
      report.add(
        .wrongType(
          "urn", wanted: "the six digits of the school's unique reference number",
          at: fields.file.place(urn.range)))
      self.urn = nil
    }
  }
}

extension Node {
  /// The value of a key; nil where this is no mapping that has it.
  fileprivate func value(_ key: String) -> Node? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }
}

/// Reads `Schools/trust.yaml`.
package enum TrustReader {
  /// The file that a trust's manifest names as its crest, from the folder of the manifests: a build must look at it before it
  /// knows anything else of the trust.
  ///
  /// Where the manifest is as manifests are written, no more of it is read than the block that names the crest.
  package static func crest(in file: SourceFile) -> String? {
    var ignored = Report()
    let whole = TextRange(0, file.bytes.count)
    let manifest = ManifestParser.parse(
      file, range: block("trust", of: file) ?? whole, report: &ignored)
    guard case .scalar(let name)? = manifest.root.value("trust")?.value("logo")?.content else {
      return nil
    }
    return name.text
  }

  /// The lines of a block at the left edge of a manifest, from its key to the next line that stands there too.
  private static func block(_ key: String, of file: SourceFile) -> TextRange? {
    let head = Array("\(key):".utf8)
    var start: Int?
    var line = 0
    while line < file.bytes.count {
      let rest = file.bytes[line...]
      if let start, let first = rest.first, !" \t#\r\n".utf8.contains(first) {
        return TextRange(start, line)
      }
      if start == nil, rest.starts(with: head) { start = line }
      line = (rest.firstIndex(of: UInt8(ascii: "\n")) ?? file.bytes.count - 1) + 1
    }
    return start.map { TextRange($0, file.bytes.count) }
  }

  /// Returns the trust; nil where the manifest cannot be used at all.
  ///
  /// - Parameter schools: The slugs of the schools there are, to check the groups against.
  package static func read(
    _ manifest: Manifest, catalogue: Catalogue, schools: [String], report: inout Report
  ) -> Trust? {
    let file = manifest.file
    let count = report.count
    defer { manifest.forgetConsequences(since: count, report: &report) }
    let headings = LostHeadings(
      catalogue: catalogue, file: file,
      blocks: ["trust"] + LayerReader.blocks + ["phases", "groups"],
      others: ["locked"] + ApprovalSettings.keys)
    let title = "trust.yaml"
    let root = headings.mended(manifest, called: title, first: "trust", report: &report)
    guard var fields = Fields(root, of: file, called: title, report: &report) else { return nil }
    let details = details(&fields, report: &report)
    var reader = LayerReader(.trust, file: file, catalogue: catalogue)
    let layer = reader.readBlocks(&fields, report: &report)
    let defaults = LayerReader.defaults(catalogue, report: &report)
    var trust = Trust(
      file: file, details: details, layer: layer, defaults: defaults)
    let phases = fields.entries("phases", report: &report)
    for entry in phases {
      guard
        let phase = phase(entry, besides: phases, catalogue: catalogue, file: file, report: &report)
      else { continue }
      let called = "phase '\(entry.key)'"
      let value = LostHeadings(catalogue: catalogue, file: file, blocks: LayerReader.blocks)
        .mended(entry.value, called: called, report: &report)
      if var inner = Fields(value, of: file, called: called, report: &report) {
        var reader = LayerReader(.phase(entry.key), file: file, catalogue: catalogue)
        trust.phases[phase] = reader.readBlocks(&inner, report: &report)
        inner.finish(report: &report)
      }
    }
    let isSchool = Set(schools)
    for entry in fields.entries("groups", report: &report) {
      if let group = group(
        entry, file: file, catalogue: catalogue, schools: schools, isSchool: isSchool,
        report: &report)
      {
        trust.groups.append(group)
        // Which schools were to have it from here is not known, so none is told that it is missing.
        if group.schools == nil { trust.layer.mistaken.formUnion(group.leaves.map(\.path)) }
      }
    }
    readLocks(&fields, into: &trust, catalogue: catalogue, report: &report)
    trust.approvals = ApprovalSettings(&fields, report: &report)
    fields.finish(hint: catalogue.names.home, report: &report)
    reportUnfinished(trust, report: &report)
    return trust
  }

  private static func details(_ fields: inout Fields, report: inout Report) -> BodyDetails {
    let nothing = BodyDetails(name: Located("", .zero))
    let key = fields.entries.first { $0.key == "trust" }?.keyRange
    guard let key, let node = fields.take("trust", report: &report) else {
      report.add(
        .missing(
          "trust", in: "trust.yaml", at: Place(file: fields.file, range: key),
          help: "begin with 'trust:', and below it 'name:'"))
      return nothing
    }
    guard var inner = Fields(node, of: fields.file, called: "'trust'", report: &report) else {
      return nothing
    }
    let details = BodyDetails(&inner, isSchool: false, at: key, report: &report)
    inner.finish(report: &report)
    return details
  }

  /// The phase that an entry of `phases:` is about, or was meant to be about.
  private static func phase(
    _ entry: Entry, besides others: [Entry], catalogue: Catalogue, file: SourceFile,
    report: inout Report
  ) -> Int? {
    let vocabulary = catalogue.vocabulary
    if let phase = vocabulary.phaseIndex(entry.key) { return phase }
    let known = vocabulary.phases.map(\.id)
    report.add(
      .unknownName(
        .phase, entry.key, known: known, declaredIn: vocabulary.file.path,
        at: file.place(entry.keyRange)))
    guard let meant = Suggestion.nearest(to: entry.key, in: known),
      !others.contains(where: { $0.key == meant })
    else { return nil }
    return vocabulary.phaseIndex(meant)
  }

  private static func group(
    _ entry: Entry, file: SourceFile, catalogue: Catalogue, schools: [String],
    isSchool: Set<String>, report: inout Report
  ) -> SchoolGroup? {
    let called = "group '\(entry.key)'"
    let headings = LostHeadings(
      catalogue: catalogue, file: file, blocks: LayerReader.blocks, others: ["schools"])
    let value = headings.mended(entry.value, called: called, report: &report)
    guard var fields = Fields(value, of: file, called: called, report: &report) else {
      return nil
    }
    let entered = fields.entry("schools")
    let members =
      entered?.value.isGiven ?? false
      ? fields.texts("schools", orOne: true, report: &report) : nil
    var slugs = Set<String>(minimumCapacity: members?.count ?? 0)
    for member in members ?? [] {
      var slug = member.value
      if !isSchool.contains(slug) {
        report.add(.unknownName(.school, slug, known: schools, at: file.place(member.range)))
        // The school that was meant does not lack what the group says.
        slug = Suggestion.nearest(to: slug, in: schools) ?? slug
      }
      slugs.insert(slug)
    }
    var reader = LayerReader(.group(entry.key), file: file, catalogue: catalogue)
    let layer = reader.readBlocks(&fields, report: &report)
    fields.finish(report: &report)
    if entered?.value.isGiven != true {
      report.add(
        .missing(
          "schools", in: called, at: file.place(entered?.keyRange ?? entry.keyRange),
          help:
            "add 'schools:' with the names of their folders, such as [\(schools.first ?? "hill")]"))
    }
    var leaves: [String: Located<String>] = [:]
    if case .mapping(let blocks) = value.content {
      for block in blocks where block.key != "schools" {
        block.value.collectLeaves(path: block.key, into: &leaves)
      }
    }
    return SchoolGroup(
      name: entry.key, range: entry.keyRange, schools: members == nil ? nil : slugs,
      layer: layer,
      leaves: leaves.map { ($0.key, $0.value) }.sorted { $0.path < $1.path })
  }

  // MARK: - Locks

  private static func readLocks(
    _ fields: inout Fields, into trust: inout Trust, catalogue: Catalogue, report: inout Report
  ) {
    guard let locks = fields.texts("locked", report: &report) else { return }
    var leaves: [String: Located<String>] = [:]
    for layer in LayerReader.blocks {
      if let entry = fields.entries.first(where: { $0.key == layer }) {
        entry.value.collectLeaves(path: layer, into: &leaves)
      }
    }
    for outer in ["phases", "groups"] {
      guard let entry = fields.entries.first(where: { $0.key == outer }),
        case .mapping(let inner) = entry.value.content
      else { continue }
      for layer in inner {
        guard case .mapping(let blocks) = layer.value.content else { continue }
        for block in blocks { block.value.collectLeaves(path: block.key, into: &leaves) }
      }
    }
    // Each path that has a value somewhere below it.
    var given: Set<String> = []
    for leaf in leaves.keys {
      var path = leaf[...]
      while given.insert(String(path)).inserted,
        let dot = path.utf8.lastIndex(of: UInt8(ascii: "."))
      {
        path = path[..<dot]
      }
    }
    for lock in locks {
      guard isKnown(lock.value, catalogue) else {
        report.add(
          .unknownLock(
            lock.value,
            problem: catalogue.names.problem(with: lock.value) { part in
              let isPlain = Int(lock.range.end - lock.range.start) == lock.value.utf8.count
              let start = Int(lock.range.start)
              return trust.file.place(
                isPlain
                  ? TextRange(start + part.lowerBound, start + part.upperBound) : lock.range)
            }))
        continue
      }
      // An answer for all bands, or a default, answers for each band too.
      let whole = ruleOfBand(lock.value, catalogue) ?? lock.value
      let hasValue =
        given.contains(lock.value) || leaves[whole] != nil || hasDefault(whole, catalogue)
      let layers = [trust.layer] + trust.phases.values + trust.groups.map(\.layer)
      if !hasValue, !layers.contains(where: { $0.isUnclear(lock.value) }) {
        report.add(.lockWithoutValue(lock.value, at: trust.file.place(lock.range)))
        // No school can give it, so none is told that it is missing.
        trust.layer.mistaken.insert(lock.value)
      }
      trust.locks.append(lock)
    }
  }

  /// Whether a path can be set by a manifest: a block, a group of rules, an entry or a part of one.
  private static func isKnown(_ path: String, _ catalogue: Catalogue) -> Bool {
    if LayerReader.blocks.contains(path) || catalogue.names.meaning(of: path) != nil { return true }
    guard let dot = path.lastIndex(of: ".") else { return false }
    let parent = String(path[..<dot])
    let part = String(path[path.index(after: dot)...])
    switch catalogue.names.subject(parent) {
    case .document:
      return DocumentPart(rawValue: part) != nil
        || ["given", "return-by", "from", "to"].contains(part)
    case .rule(let rule):
      return catalogue.vocabulary.rules[rule].perBand && catalogue.vocabulary.bandIndex(part) != nil
    case .role:
      return ["public", "private", "same-as"].contains(part)
    default:
      return path.hasPrefix("volumes.")
    }
  }

  /// The path of the rule, where a path names one band of it.
  private static func ruleOfBand(_ path: String, _ catalogue: Catalogue) -> String? {
    guard let dot = path.lastIndex(of: "."),
      catalogue.vocabulary.bandIndex(String(path[path.index(after: dot)...])) != nil,
      case .rule(let rule)? = catalogue.names.subject(String(path[..<dot])),
      catalogue.vocabulary.rules[rule].perBand
    else { return nil }
    return String(path[..<dot])
  }

  private static func hasDefault(_ path: String, _ catalogue: Catalogue) -> Bool {
    let vocabulary = catalogue.vocabulary
    switch catalogue.names.subject(path) {
    case .role(let index): return vocabulary.roles[index].head.defaultValue != nil
    case .provider(let index): return vocabulary.providers[index].head.defaultValue != nil
    case .word(let index, _): return vocabulary.words[index].head.defaultValue != nil
    case .rule(let index): return vocabulary.rules[index].head.defaultValue != nil
    case .fact(let index): return vocabulary.facts[index].head.defaultValue != nil
    case .related(let index): return vocabulary.related[index].head.defaultValue != nil
    default:
      let rules = vocabulary.rules.filter {
        path == "rules" || "rules.\($0.path)".hasPrefix(path + ".")
      }
      return !rules.isEmpty && rules.contains { $0.head.defaultValue != nil }
    }
  }

  private static func reportUnfinished(_ trust: Trust, report: inout Report) {
    for layer in [trust.layer] + Array(trust.phases.values) + trust.groups.map(\.layer) {
      for (path, range) in layer.unfinished {
        let key = path.split(separator: ".").last.map(String.init) ?? path
        report.add(.unfinished(key, at: layer.file.place(range)))
      }
    }
  }
}

extension BodyDetails {
  init(name: Located<String>) {
    self.name = name
  }
}

extension Node {
  /// Every single value below a node, by path; a list counts as one value.
  package func collectLeaves(path: String, into leaves: inout [String: Located<String>]) {
    switch content {
    case .none: break
    case .scalar(let scalar): leaves[path] = Located(scalar.text, range)
    case .sequence(let nodes):
      leaves[path] = Located(nodes.map(\.spelledOut).joined(separator: "\n"), range)
    case .mapping(let entries):
      for entry in entries {
        entry.value.collectLeaves(path: "\(path).\(entry.key)", into: &leaves)
      }
    }
  }

  /// The node as one text, to compare it with another.
  private var spelledOut: String {
    switch content {
    case .none: ""
    case .scalar(let scalar): scalar.text
    case .sequence(let nodes): "[" + nodes.map(\.spelledOut).joined(separator: "\u{1}") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key)\u{2}\($0.value.spelledOut)" }.joined(separator: "\u{1}") + "}"
    }
  }
}
