import Configuration
import Diagnostics

extension Compiler {
  /// Compiles running text; neighbouring fixed text becomes one run.
  mutating func inlines(_ syntax: [InlineSyntax], _ scope: TemplateScope) -> [Inline] {
    var builder = InlineBuilder()
    add(syntax, scope, to: &builder)
    return builder.finish(&program)
  }

  /// Fixed text in work, and what came before it.
  struct InlineBuilder {
    var run = RunBuilder()
    var result: [Inline] = []

    mutating func append(_ inline: Inline, _ program: inout Program) {
      flush(&program)
      result.append(inline)
    }

    mutating func finish(_ program: inout Program) -> [Inline] {
      flush(&program)
      return result
    }

    private mutating func flush(_ program: inout Program) {
      guard !run.isEmpty else { return }
      result.append(.run(program.runs.count))
      program.runs.append(run.take())
    }
  }

  private mutating func add(
    _ syntax: [InlineSyntax], _ scope: TemplateScope, to builder: inout InlineBuilder
  ) {
    for node in syntax {
      switch node {
      case .text(let bytes, _): builder.run.add(bytes)
      case .emphasis(let content):
        marked(content, "em", scope, &builder) { .emphasis($0) }
      case .strong(let content):
        marked(content, "strong", scope, &builder) { .strong($0) }
      case .code(let content):
        marked(content, "code", scope, &builder) { .code($0) }
      case .value(let value):
        if let slot = slot(value, in: scope) {
          builder.append(.slot(slot), &program)
        } else {
          builder.run.add(Self.placeholder)
        }
      case .link(let label, let target, let range):
        let inner = inlines(label, scope)
        if let link = link(inner, target, range, scope) { builder.append(link, &program) }
      case .branches(let branches):
        let choice = choice(branches, scope) { compiler, body in compiler.inlines(body, scope) }
        builder.append(.choice(choice), &program)
      case .loop(let syntax):
        let loop = loop(syntax, scope) { compiler, body, inner in compiler.inlines(body, inner) }
        if let loop {
          builder.append(.loop(loop), &program)
        } else {
          builder.run.add(Self.placeholder)
        }
      }
    }
  }

  /// What stands for a value that was refused, so that the proofs do not miss it too.
  static let placeholder = Array("this".utf8)

  /// Adds marked text: into the run where all of it is fixed.
  private mutating func marked(
    _ content: [InlineSyntax], _ tag: String, _ scope: TemplateScope,
    _ builder: inout InlineBuilder, _ make: ([Inline]) -> Inline
  ) {
    if content.allSatisfy(\.isFixed) {
      builder.run.open("<\(tag)>")
      add(content, scope, to: &builder)
      builder.run.close("</\(tag)>")
    } else {
      builder.append(make(inlines(content, scope)), &program)
    }
  }

  // MARK: - References

  private mutating func link(
    _ label: [Inline], _ target: InlineSyntax.LinkTarget, _ range: TextRange,
    _ scope: TemplateScope
  ) -> Inline? {
    switch target {
    case .value(let value):
      guard let slot = slot(value, in: scope) else { return nil }
      guard case .subject(let subject) = program.slots[slot].source, isAddress(subject) else {
        report.add(.valueIsNoAddress(value.path.string, at: value.path.file.place(value.range)))
        return nil
      }
      program.references.append(
        Reference(target: .value(slot), place: value.path.file.place(value.range)))
    case .text(let address, let addressRange):
      let at = place(addressRange.isEmpty ? range : addressRange)
      guard !address.isEmpty else {
        report.add(.emptyLink(at: place(range)))
        return nil
      }
      program.references.append(Reference(target: .address(""), place: place(range)))
      pending.append(
        PendingReference(
          address: address, reference: program.references.count - 1, place: at,
          scope: scope.documentScope))
    }
    let number = program.references.count - 1
    return label.isEmpty ? .reference(number) : .link(number, label)
  }

  private func isAddress(_ subject: Subject) -> Bool {
    switch subject {
    case .schoolPart(.website), .schoolPart(.email), .schoolPart(.phone), .trustPart(.website),
      .trustPart(.email), .trustPart(.phone), .rolePart(_, .email), .rolePart(_, .phone),
      .providerPart(_, .email), .providerPart(_, .phone), .providerPart(_, .url):
      return true
    case .fact(let index):
      switch catalogue.vocabulary.facts[index].type {
      case .url, .email, .phone: return true
      default: return false
      }
    default: return false
    }
  }

  /// Looks up the references of one program, now that all sections are known.
  mutating func resolve(
    _ pending: [PendingReference], of index: Int, in programs: inout [Program]
  ) {
    for reference in pending {
      let target = target(reference, own: index, programs: programs)
      if let target { programs[index].references[reference.reference].target = target }
    }
  }

  /// Looks up a reference of a definition, which belongs to no document.
  mutating func resolveFixed(_ reference: PendingReference) {
    let isWeb = reference.address.contains(":")
    if reference.address.contains("#"), !isWeb || reference.address.hasPrefix("#") {
      report.add(.sectionInDefinition(at: reference.place))
    } else if let target = target(reference, own: nil, programs: []) {
      if case .document = target {
        report.add(.sectionInDefinition(at: reference.place))
      } else {
        program.references[reference.reference].target = target
      }
    }
  }

  private mutating func target(
    _ reference: PendingReference, own: Int?, programs: [Program]
  ) -> Reference.Target? {
    let address = reference.address
    let at = reference.place
    if let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")), !address.hasPrefix("#") {
      let scheme = String(address[..<colon])
      let rest = String(address[address.index(after: colon)...])
      switch scheme {
      case "law":
        return lookup(
          .law, rest, catalogue.laws.index(of: rest), { $0.catalogue.laws.laws.map(\.id) }, at
        ).map { .law($0) }
      case "term":
        return lookup(
          .term, rest, catalogue.glossary.index(of: rest),
          { $0.catalogue.glossary.terms.map(\.id) },
          at
        ).map { .term($0) }
      case "related":
        let index = catalogue.vocabulary.related.firstIndex { $0.head.id == rest }
        return lookup(
          .related, rest, index, { $0.catalogue.vocabulary.related.map(\.head.id) }, at
        ).map { .related($0) }
      case "agreement":
        return document(rest, kind: .agreement, reference, programs: programs)
      case "http", "https", "mailto", "tel":
        if MarkdownText.isSafe(address) { return .address(address) }
        report.add(.badAddress(address, at: at))
        return nil
      default:
        report.add(.badAddress(address, at: at))
        return nil
      }
    }
    if address.hasPrefix("#"), let own {
      return section(String(address.dropFirst()), of: own, reference, programs: programs)
    }
    return document(address, kind: nil, reference, programs: programs)
  }

  private mutating func lookup(
    _ kind: NameKind, _ name: String, _ index: Int?, _ known: (Compiler) -> [String],
    _ place: Place
  ) -> Int? {
    if index == nil, isReadable(kind) {
      let path: String? =
        switch kind {
        case .law: catalogue.laws.file.path
        case .term: catalogue.glossary.file.path
        default: catalogue.vocabulary.file.path
        }
      report.add(.unknownName(kind, name, known: known(self), declaredIn: path, at: place))
    }
    return index
  }

  /// Whether the register of a kind of name could be read; of one that could not, nothing is known.
  private func isReadable(_ kind: NameKind) -> Bool {
    switch kind {
    case .law: catalogue.laws.isReadable
    case .term: catalogue.glossary.isReadable
    default: true
    }
  }

  /// Looks up `document` or `document#section`.
  private mutating func document(
    _ address: String, kind: DocumentDeclaration.Kind?, _ reference: PendingReference,
    programs: [Program]
  ) -> Reference.Target? {
    let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let id = String(parts[0])
    guard let index = catalogue.documentIndex(id) else {
      let known = catalogue.documents.filter { kind == nil || $0.kind == kind }.map(\.id)
      report.add(
        Identifier.isValid(id)
          ? .unknownName(.document, id, known: known, at: reference.place)
          : .badAddress(address, at: reference.place))
      return nil
    }
    let declaration = catalogue.documents[index]
    if let kind, declaration.kind != kind {
      report.add(.notAnAgreement(id, at: reference.place))
      return nil
    }
    if reference.scope == .trust, declaration.scope == .school {
      report.add(.trustCitesSchool(id, at: reference.place))
      return nil
    }
    guard parts.count > 1 else { return .document(index) }
    return section(String(parts[1]), of: index, reference, programs: programs)
  }

  private mutating func section(
    _ id: String, of document: Int, _ reference: PendingReference, programs: [Program]
  ) -> Reference.Target? {
    guard programs.indices.contains(document) else { return nil }
    let headings = programs[document].headings.indices.filter {
      programs[document].headings[$0].id == id
    }
    guard !headings.isEmpty else {
      guard programs[document].declaration.isReadable else { return nil }
      report.add(
        .unknownSection(
          id,
          of: catalogue.documents.indices.contains(document)
            ? catalogue.documents[document].id : "this page",
          known: programs[document].headings.compactMap(\.id), at: reference.place))
      return nil
    }
    return .section(document: document, headings: headings)
  }
}

extension InlineSyntax {
  /// Whether it is the same for every school.
  fileprivate var isFixed: Bool {
    switch self {
    case .text: true
    case .emphasis(let content), .strong(let content), .code(let content):
      content.allSatisfy(\.isFixed)
    case .value, .link, .branches, .loop: false
    }
  }
}
