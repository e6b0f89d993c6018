import Diagnostics
import Manifests

extension LayerReader {
  // MARK: - Documents and volumes

  mutating func readDocument(_ index: Int, _ entry: Entry, report: inout Report) {
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
      setting.returnBy = date(&fields, "return-by", path, report: &report)
    }
    setting.owner = fields.text("owner", report: &report)
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
    _ fields: inout Fields, _ key: String, _ path: String, wanted: @autoclosure () -> String,
    report: inout Report, _ parse: (String) -> Result?
  ) -> Located<Result>? {
    guard let entry = finished(&fields, key, path) else { return nil }
    guard let text = Fields.text(entry.value, key: key, file: file, report: &report) else {
      return nil
    }
    guard let value = parse(text.value) else {
      let isDay = CalendarDate.numbers(text.value, widths: [4, 2, 2]) != nil
      report.add(
        isDay && key == "next-review"
          ? .impossibleDate(text.value, at: file.place(text.range))
          : .wrongType(
            key, wanted: wanted(), at: file.place(text.range),
            help: key == "next-review" ? ValueType.date.mend(text.value) : nil))
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
        .wrongType(
          "history", wanted: "a list of earlier versions", at: file.place(node.range),
          help: "write [{version: 3, adopted: 2025-09-16, summary: What was new}]"))
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
      entry.finish(report: &report)
      for key in ["adopted", "summary"] where entry.lacks(key) {
        report.add(
          .missing(
            key, in: "an entry of 'history'", at: file.place(item.range),
            help: "write it like {version: 3, adopted: 2025-09-16, summary: What was new}"))
      }
      if let adopted, let summary {
        entries.append(
          HistoryEntry(
            version: version, adopted: adopted, summary: summary.value, range: item.range))
      }
    }
    return Located(entries, node.range)
  }

  mutating func readVolume(_ entry: Entry, report: inout Report) {
    guard Identifier.isValid(entry.key), !Identifier.reserved.contains(entry.key) else {
      report.add(.badIdentifier(entry.key, at: file.place(entry.keyRange)))
      return
    }
    guard !Identifier.isDevice(entry.key) else {
      report.add(.deviceVolume(entry.key, at: file.place(entry.keyRange)))
      return
    }
    if catalogue.documentIndex(entry.key) != nil {
      report.add(.volumeIsDocument(entry.key, at: file.place(entry.keyRange)))
      return
    }
    if case .none = entry.value.content {
      layer.unfinished["volumes.\(entry.key)"] = entry.keyRange
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
    volume.lacksTitle = fields.lacks("title")
    volume.lacksParts = fields.lacks("parts")
    layer.volumes.append(volume)
  }
}
