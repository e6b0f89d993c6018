package import Diagnostics
import Manifests

/// Reads the blocks that the trust, its phases, its groups and each school may set.
package struct LayerReader {
  /// The blocks a layer may have.
  package static let blocks = [
    "leads", "providers", "words", "rules", "facts", "related", "documents", "volumes",
  ]

  let catalogue: Catalogue
  let file: SourceFile
  var layer: Layer

  var vocabulary: Vocabulary { catalogue.vocabulary }

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
      switch block {
      case "rules":
        readRules(headings(of: block).mended(entries, report: &report), prefix: "", report: &report)
      case "documents":
        let entries = headings(of: block).mended(entries, report: &report)
        readEntries(entries, block: block, report: &report)
      default:
        readEntries(entries, block: block, report: &report)
        Fields.warnOfSwallowed(
          entries, known: { catalogue.names.members(of: block) }, file: file, report: &report)
      }
    case .none: layer.unfinished[block] = keyRange
    default:
      layer.mistaken.insert(block)
      report.add(
        .wrongShape("'\(block)'", wanted: "entries, one a line", at: file.place(node.range)))
    }
  }

  /// What puts right the headings of rule groups and of documents.
  private func headings(of block: String) -> LostHeadings {
    let names = catalogue.names
    let isRules = block == "rules"
    return LostHeadings(
      catalogue: catalogue, file: file,
      blocks: isRules ? names.topGroups : names.members(of: block),
      others: isRules ? names.topRules : [], prefix: block + ".")
  }

  /// Remembers which name was probably meant, so that nobody is told that it is missing too.
  private mutating func remember(_ name: String, like known: [String], in path: String) {
    if let near = Suggestion.nearest(to: name, in: known) {
      layer.mistaken.insert("\(path).\(near)")
    }
  }

  /// What is called by a title, where somebody wrote that in the place of its id.
  private func id(titled title: String, in block: String) -> String? {
    let title = title.lowercased()
    return switch block {
    case "leads": vocabulary.roles.first { $0.title.lowercased() == title }?.head.id
    case "providers": vocabulary.providers.first { $0.title.lowercased() == title }?.head.id
    case "related": vocabulary.related.first { $0.title.lowercased() == title }?.head.id
    default: nil
    }
  }

  private mutating func readEntries(_ entries: [Entry], block: String, report: inout Report) {
    guard block != "volumes" else {
      for entry in entries { readVolume(entry, report: &report) }
      return
    }
    let meanings = catalogue.names.meanings(below: block)
    for entry in entries {
      readEntry(entry, block: block, meanings[entry.key], report: &report)
    }
  }

  /// - Parameter meaning: What the key stands for, where it is a usual one.
  private mutating func readEntry(
    _ entry: Entry, block: String, _ meaning: KeyMeaning?, report: inout Report
  ) {
    var path: String { "\(block).\(entry.key)" }
    let before = report.count
    defer { if report.hasErrors(since: before) { layer.mistaken.insert(path) } }
    guard case .value(let subject)? = meaning else {
      let whole = Self.whole(of: entry.key, among: catalogue.names.members(of: block))
      let meant = id(titled: entry.key, in: block) ?? whole
      if let meant {
        layer.mistaken.insert("\(block).\(meant)")
      } else {
        remember(entry.key, like: catalogue.names.members(of: block), in: block)
      }
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
        whole.map { .partAsKey(entry.key, of: $0, kind, at: file.place(entry.keyRange)) }
          ?? .unknownName(
            kind, entry.key, known: catalogue.names.members(of: block),
            declaredIn: kind == .document ? nil : vocabulary.file.path, meant: meant,
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

  /// What has a part that somebody wrote as a key of its own, as conditions name it: `headteacher.email`.
  private static func whole(of key: String, among names: [String]) -> String? {
    guard let dot = key.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    let name = String(key[..<dot])
    return names.contains(name) ? name : Suggestion.nearest(to: name, in: names)
  }

  /// The entry of a key that has a value; one without is remembered as unfinished.
  mutating func finished(_ fields: inout Fields, _ key: String, _ path: String) -> Entry? {
    guard let entry = fields.entry(key) else { return nil }
    guard case .none = entry.value.content else { return entry }
    layer.unfinished["\(path).\(key)"] = entry.keyRange
    return nil
  }

  /// Reads a key of a known type; one without a value is remembered as unfinished.
  mutating func typed<Result: Sendable>(
    _ fields: inout Fields, _ key: String, _ type: ValueType, _ path: String,
    report: inout Report, _ unwrap: (Value) -> Result?
  ) -> Located<Result>? {
    guard let entry = finished(&fields, key, path) else { return nil }
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
    let path = prefix.isEmpty ? "rules" : "rules.\(prefix)"
    let meanings = catalogue.names.meanings(below: path)
    for entry in entries {
      var name: String { prefix.isEmpty ? entry.key : "\(prefix).\(entry.key)" }
      switch meanings[entry.key] ?? catalogue.names.meaning(of: "rules.\(name)") {
      case .value(.rule(let index))?:
        if case .none = entry.value.content {
          layer.unfinished["rules.\(name)"] = entry.keyRange
        } else {
          let before = report.count
          // The same rule may stand in its group and, with stops in its name, beside that.
          if let first = layer.rules[index] {
            let place = file.place(entry.keyRange)
            report.add(.ruleTwice(name, at: place, first: file.place(first.range)))
          }
          readRule(index, entry, report: &report)
          if report.hasErrors(since: before) { layer.mistaken.insert("rules.\(name)") }
        }
      case .ruleGroup?:
        switch entry.value.content {
        case .mapping(let inner): readRules(inner, prefix: name, report: &report)
        case .none: layer.unfinished["rules.\(name)"] = entry.keyRange
        default:
          report.add(
            .ruleGroup(
              name, rules: catalogue.names.rules(inGroup: name),
              at: file.place(entry.value.range)))
        }
      default:
        let known = catalogue.names.members(of: "rules")
        remember(entry.key, like: Self.siblings(of: prefix, in: known), in: path)
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
    switch vocabulary.rules[index].kind {
    case .options(let options): readChoice(index, options, entry, report: &report)
    case .value(let type) where vocabulary.rules[index].perBand && type.isFinite:
      readChoice(index, type.options, entry, report: &report)
    case .value(let type):
      let path = vocabulary.rules[index].path
      if let value = type.read(entry.value, key: path, file: file, report: &report) {
        layer.rules[index] = .value(Located(value, entry.value.range))
      }
    }
  }

  private mutating func readChoice(
    _ index: Int, _ options: [Choice], _ entry: Entry, report: inout Report
  ) {
    // Of a rule only what is wanted is taken: the whole of it has many references to count.
    let path = vocabulary.rules[index].path
    // A rule whose options could not be read cannot be answered, which is no fault of the answer.
    guard !options.isEmpty else { return }
    switch entry.value.content {
    case .scalar:
      if let option = option(entry.value, of: path, options, report: &report) {
        layer.rules[index] = .option(option)
      }
    case .mapping(let bands) where vocabulary.rules[index].perBand:
      var chosen: [Int: Located<Int>] = [:]
      for band in bands {
        guard let bandIndex = vocabulary.bandIndex(band.key) else {
          report.add(
            .unknownBand(
              band.key, known: vocabulary.bands.map(\.id), at: file.place(band.keyRange)))
          continue
        }
        if case .none = band.value.content {
          layer.unfinished["rules.\(path).\(band.key)"] = band.keyRange
          continue
        }
        if let option = option(band.value, of: path, options, report: &report) {
          chosen[bandIndex] = option
        }
      }
      if !chosen.isEmpty { layer.rules[index] = .bands(chosen, entry.value.range) }
    case .mapping:
      report.add(.notPerBand(path, at: file.place(entry.value.range)))
    default:
      report.add(
        .wrongType(
          path, wanted: ValueType.choice(options).expectation,
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
          entry.key, wanted: "\(ValueType.url.expectation), or no", at: file.place(text.range),
          help: ValueType.url.mend(text.value)))
    }
  }
}
