package import Configuration
package import Diagnostics
import Manifests

/// A template of a document: its front matter and its blocks.
package struct Template: Sendable {
  package var declaration: DocumentDeclaration
  package var file: SourceFile
  package var title: PlainText
  package var summary: PlainText?
  package var audience: PlainText?
  /// What an agreement's front matter adds.
  package var form: FormSyntax?
  package var body: [BlockSyntax]
}

/// Text of the front matter, in which values may stand.
package struct PlainText: Sendable {
  package var content: [InlineSyntax]
  package var range: TextRange
}

/// What the front matter of an agreement says of the form.
package struct FormSyntax: Sendable {
  package var signedBy: PlainText?
  package var returnTo: PlainText?
  package var keep: PlainText?
  package var readingAge: Located<Int>?
  package var signatories: [SignatorySyntax]
  /// `slip:`, the id of the section where the part that is torn off begins, or `no`.
  package var slip: Located<String>?
  /// `return-by: no`: the form is handed in at once, so no date is asked for.
  package var asksReturnDate = true
}

/// Somebody who signs a form, and the fields they fill in.
package struct SignatorySyntax: Sendable {
  package struct Field: Sendable {
    package var kind: FieldKind
    /// The label, where the template gives one of its own; values may stand in it.
    package var label: PlainText?
  }

  /// Who signs, where a form has more than one signatory.
  package var who: PlainText?
  /// The condition under which they sign, where there is one.
  package var when: MappedText?
  package var fields: [Field]
}

/// What a field of a form is for.
package enum FieldKind: String, CaseIterable, Sendable {
  case signature, date, name
  case jobTitle = "job-title"
  case organisation
  case pupilName = "pupil-name"
  case schoolClass = "class"
  case relationship
  /// Room for a name or a drawing of one who does not write yet.
  case drawing
  /// Something else, which its label names.
  case other

  /// The names that templates give fields by.
  package static let names = allCases.filter { $0 != .other }.map(\.rawValue)

  init?(named name: String) {
    guard Self.names.contains(name) else { return nil }
    self.init(rawValue: name)
  }
}

/// Wording that several documents include.
package struct Clause: Sendable {
  /// The path from Templates without `.md`: `clauses/passwords`.
  package var path: String
  package var file: SourceFile
  package var body: [BlockSyntax]
}

/// A document's template cut into its front matter and what follows it.
package struct TemplateParts: Sendable {
  let front: Node
  let body: [BlockSyntax]
}

/// Reads templates and clauses.
package enum TemplateParser {
  /// Returns a clause.
  package static func clause(
    _ file: SourceFile, path: String, report: inout Report
  ) -> Clause {
    let start = file.byteOrderMarkLength
    let body = BlockParser.parse(
      file, range: TextRange(start, file.bytes.count), report: &report)
    return Clause(path: path, file: file, body: body)
  }

  /// Returns the template of a document; nil where its front matter cannot be used.
  ///
  /// - Parameter folder: The kind its folder is for, which the front matter must agree with.
  package static func document(
    _ file: SourceFile, id: String, folder: DocumentDeclaration.Kind, vocabulary: Vocabulary,
    report: inout Report
  ) -> Template? {
    guard let parts = parts(of: file, report: &report) else {
      return unreadable(file, id: id, kind: folder)
    }
    return document(
      file, parts, id: id, folder: folder, vocabulary: vocabulary, report: &report)
  }

  /// Cuts a document's file into its parts, which needs no vocabulary; nil where it has no front matter.
  package static func parts(of file: SourceFile, report: inout Report) -> TemplateParts? {
    guard let (front, body) = frontMatter(of: file, report: &report) else { return nil }
    let blocks = BlockParser.parse(file, range: body, report: &report)
    let manifest = ManifestParser.parse(file, range: front, report: &report)
    return TemplateParts(front: manifest.root, body: blocks)
  }

  /// Returns the template of a document of which the parts are known; nil where its front matter cannot be used.
  package static func document(
    _ file: SourceFile, _ parts: TemplateParts, id: String, folder: DocumentDeclaration.Kind,
    vocabulary: Vocabulary, report: inout Report
  ) -> Template? {
    var reader = FrontMatterReader(
      file: file, id: id, folder: folder, vocabulary: vocabulary)
    return reader.read(parts.front, body: parts.body, report: &report)
  }

  /// Returns a document of which only the name is known, so that others can refer to it.
  package static func unreadable(
    _ file: SourceFile, id: String, kind: DocumentDeclaration.Kind
  ) -> Template {
    var declaration = DocumentDeclaration(id: id, kind: kind, scope: .school, file: file)
    declaration.isReadable = false
    return Template(
      declaration: declaration, file: file, title: PlainText(content: [], range: .zero),
      body: [BlockParser(file: file).placeholder(.zero)])
  }

  /// What stands between the two `---` at the top of a document; all of it where that cannot be told.
  package static func frontMatter(of file: SourceFile) -> ArraySlice<UInt8> {
    var ignored = Report()
    guard let front = frontMatter(of: file, report: &ignored)?.front else { return file.bytes[...] }
    return file.bytes[Int(front.start)..<Int(front.end)]
  }

  /// The ranges of what stands between the two `---` at the top, and of what follows them.
  private static func frontMatter(
    of file: SourceFile, report: inout Report
  ) -> (front: TextRange, body: TextRange)? {
    let bytes = file.bytes
    var offset = file.byteOrderMarkLength
    func nextLine() -> Range<Int> {
      let start = offset
      while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
      var end = offset
      if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      offset = min(offset + 1, bytes.count)
      return start..<end
    }
    func isFence(_ line: Range<Int>) -> Bool {
      var end = line.upperBound
      while end > line.lowerBound, bytes[end - 1].isWhitespace { end -= 1 }
      return bytes[line.lowerBound..<end].elementsEqual("---".utf8)
    }
    let first = nextLine()
    guard isFence(first) else {
      report.add(.noFrontMatter(at: file.place(TextRange(first.lowerBound, first.upperBound))))
      return nil
    }
    let start = offset
    while offset < bytes.count {
      let line = nextLine()
      if isFence(line) {
        return (TextRange(start, line.lowerBound), TextRange(offset, bytes.count))
      }
    }
    report.add(
      .unclosedFrontMatter(at: file.place(TextRange(first.lowerBound, first.upperBound))))
    return nil
  }
}

/// Reads the front matter of a document.
struct FrontMatterReader {
  let file: SourceFile
  let id: String
  let folder: DocumentDeclaration.Kind
  let vocabulary: Vocabulary

  mutating func read(
    _ root: Node, body: [BlockSyntax], report: inout Report
  ) -> Template? {
    guard var fields = Fields(root, of: file, called: "the front matter", report: &report) else {
      return nil
    }
    let title = plain("title", &fields, report: &report)

    var declaration = DocumentDeclaration(id: id, kind: folder, scope: .school, file: file)
    if let kind = choice("kind", &fields, DocumentDeclaration.Kind.self, report: &report) {
      if kind.value != folder {
        report.add(.wrongFolder(kind.value, folder: folder, at: file.place(kind.range)))
      }
    }
    declaration.scope =
      choice("scope", &fields, DocumentDeclaration.Scope.self, report: &report)?.value ?? .school
    declaration.category =
      choice("category", &fields, DocumentCategory.self, report: &report)?.value
    declaration.issuedWhen = fields.takeCondition("issued-when", report: &report)
    declaration.reviewEvery = period(&fields, report: &report)
    let summary = plain("summary", &fields, report: &report)
    let audience = plain("audience", &fields, report: &report)
    if folder != .agreement {
      declaration.appendices = fields.texts("appendices", orOne: true, report: &report) ?? []
    }
    declaration.policy = fields.text("policy", report: &report)
    declaration.ask = roles("ask", &fields, report: &report)
    var form: FormSyntax?
    if folder == .agreement {
      form = readForm(&fields, into: &declaration, report: &report)
    }
    fields.finish(report: &report)
    for key in ["title", "kind"] where fields.lacks(key) { missing(key, report: &report) }
    return Template(
      declaration: declaration, file: file,
      title: title ?? PlainText(content: [], range: .zero), summary: summary, audience: audience,
      form: form, body: body)
  }

  private mutating func readForm(
    _ fields: inout Fields, into declaration: inout DocumentDeclaration, report: inout Report
  ) -> FormSyntax {
    declaration.given =
      choice("given", &fields, AgreementGiven.self, report: &report)?.value
    if let bands = fields.texts("bands", orOne: true, report: &report) {
      declaration.bands = bands.compactMap { band in
        let index = vocabulary.bandIndex(band.value)
        if index == nil {
          report.add(
            .unknownName(
              .band, band.value, known: vocabulary.bands.map(\.id), at: file.place(band.range)))
        }
        // A slip still means some band, which keeps what is read for it from being faulted too.
        return index
          ?? Suggestion.nearest(to: band.value, in: vocabulary.bands.map(\.id))
          .flatMap(vocabulary.bandIndex)
      }.sorted()
      if declaration.bands?.isEmpty ?? false { declaration.bands = nil }
    }
    var readingAge: Located<Int>?
    if let node = fields.take("reading-age", report: &report),
      case .number(let age)? = ValueType.number.read(
        node, key: "reading-age", file: file, report: &report)
    {
      readingAge = Located(age, node.range)
    }
    return FormSyntax(
      signedBy: plain("for", &fields, report: &report),
      returnTo: plain("return-to", &fields, report: &report),
      keep: plain("keep", &fields, report: &report), readingAge: readingAge,
      signatories: signatories(&fields, report: &report),
      slip: fields.text("slip", report: &report),
      asksReturnDate: fields.flag("return-by", report: &report) ?? true)
  }

  // MARK: - Signatures

  private func signatories(_ fields: inout Fields, report: inout Report) -> [SignatorySyntax] {
    guard let node = fields.take("sign", report: &report) else { return [] }
    guard case .sequence(let nodes) = node.content else {
      report.add(.badSign(at: file.place(node.range)))
      return []
    }
    guard nodes.contains(where: isSignatory) else {
      return [SignatorySyntax(who: nil, when: nil, fields: signFields(nodes, report: &report))]
    }
    return nodes.compactMap { node in
      guard
        var fields = Fields(node, of: file, called: "an entry of 'sign'", report: &report)
      else { return nil }
      let who = plain("who", &fields, report: &report)
      let when = fields.takeCondition("when", report: &report)
      let list = fields.take("fields", report: &report)
      fields.finish(report: &report)
      guard case .sequence(let nodes)? = list?.content else {
        report.add(.badSign(at: file.place(node.range)))
        return nil
      }
      return SignatorySyntax(who: who, when: when, fields: signFields(nodes, report: &report))
    }
  }

  /// Whether an entry of `sign` is somebody with fields of their own, and not a field.
  private func isSignatory(_ node: Node) -> Bool {
    guard case .mapping(let entries) = node.content else { return false }
    return entries.contains { $0.key == "who" || $0.key == "fields" }
  }

  /// Reads fields: known names as they are, `{name: label}` to call one otherwise, or a label in quotes.
  private func signFields(_ nodes: [Node], report: inout Report) -> [SignatorySyntax.Field] {
    nodes.compactMap { node in
      if case .mapping(let entries) = node.content, entries.count == 1, let entry = entries.first,
        let text = MappedText(entry.value, of: file, key: entry.key, report: &report)
      {
        guard let kind = FieldKind(named: entry.key) else {
          report.add(.unknownSignField(entry.key, at: file.place(entry.keyRange)))
          return nil
        }
        let content = InlineReader.readPlain(text, report: &report)
        return SignatorySyntax.Field(
          kind: kind, label: PlainText(content: content, range: entry.value.range))
      }
      guard case .scalar(let scalar) = node.content else {
        report.add(.badSign(at: file.place(node.range)))
        return nil
      }
      if let kind = FieldKind(named: scalar.text) { return SignatorySyntax.Field(kind: kind) }
      guard scalar.style == .singleQuoted || scalar.style == .doubleQuoted else {
        report.add(.unknownSignField(scalar.text, at: file.place(node.range)))
        return nil
      }
      let text = MappedText(scalar, at: node.range, of: file)
      let content = InlineReader.readPlain(text, report: &report)
      return SignatorySyntax.Field(
        kind: .other, label: PlainText(content: content, range: node.range))
    }
  }

  // MARK: - Common parts

  /// The `---` that opens the front matter.
  private var topFence: TextRange {
    TextRange(file.byteOrderMarkLength, file.byteOrderMarkLength + 3)
  }

  private func missing(_ key: String, report: inout Report) {
    report.add(.frontMatterNeeds(key, at: file.place(topFence)))
  }

  private func plain(
    _ key: String, _ fields: inout Fields, report: inout Report
  ) -> PlainText? {
    guard let node = fields.take(key, report: &report),
      let text = MappedText(node, of: file, key: key, report: &report)
    else { return nil }
    return PlainText(
      content: InlineReader.readPlain(text, report: &report), range: node.range)
  }

  private func roles(_ key: String, _ fields: inout Fields, report: inout Report) -> [Int] {
    (fields.texts(key, orOne: true, report: &report) ?? []).compactMap { name in
      let index = vocabulary.roleIndex(name.value)
      if index == nil {
        report.add(
          .unknownName(
            .role, name.value, known: vocabulary.roles.map(\.head.id), at: file.place(name.range)))
      }
      return index
    }
  }

  private func period(_ fields: inout Fields, report: inout Report) -> ReviewPeriod? {
    guard let node = fields.take("review-every", report: &report),
      case .duration(let period)? = ValueType.duration.read(
        node, key: "review-every", file: file, report: &report)
    else { return nil }
    return period
  }

  private func choice<Option: RawRepresentable & CaseIterable & Sendable>(
    _ key: String, _ fields: inout Fields, _: Option.Type, report: inout Report
  ) -> Located<Option>? where Option.RawValue == String {
    guard let text = fields.text(key, report: &report) else { return nil }
    guard let option = Option(rawValue: text.value) else {
      report.add(
        .notOneOf(
          text.value, key: key, known: Option.allCases.map(\.rawValue),
          at: file.place(text.range)))
      return nil
    }
    return Located(option, text.range)
  }
}
