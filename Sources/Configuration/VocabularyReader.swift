package import Diagnostics
package import Manifests

/// Reads `Templates/vocabulary.yaml`.
///
/// Conditions and defaults are kept as they were written: they can name anything in the vocabulary
/// and any document, so they are read when all names are known.
package struct VocabularyReader {
  let file: SourceFile
  /// Whether it was said that there are too many bands.
  private var hasTooManyBands = false
  var vocabulary: Vocabulary

  /// Returns the vocabulary of a manifest; what is wrong in it is reported and left out.
  package static func read(_ manifest: Manifest, report: inout Report) -> Vocabulary {
    var reader = VocabularyReader(file: manifest.file)
    reader.readAll(manifest.root, report: &report)
    return reader.vocabulary
  }

  private init(file: SourceFile) {
    self.file = file
    vocabulary = Vocabulary(file: file)
  }

  private mutating func readAll(_ root: Node, report: inout Report) {
    guard var fields = Fields(root, of: file, called: "the vocabulary", report: &report) else {
      return
    }
    readBands(fields.take("bands", report: &report), report: &report)
    readPhases(fields.take("phases", report: &report), report: &report)
    readRoles(fields.take("roles", report: &report), report: &report)
    readProviders(fields.take("providers", report: &report), report: &report)
    if let node = fields.take("rules", report: &report) {
      readRules(node, prefix: "", report: &report)
    }
    readWords(fields.take("words", report: &report), report: &report)
    readFacts(fields.take("facts", report: &report), report: &report)
    readRelated(fields.take("related", report: &report), report: &report)
    readConstraints(fields.take("constraints", report: &report), report: &report)
    readSeparate(fields.take("separate", report: &report), report: &report)
    fields.finish(report: &report)
    if vocabulary.phases.isEmpty {
      report.add(.missing("phases", in: "the vocabulary", at: file.place(root.range)))
    }
  }

  // MARK: - Bands and phases

  private mutating func readBands(_ node: Node?, report: inout Report) {
    forEachEntry(of: node, called: "bands", report: &report) { reader, entry, report in
      let count = reader.vocabulary.bands.count
      guard count < AnswerSet.mostOptions else {
        if !reader.hasTooManyBands {
          reader.hasTooManyBands = true
          report.add(
            .tooMany(
              "the vocabulary has", "bands", limit: count, at: reader.file.place(entry.keyRange),
              help: "let several ages be one band"))
        }
        return
      }
      guard
        var fields = Fields(
          entry.value, of: reader.file, called: "band '\(entry.key)'", report: &report)
      else { return }
      let title = fields.text("title", report: &report)?.value ?? entry.key
      let ages = fields.text("ages", report: &report)?.value
      let readingAge = reader.number("reading-age", in: &fields, report: &report)
      _ = fields.take("help", report: &report)
      fields.finish(report: &report)
      reader.vocabulary.bands.append(
        Band(id: entry.key, title: title, ages: ages, readingAge: readingAge))
    }
  }

  private mutating func readPhases(_ node: Node?, report: inout Report) {
    forEachEntry(of: node, called: "phases", report: &report) { reader, entry, report in
      guard
        var fields = Fields(
          entry.value, of: reader.file, called: "phase '\(entry.key)'", report: &report)
      else { return }
      let title = fields.text("title", report: &report)?.value ?? Prose.capitalised(entry.key)
      var bands: [Int] = []
      for id in fields.texts("bands", orOne: true, report: &report) ?? [] {
        if let band = reader.vocabulary.bandIndex(id.value) {
          bands.append(band)
        } else {
          report.add(
            .unknownBand(
              id.value, known: reader.vocabulary.bands.map(\.id), at: reader.file.place(id.range)))
        }
      }
      _ = fields.take("help", report: &report)
      fields.finish(report: &report)
      // Bands go from the youngest to the oldest, whatever order they were named in.
      reader.vocabulary.phases.append(
        Phase(id: entry.key, title: title, bands: Array(Set(bands)).sorted()))
    }
  }

  // MARK: - Roles, providers, related documents

  private mutating func readRoles(_ node: Node?, report: inout Report) {
    readTitled(node, block: "roles", kind: "role", report: &report) { reader, head, title in
      reader.vocabulary.roles.append(Role(head: head, title: title))
    }
  }

  private mutating func readProviders(_ node: Node?, report: inout Report) {
    readTitled(node, block: "providers", kind: "provider", report: &report) {
      reader, head, title in
      reader.vocabulary.providers.append(ProviderSlot(head: head, title: title))
    }
  }

  private mutating func readRelated(_ node: Node?, report: inout Report) {
    readTitled(node, block: "related", kind: "related document", report: &report) {
      reader, head, title in
      reader.vocabulary.related.append(RelatedDocument(head: head, title: title))
    }
  }

  private mutating func readTitled(
    _ node: Node?, block: String, kind: String, report: inout Report,
    _ add: (inout VocabularyReader, EntryHead, String) -> Void
  ) {
    forEachEntry(of: node, called: block, report: &report) { reader, entry, report in
      // A bare text is short for the title.
      if case .scalar(let scalar) = entry.value.content {
        add(&reader, EntryHead(id: entry.key, range: entry.keyRange), scalar.text)
        return
      }
      let called = "\(kind) '\(entry.key)'"
      guard var fields = Fields(entry.value, of: reader.file, called: called, report: &report)
      else { return }
      let head = reader.head(entry, &fields, report: &report)
      let title = fields.text("title", report: &report)
      fields.finish(report: &report)
      if fields.lacks("title") {
        report.add(
          .missing(
            "title", in: called, at: reader.file.place(entry.keyRange),
            help: "add 'title:' with what documents print for it"))
      }
      add(&reader, head, title?.value ?? entry.key)
    }
  }

  // MARK: - Words and facts

  private mutating func readWords(_ node: Node?, report: inout Report) {
    forEachEntry(of: node, called: "words", report: &report) { reader, entry, report in
      let called = "word '\(entry.key)'"
      guard var fields = Fields(entry.value, of: reader.file, called: called, report: &report)
      else { return }
      let head = reader.head(entry, &fields, report: &report)
      let plural = fields.text("plural", report: &report)
      var options: [(singular: String, plural: String?)] = []
      var ranges: [TextRange] = []
      switch fields.take("options", report: &report)?.content {
      case .mapping(let entries)?:
        for option in entries {
          let form = Fields.text(
            option.value, key: option.key, file: reader.file, report: &report)
          options.append((option.key, form?.value))
          ranges.append(option.keyRange)
        }
      case .sequence(let nodes)?:
        for node in nodes {
          let form = Fields.text(node, key: "options", file: reader.file, report: &report)
          if let form {
            options.append((form.value, nil))
            ranges.append(form.range)
          }
        }
      default:
        report.add(
          .missing(
            "options", in: called, at: reader.file.place(entry.keyRange),
            help: "write 'options:' with the words to choose from, such as [IT, ICT]"))
      }
      fields.finish(report: &report)
      if plural != nil {
        for index in options.indices where options[index].plural == nil {
          report.add(
            .wordWithoutPlural(
              options[index].singular, of: entry.key, at: reader.file.place(ranges[index])))
          options[index].plural = options[index].singular
        }
      }
      var word = Word(head: head, pluralID: plural?.value, options: options)
      if word.head.defaultValue == nil, !head.requirementGiven(in: entry) {
        word.head.required = .always
      }
      reader.vocabulary.words.append(word)
    }
  }

  private mutating func readFacts(_ node: Node?, report: inout Report) {
    forEachEntry(of: node, called: "facts", report: &report) { reader, entry, report in
      let called = "fact '\(entry.key)'"
      guard var fields = Fields(entry.value, of: reader.file, called: called, report: &report)
      else { return }
      let head = reader.head(entry, &fields, report: &report)
      _ = fields.take("question", report: &report)
      let options = reader.choices(
        fields.take("options", report: &report), of: called, report: &report)
      let typeName = fields.text("type", report: &report)
      let type =
        typeName.map { reader.type($0, options: options, called: called, report: &report) }
        ?? options.map(ValueType.choice)
      fields.finish(report: &report)
      if type == nil, fields.lacks("type") {
        report.add(
          .missing(
            "type", in: called, at: reader.file.place(entry.keyRange),
            help: "add 'type:', such as text, date, url or list of text"))
      }
      reader.vocabulary.facts.append(Fact(head: head, type: type ?? .text))
    }
  }

  // MARK: - Constraints

  private mutating func readConstraints(_ node: Node?, report: inout Report) {
    for item in items(of: node, called: "constraints", report: &report) {
      guard var fields = Fields(item, of: file, called: "a constraint", report: &report) else {
        continue
      }
      let when = fields.takeCondition("when", report: &report)
      let never = fields.takeCondition("never", report: &report)
      let why = fields.text("why", report: &report)
      let levelText = fields.text("level", report: &report)
      _ = fields.take("help", report: &report)
      fields.finish(report: &report)
      if fields.lacks("why") {
        report.add(
          .missing(
            "why", in: "a constraint", at: file.place(item.range),
            help: "add 'why:' with the reason in one sentence, for whoever gets the message"))
      }
      guard when != nil || never != nil else {
        if fields.lacks("when"), fields.lacks("never") {
          report.add(
            .missing(
              "never", in: "a constraint", at: file.place(item.range), orElse: "or a 'when'",
              help: "add 'never:' with the condition that must not hold"))
        }
        continue
      }
      let level = levelText.map { Severity(rawValue: $0.value) } ?? .error
      if let levelText, level == nil || level == .note {
        report.add(.wrongType("level", wanted: "error or warning", at: file.place(levelText.range)))
      }
      vocabulary.constraints.append(
        Constraint(
          when: when, never: never, why: why?.value ?? "", level: level ?? .error,
          range: item.range))
    }
  }

  private mutating func readSeparate(_ node: Node?, report: inout Report) {
    for item in items(of: node, called: "separate", report: &report) {
      var roles: [Int] = []
      guard case .sequence(let ids) = item.content else {
        report.add(
          .wrongType(
            "separate", wanted: "a list of lists of roles",
            at: file.place(node?.range ?? item.range),
            help: "put brackets around each pair: [[headteacher, dpo]]"))
        return
      }
      for id in ids {
        guard let text = Fields.text(id, key: "separate", file: file, report: &report) else {
          continue
        }
        if let index = vocabulary.roleIndex(text.value) {
          roles.append(index)
        } else {
          report.add(
            .unknownName(
              .role, text.value, known: vocabulary.roles.map(\.head.id), at: file.place(text.range))
          )
        }
      }
      vocabulary.separateRoles.append(Located(roles, item.range))
    }
  }

  // MARK: - Common parts

  /// Calls a closure for each entry with a good name that was not there before.
  mutating func forEachEntry(
    of node: Node?, called title: String, report: inout Report,
    _ body: (inout VocabularyReader, Entry, inout Report) -> Void
  ) {
    guard let node else { return }
    guard case .mapping(let entries) = node.content else {
      report.add(
        .wrongShape("'\(title)'", wanted: "entries, one a line", at: file.place(node.range)))
      return
    }
    for entry in entries {
      if !Identifier.isValid(entry.key) || Identifier.reserved.contains(entry.key) {
        report.add(.badIdentifier(entry.key, at: file.place(entry.keyRange)))
      } else {
        body(&self, entry, &report)
      }
    }
  }

  func items(of node: Node?, called title: String, report: inout Report) -> [Node] {
    guard let node else { return [] }
    guard case .sequence(let items) = node.content else {
      report.add(.wrongType(title, wanted: "a list", at: file.place(node.range)))
      return []
    }
    return items
  }

  func head(_ entry: Entry, _ fields: inout Fields, report: inout Report) -> EntryHead {
    var head = EntryHead(id: entry.key, range: entry.keyRange)
    head.help = fields.text("help", report: &report)?.value
    head.defaultValue = fields.take("default", report: &report)
    if fields.flag("required", report: &report) == true {
      head.required = .always
    }
    if let condition = fields.takeCondition("required-when", report: &report) {
      head.required = .when(condition)
    }
    return head
  }

  func number(
    _ key: String, in fields: inout Fields, report: inout Report
  ) -> Int? {
    guard let node = fields.take(key, report: &report),
      case .number(let number)? = ValueType.number.read(
        node, key: key, file: file, report: &report)
    else { return nil }
    return number
  }
}

extension EntryHead {
  /// Whether the entry says itself when it is required.
  func requirementGiven(in entry: Entry) -> Bool {
    guard case .mapping(let entries) = entry.value.content else { return false }
    return entries.contains { $0.key == "required" || $0.key == "required-when" }
  }
}

extension Fields {
  /// The text of a condition, with the place of each of its bytes.
  package mutating func takeCondition(_ key: String, report: inout Report) -> MappedText? {
    guard let node = take(key, report: &report) else { return nil }
    return MappedText(node, of: file, key: key, report: &report)
  }
}

extension MappedText {
  /// The text of a scalar, each byte knowing where it stands where that can be told.
  package init?(_ node: Node, of file: SourceFile, key: String, report: inout Report) {
    guard case .scalar(let scalar) = node.content else {
      report.add(
        .wrongType(key, wanted: "text, not a list or keys of its own", at: file.place(node.range)))
      return nil
    }
    self.init(scalar, at: node.range, of: file)
  }

  /// The text of a scalar; one with escapes or of several lines points at itself as a whole.
  package init(_ scalar: Scalar, at range: TextRange, of file: SourceFile) {
    let quotes = scalar.style == .singleQuoted || scalar.style == .doubleQuoted ? 1 : 0
    let inner = TextRange(Int(range.start) + quotes, Int(range.end) - quotes)
    if scalar.style != .literal, scalar.style != .folded, file.text(inner) == scalar.text {
      self.init(file: file, range: inner)
    } else {
      self.init(file: file, text: scalar.text, standsAt: range)
    }
  }
}
