package import Diagnostics
import Manifests

/// Reads the blocks that the trust, its phases, its groups and each school may set.
package struct LayerReader {
  /// The blocks a layer may have.
  package static let blocks = [
    "leads", "providers", "words", "rules", "facts", "related", "documents", "volumes",
  ]

  private let catalogue: Catalogue
  private let file: SourceFile
  private var layer: Layer

  private var vocabulary: Vocabulary { catalogue.vocabulary }

  package init(_ kind: Layer.Kind, file: SourceFile, catalogue: Catalogue) {
    self.catalogue = catalogue
    self.file = file
    layer = Layer(kind, file: file, catalogue: catalogue)
  }

  /// Reads the blocks among the fields of a mapping and marks their keys as known.
  package mutating func readBlocks(_ fields: inout Fields, report: inout Report) -> Layer {
    for block in Self.blocks {
      guard let entry = fields.entry(block) else { continue }
      layer.blocks[block] = entry.keyRange
      readBlock(block, entry.value, keyRange: entry.keyRange, report: &report)
    }
    return layer
  }

  /// Returns the layer made of the defaults in the vocabulary.
  package static func defaults(_ catalogue: Catalogue, report: inout Report) -> Layer {
    var reader = LayerReader(.vocabulary, file: catalogue.vocabulary.file, catalogue: catalogue)
    let vocabulary = catalogue.vocabulary
    func entry(_ head: EntryHead) -> Entry? {
      head.defaultValue.map { Entry(key: head.id, keyRange: $0.range, value: $0) }
    }
    for (index, role) in vocabulary.roles.enumerated() {
      if let entry = entry(role.head) { reader.readLead(index, entry, report: &report) }
    }
    for (index, provider) in vocabulary.providers.enumerated() {
      if let entry = entry(provider.head) { reader.readProvider(index, entry, report: &report) }
    }
    for (index, word) in vocabulary.words.enumerated() {
      if let entry = entry(word.head) { reader.readWord(index, entry, report: &report) }
    }
    for (index, rule) in vocabulary.rules.enumerated() {
      if let entry = entry(rule.head) { reader.readRule(index, entry, report: &report) }
    }
    for (index, fact) in vocabulary.facts.enumerated() {
      if let entry = entry(fact.head) { reader.readFact(index, entry, report: &report) }
    }
    for (index, related) in vocabulary.related.enumerated() {
      if let entry = entry(related.head) { reader.readRelated(index, entry, report: &report) }
    }
    return reader.layer
  }

  private mutating func readBlock(
    _ block: String, _ node: Node, keyRange: TextRange, report: inout Report
  ) {
    switch node.content {
    case .mapping(let entries):
      if block == "rules" {
        readRules(entries, prefix: "", report: &report)
      } else {
        for entry in entries { readEntry(entry, block: block, report: &report) }
      }
    case .none: layer.unfinished[block] = keyRange
    default:
      report.add(
        .wrongShape("'\(block)'", wanted: "entries, one a line", at: file.place(node.range)))
    }
  }

  private mutating func readEntry(_ entry: Entry, block: String, report: inout Report) {
    let path = "\(block).\(entry.key)"
    if block == "volumes" {
      readVolume(entry, report: &report)
      return
    }
    guard let subject = catalogue.names.subject(path) else {
      let kind: NameKind =
        switch block {
        case "leads": .role
        case "providers": .provider
        case "words": .word
        case "facts": .fact
        case "documents": .document
        default: .related
        }
      report.add(
        .unknownName(
          kind, entry.key, known: catalogue.names.members(of: block),
          declaredIn: kind == .document ? nil : vocabulary.file.path,
          at: file.place(entry.keyRange)))
      return
    }
    if case .none = entry.value.content {
      layer.unfinished[path] = entry.keyRange
      return
    }
    switch subject {
    case .role(let index): readLead(index, entry, report: &report)
    case .provider(let index): readProvider(index, entry, report: &report)
    case .word(let index, let isPlural):
      if isPlural {
        report.add(
          .pluralIsComputed(
            entry.key, word: vocabulary.words[index].head.id, at: file.place(entry.keyRange)))
      } else {
        readWord(index, entry, report: &report)
      }
    case .fact(let index): readFact(index, entry, report: &report)
    case .related(let index): readRelated(index, entry, report: &report)
    case .document(let index): readDocument(index, entry, report: &report)
    default: break
    }
  }

  // MARK: - Leads and providers

  private mutating func readLead(_ index: Int, _ entry: Entry, report: inout Report) {
    let range = entry.value.range
    switch entry.value.content {
    case .scalar(let scalar):
      if scalar.style == .plain, Fields.flag(scalar.text) == false {
        layer.leads[index] = LeadSetting(holders: .nobody, range: range)
      } else if let person = bareName(scalar, range, key: entry.key, report: &report) {
        layer.leads[index] = LeadSetting(holders: .people([person]), range: range)
      }
    case .sequence(let nodes):
      var title: Located<String>?
      let people = nodes.compactMap { node -> PersonSetting? in
        person(node, key: entry.key, title: &title, report: &report)
      }
      if !people.isEmpty {
        layer.leads[index] = LeadSetting(holders: .people(people), title: title, range: range)
      }
    case .mapping:
      readLeadMapping(index, entry, report: &report)
    case .none:
      break
    }
  }

  private func bareName(
    _ scalar: Scalar, _ range: TextRange, key: String, report: inout Report
  ) -> PersonSetting? {
    guard !scalar.text.contains("\n") else {
      report.add(.wrongType(key, wanted: ValueType.name.expectation, at: file.place(range)))
      return nil
    }
    var person = PersonSetting(range: range)
    person.name = Located(scalar.text, range)
    return person
  }

  /// One of several holders: a bare name or a mapping with a name.
  private mutating func person(
    _ node: Node, key: String, title: inout Located<String>?, report: inout Report
  ) -> PersonSetting? {
    if case .scalar(let scalar) = node.content {
      return bareName(scalar, node.range, key: key, report: &report)
    }
    guard
      var fields = Fields(node, of: file, called: "a holder of '\(key)'", report: &report)
    else { return nil }
    let person = person(&fields, path: "leads.\(key)", report: &report)
    let own = fields.text("title", report: &report)
    if title == nil { title = own }
    if let sameAs = fields.entry("same-as") {
      report.add(.sameAsInList(at: file.place(sameAs.keyRange)))
      return nil
    }
    fields.finish(report: &report)
    if person.name == nil {
      report.add(.personWithoutName(key, at: file.place(node.range)))
      return nil
    }
    return person
  }

  private mutating func readLeadMapping(_ index: Int, _ entry: Entry, report: inout Report) {
    guard
      var fields = Fields(
        entry.value, of: file, called: "role '\(entry.key)'", report: &report)
    else { return }
    var setting = LeadSetting(
      holders: .addition(PersonSetting(range: entry.value.range)), range: entry.value.range)
    let sameAs = fields.text("same-as", report: &report)
    let person = person(&fields, path: "leads.\(entry.key)", report: &report)
    setting.title = fields.text("title", report: &report)
    fields.finish(report: &report)
    if let sameAs {
      let others = fields.entries.filter { $0.key != "same-as" && $0.key != "title" }
      if let other = others.first {
        report.add(.sameAsWithMore(other.key, at: file.place(other.keyRange)))
      }
      guard let role = vocabulary.roles.firstIndex(where: { $0.head.id == sameAs.value }) else {
        report.add(
          .unknownName(
            .role, sameAs.value, known: vocabulary.roles.map(\.head.id),
            declaredIn: vocabulary.file.path, at: file.place(sameAs.range)))
        return
      }
      setting.holders = .sameAs(Located(role, sameAs.range))
    } else {
      setting.holders = person.name == nil ? .addition(person) : .people([person])
    }
    layer.leads[index] = setting
  }

  /// The parts of a person among the fields of a mapping.
  private mutating func person(
    _ fields: inout Fields, path: String, report: inout Report
  ) -> PersonSetting {
    var person = PersonSetting(range: fields.range)
    person.name = typed(&fields, "name", .name, path, report: &report) {
      if case .name(let name) = $0 { name } else { nil }
    }
    person.email = typed(&fields, "email", .email, path, report: &report) {
      if case .email(let email) = $0 { email } else { nil }
    }
    person.phone = typed(&fields, "phone", .phone, path, report: &report) {
      if case .phone(let phone) = $0 { phone } else { nil }
    }
    person.isPublic = typed(&fields, "public", .flag, path, report: &report) {
      if case .flag(let flag) = $0 { flag } else { nil }
    }
    if let parts = fields.texts("private", orOne: true, report: &report) {
      var known: [PersonPart] = []
      for part in parts {
        if let found = PersonPart(rawValue: part.value) {
          known.append(found)
        } else {
          report.add(
            .unknownOption(
              part.value, of: "private", known: PersonPart.allCases.map(\.rawValue),
              at: file.place(part.range)))
        }
      }
      person.privateParts = Located(known, parts.first?.range ?? fields.range)
    }
    return person
  }

  private mutating func readProvider(_ index: Int, _ entry: Entry, report: inout Report) {
    var setting = ProviderSetting(range: entry.value.range)
    let path = "providers.\(entry.key)"
    if case .scalar(let scalar) = entry.value.content {
      if scalar.style == .plain, Fields.flag(scalar.text) == false {
        setting.isNone = true
      } else if scalar.text.contains("\n") {
        report.add(
          .wrongType(entry.key, wanted: "a name on one line", at: file.place(setting.range)))
        return
      } else {
        setting.name = Located(scalar.text, entry.value.range)
      }
      layer.providers[index] = setting
      return
    }
    guard
      var fields = Fields(
        entry.value, of: file, called: "provider '\(entry.key)'", report: &report)
    else { return }
    setting.title = fields.text("title", report: &report)
    setting.name = typed(&fields, "name", .name, path, report: &report) {
      if case .name(let name) = $0 { name } else { nil }
    }
    setting.email = typed(&fields, "email", .email, path, report: &report) {
      if case .email(let email) = $0 { email } else { nil }
    }
    setting.phone = typed(&fields, "phone", .phone, path, report: &report) {
      if case .phone(let phone) = $0 { phone } else { nil }
    }
    setting.url = typed(&fields, "url", .url, path, report: &report) {
      if case .url(let url) = $0 { url } else { nil }
    }
    fields.finish(report: &report)
    layer.providers[index] = setting
  }

  /// Reads a key of a known type; one without a value is remembered as unfinished.
  private mutating func typed<Result: Sendable>(
    _ fields: inout Fields, _ key: String, _ type: ValueType, _ path: String,
    report: inout Report, _ unwrap: (Value) -> Result?
  ) -> Located<Result>? {
    guard let entry = fields.entry(key) else { return nil }
    if case .none = entry.value.content {
      layer.unfinished["\(path).\(key)"] = entry.keyRange
      return nil
    }
    return type.read(entry.value, key: key, file: file, report: &report)
      .flatMap(unwrap)
      .map { Located($0, entry.value.range) }
  }

  // MARK: - Words, rules and facts

  private mutating func readWord(_ index: Int, _ entry: Entry, report: inout Report) {
    guard
      let text = Fields.text(entry.value, key: entry.key, file: file, report: &report)
    else { return }
    let known = vocabulary.words[index].options.map(\.singular)
    guard let option = known.firstIndex(of: text.value) else {
      report.add(
        .unknownOption(text.value, of: entry.key, known: known, at: file.place(text.range)))
      return
    }
    layer.words[index] = Located(option, text.range)
  }

  private mutating func readRules(_ entries: [Entry], prefix: String, report: inout Report) {
    for entry in entries {
      let name = prefix.isEmpty ? entry.key : "\(prefix).\(entry.key)"
      let known = catalogue.names.members(of: "rules")
      if case .rule(let index)? = catalogue.names.subject("rules.\(name)") {
        if case .none = entry.value.content {
          layer.unfinished["rules.\(name)"] = entry.keyRange
        } else {
          readRule(index, entry, report: &report)
        }
      } else if known.contains(where: { $0.hasPrefix(name + ".") }) {
        switch entry.value.content {
        case .mapping(let inner): readRules(inner, prefix: name, report: &report)
        case .none: layer.unfinished["rules.\(name)"] = entry.keyRange
        default:
          report.add(
            .ruleGroup(
              name, rules: known.filter { $0.hasPrefix(name + ".") },
              at: file.place(entry.value.range)))
        }
      } else {
        report.add(
          .unknownName(
            .rule, entry.key, known: Self.siblings(of: prefix, in: known), full: name,
            declaredIn: vocabulary.file.path, at: file.place(entry.keyRange)))
      }
    }
  }

  /// The names that may follow a prefix of dotted names.
  private static func siblings(of prefix: String, in names: [String]) -> [String] {
    var result: [String] = []
    let start = prefix.isEmpty ? "" : prefix + "."
    for name in names where name.hasPrefix(start) {
      let next = String(name.dropFirst(start.count).prefix { $0 != "." })
      if !result.contains(next) { result.append(next) }
    }
    return result
  }

  private mutating func readRule(_ index: Int, _ entry: Entry, report: inout Report) {
    let rule = vocabulary.rules[index]
    guard case .options(let options) = rule.kind else {
      guard case .value(let type) = rule.kind else { return }
      if rule.perBand, type.isFinite {
        readChoice(index, rule, type.options, entry, report: &report)
        return
      }
      if let value = type.read(entry.value, key: rule.path, file: file, report: &report) {
        layer.rules[index] = .value(Located(value, entry.value.range))
      }
      return
    }
    readChoice(index, rule, options, entry, report: &report)
  }

  private mutating func readChoice(
    _ index: Int, _ rule: Rule, _ options: [Choice], _ entry: Entry, report: inout Report
  ) {
    switch entry.value.content {
    case .scalar:
      if let option = option(entry.value, of: rule.path, options, report: &report) {
        layer.rules[index] = .option(option)
      }
    case .mapping(let bands) where rule.perBand:
      var chosen: [Int: Located<Int>] = [:]
      for band in bands {
        guard let bandIndex = vocabulary.bandIndex(band.key) else {
          report.add(
            .unknownBand(
              band.key, known: vocabulary.bands.map(\.id), at: file.place(band.keyRange)))
          continue
        }
        if case .none = band.value.content {
          layer.unfinished["rules.\(rule.path).\(band.key)"] = band.keyRange
          continue
        }
        if let option = option(band.value, of: rule.path, options, report: &report) {
          chosen[bandIndex] = option
        }
      }
      if !chosen.isEmpty { layer.rules[index] = .bands(chosen, entry.value.range) }
    case .mapping:
      report.add(.notPerBand(rule.path, at: file.place(entry.value.range)))
    default:
      report.add(
        .wrongType(
          rule.path, wanted: ValueType.choice(options).expectation,
          at: file.place(entry.value.range)))
    }
  }

  private func option(
    _ node: Node, of path: String, _ options: [Choice], report: inout Report
  ) -> Located<Int>? {
    guard let text = Fields.text(node, key: path, file: file, report: &report) else { return nil }
    let name = text.value == "true" ? "yes" : text.value == "false" ? "no" : text.value
    let index =
      options.firstIndex { $0.id == text.value } ?? options.firstIndex { $0.id == name }
    guard let index else {
      report.add(
        .unknownOption(text.value, of: path, known: options.map(\.id), at: file.place(text.range)))
      return nil
    }
    return Located(index, text.range)
  }

  private mutating func readFact(_ index: Int, _ entry: Entry, report: inout Report) {
    let type = vocabulary.facts[index].type
    if let value = type.read(entry.value, key: entry.key, file: file, report: &report) {
      layer.facts[index] = Located(value, entry.value.range)
    }
  }

  private mutating func readRelated(_ index: Int, _ entry: Entry, report: inout Report) {
    guard
      let text = Fields.text(entry.value, key: entry.key, file: file, report: &report)
    else { return }
    if Fields.flag(text.value) == false {
      layer.related[index] = Located(.nothing, text.range)
    } else if TextForm.isWebAddress(text.value) {
      layer.related[index] = Located(.address(text.value), text.range)
    } else {
      report.add(
        .wrongType(
          entry.key, wanted: "\(ValueType.url.expectation), or no", at: file.place(text.range)))
    }
  }

  // MARK: - Documents and volumes

  private mutating func readDocument(_ index: Int, _ entry: Entry, report: inout Report) {
    var setting = DocumentSetting(range: entry.value.range)
    if case .scalar(let scalar) = entry.value.content {
      guard let flag = Fields.flag(scalar.text) else {
        report.add(
          .wrongType(
            entry.key, wanted: "no, yes, or keys such as 'adopted' and 'next-review'",
            at: file.place(entry.value.range)))
        return
      }
      setting.isIssued = Located(flag, entry.value.range)
      layer.documents[index] = setting
      return
    }
    let called = "document '\(entry.key)'"
    guard var fields = Fields(entry.value, of: file, called: called, report: &report) else {
      return
    }
    let path = "documents.\(entry.key)"
    let isForm = catalogue.documents[index].kind == .agreement
    setting.title = typed(&fields, "title", .name, path, report: &report) {
      if case .name(let title) = $0 { title } else { nil }
    }
    setting.adopted = date(&fields, "adopted", path, report: &report)
    setting.adoptedBy = typed(&fields, "adopted-by", .name, path, report: &report) {
      if case .name(let name) = $0 { name } else { nil }
    }
    setting.reviewEvery = typed(&fields, "review-every", .duration, path, report: &report) {
      if case .duration(let period) = $0 { period } else { nil }
    }
    setting.nextReview = parsed(
      &fields, "next-review", path, wanted: ValueType.date.expectation, report: &report,
      ReviewDate.init)
    setting.category = parsed(
      &fields, "category", path, wanted: "statutory or non-statutory", report: &report,
      DocumentCategory.init(rawValue:))
    setting.version = parsed(
      &fields, "version", path, wanted: "a version such as 4 or 1.10", report: &report,
      DocumentVersion.init)
    setting.history = history(&fields, path, report: &report)
    if isForm {
      setting.given = parsed(
        &fields, "given", path,
        wanted: Prose.list(AgreementGiven.allCases.map(\.rawValue), joinedBy: "or"),
        report: &report, AgreementGiven.init(rawValue:))
    }
    setting.from = date(&fields, "from", path, report: &report)
    setting.to = date(&fields, "to", path, report: &report)
    fields.finish(report: &report)
    if let from = setting.from, let to = setting.to, to.value < from.value {
      report.add(
        .endsBeforeItStarts(at: file.place(to.range), start: file.place(from.range)))
    }
    layer.documents[index] = setting
  }

  private mutating func date(
    _ fields: inout Fields, _ key: String, _ path: String, report: inout Report
  ) -> Located<CalendarDate>? {
    typed(&fields, key, .date, path, report: &report) {
      if case .date(let date) = $0 { date } else { nil }
    }
  }

  /// Reads a key whose text has a form of its own.
  private mutating func parsed<Result: Sendable>(
    _ fields: inout Fields, _ key: String, _ path: String, wanted: String,
    report: inout Report, _ parse: (String) -> Result?
  ) -> Located<Result>? {
    guard let entry = fields.entry(key) else { return nil }
    if case .none = entry.value.content {
      layer.unfinished["\(path).\(key)"] = entry.keyRange
      return nil
    }
    guard let text = Fields.text(entry.value, key: key, file: file, report: &report) else {
      return nil
    }
    guard let value = parse(text.value) else {
      let isDay = CalendarDate.numbers(text.value, widths: [4, 2, 2]) != nil
      report.add(
        isDay && key == "next-review"
          ? .impossibleDate(text.value, at: file.place(text.range))
          : .wrongType(key, wanted: wanted, at: file.place(text.range)))
      return nil
    }
    return Located(value, text.range)
  }

  private mutating func history(
    _ fields: inout Fields, _ path: String, report: inout Report
  ) -> Located<[HistoryEntry]>? {
    guard let node = fields.take("history", report: &report) else { return nil }
    guard case .sequence(let items) = node.content else {
      report.add(
        .wrongType("history", wanted: "a list of earlier versions", at: file.place(node.range)))
      return nil
    }
    var entries: [HistoryEntry] = []
    for item in items {
      guard var entry = Fields(item, of: file, called: "an entry of 'history'", report: &report)
      else { continue }
      let version = parsed(
        &entry, "version", path, wanted: "a version such as 4 or 1.10", report: &report,
        DocumentVersion.init)
      let adopted = date(&entry, "adopted", path, report: &report)
      let summary = entry.text("summary", report: &report)
      let given = Set(entry.entries.map(\.key))
      entry.finish(report: &report)
      for key in ["adopted", "summary"] where !given.contains(key) {
        report.add(.missing(key, in: "an entry of 'history'", at: file.place(item.range)))
      }
      if let adopted, let summary {
        entries.append(
          HistoryEntry(
            version: version, adopted: adopted, summary: summary.value, range: item.range))
      }
    }
    return Located(entries, node.range)
  }

  private mutating func readVolume(_ entry: Entry, report: inout Report) {
    guard Identifier.isValid(entry.key), !Identifier.reserved.contains(entry.key) else {
      report.add(.badIdentifier(entry.key, at: file.place(entry.keyRange)))
      return
    }
    if catalogue.documentIndex(entry.key) != nil {
      report.add(.volumeIsDocument(entry.key, at: file.place(entry.keyRange)))
      return
    }
    var volume = VolumeSetting(id: entry.key, range: entry.keyRange)
    if case .scalar(let scalar) = entry.value.content, Fields.flag(scalar.text) == false {
      volume.isNone = true
      layer.volumes.append(volume)
      return
    }
    guard
      var fields = Fields(
        entry.value, of: file, called: "volume '\(entry.key)'", report: &report)
    else { return }
    volume.title = fields.text("title", report: &report)
    if let parts = fields.texts("parts", report: &report) {
      volume.parts = parts.compactMap { part in
        guard let index = catalogue.documentIndex(part.value) else {
          report.add(
            .unknownName(
              .document, part.value, known: catalogue.documents.map(\.id),
              at: file.place(part.range)))
          return nil
        }
        let document = catalogue.documents[index]
        guard document.kind != .agreement, document.scope == .school else {
          report.add(.cannotBeBound(part.value, document.kind, at: file.place(part.range)))
          return nil
        }
        return Located(index, part.range)
      }
    }
    fields.finish(report: &report)
    layer.volumes.append(volume)
  }
}
