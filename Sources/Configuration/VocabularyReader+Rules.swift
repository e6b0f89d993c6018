import Diagnostics
import Manifests

extension VocabularyReader {
  /// Reads a group of rules; an entry with `options` or `type` is a rule, any other a group.
  mutating func readRules(_ node: Node, prefix: String, report: inout Report) {
    forEachEntry(of: node, called: prefix.isEmpty ? "rules" : "rules.\(prefix)", report: &report) {
      reader, entry, report in
      let path = prefix.isEmpty ? entry.key : "\(prefix).\(entry.key)"
      guard case .mapping(let inner) = entry.value.content else {
        report.add(
          .wrongShape(
            "rule '\(path)'", wanted: "a question with options or a type, or more rules",
            at: reader.file.place(entry.value.range)))
        return
      }
      if inner.contains(where: { ["options", "type", "question"].contains($0.key) }) {
        reader.readRule(entry, path: path, report: &report)
      } else {
        reader.readRules(entry.value, prefix: path, report: &report)
      }
    }
  }

  mutating func readRule(_ entry: Entry, path: String, report: inout Report) {
    let called = "rule '\(path)'"
    guard var fields = Fields(entry.value, of: file, called: called, report: &report) else {
      return
    }
    var head = head(entry, &fields, report: &report)
    let question = fields.text("question", report: &report)?.value
    let options = choices(fields.take("options", report: &report), of: called, report: &report)
    let typeName = fields.text("type", report: &report)
    let kind = kind(
      typeName, options: options, called: called, at: entry.keyRange, report: &report)
    var rule = Rule(
      head: head, path: path, question: question, kind: kind,
      condition: fields.takeCondition("when", report: &report))
    if let per = fields.text("per", report: &report) {
      // A misspelt 'band' still means it.
      rule.perBand = true
      if per.value != "band" {
        report.add(
          .wrongType(
            "per", wanted: "band", at: file.place(per.range),
            help: "write 'per: band' where the answer may differ between bands, or delete it"))
      }
    }
    if let phases = fields.texts("phases", orOne: true, report: &report) {
      rule.phases = phases.compactMap { id in
        let index = vocabulary.phaseIndex(id.value)
        if index == nil {
          report.add(
            .unknownName(
              .phase, id.value, known: vocabulary.phases.map(\.id), at: file.place(id.range)))
        }
        return index
      }
    }
    if let otherwise = fields.text("otherwise", report: &report) {
      rule.otherwise = rule.options.firstIndex { $0.id == otherwise.value }
      if rule.otherwise == nil {
        report.add(
          .unknownOption(
            otherwise.value, of: "otherwise", known: rule.options.map(\.id),
            at: file.place(otherwise.range)))
      }
    }
    fields.finish(report: &report)
    if rule.options.count > AnswerSet.mostOptions {
      report.add(
        .tooManyOptions(called, most: AnswerSet.mostOptions, at: file.place(entry.keyRange)))
      rule.keepOptions(AnswerSet.mostOptions)
    }
    // Leaving the default out makes every school choose.
    if case .never = head.required, !head.requirementGiven(in: entry) { head.required = .always }
    rule.head = head
    vocabulary.rules.append(rule)
  }

  func kind(
    _ typeName: Located<String>?, options: [Choice]?, called: String, at range: TextRange,
    report: inout Report
  ) -> Rule.Kind {
    guard let typeName else {
      if options == nil {
        report.add(
          .missing(
            "options", in: called, at: file.place(range), orElse: "or a 'type'",
            help: "write 'options:' and below it each answer with its meaning"))
      }
      return .options(options ?? [])
    }
    return typeName.value == "choice"
      ? .options(options ?? [])
      : .value(type(typeName, options: options, called: called, report: &report))
  }

  func type(
    _ name: Located<String>, options: [Choice]?, called: String, report: inout Report
  ) -> ValueType {
    if name.value.hasSuffix("choice"), options == nil {
      report.add(.missing("options", in: called, at: file.place(name.range)))
    }
    guard let type = ValueType(named: name.value, options: options ?? []) else {
      report.add(.unknownType(name.value, at: file.place(name.range)))
      return .text
    }
    return type
  }

  /// Reads options: a mapping from id to meaning, or a list of ids.
  func choices(_ node: Node?, of title: String, report: inout Report) -> [Choice]? {
    guard let node else { return nil }
    var result: [Choice] = []
    func add(_ id: String, _ meaning: String, _ range: TextRange) {
      guard Identifier.isValid(id), !Identifier.reserved.contains(id) else {
        report.add(.badIdentifier(id, at: file.place(range)))
        return
      }
      guard !result.contains(where: { $0.id == id }) else {
        report.add(.doubleEntry(id, at: file.place(range)))
        return
      }
      result.append(Choice(id: id, meaning: meaning, range: range))
    }
    switch node.content {
    case .mapping(let entries):
      for entry in entries {
        let meaning = Fields.text(entry.value, key: entry.key, file: file, report: &report)
        add(entry.key, meaning?.value ?? entry.key, entry.keyRange)
      }
    case .sequence(let nodes):
      for node in nodes {
        if let text = Fields.text(node, key: "options", file: file, report: &report) {
          add(text.value, text.value, text.range)
        }
      }
    default:
      report.add(
        .wrongShape(
          "'options' of \(title)", wanted: "the options, one a line", at: file.place(node.range)))
    }
    return result
  }
}
