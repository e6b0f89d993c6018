import Configuration
import Diagnostics

extension Compiler {
  /// Looks up a value and its filters; returns the number of its slot.
  mutating func slot(_ value: ValueSyntax, in scope: TemplateScope) -> Int? {
    guard !value.path.isEmpty else { return nil }
    let path = value.path.string
    let place = value.path.file.place(value.range)
    guard let (source, type) = source(path, value, in: scope) else { return nil }
    var filters: [Filter] = []
    var current = type
    for name in value.filters {
      guard let filter = Filter(rawValue: name.string) else {
        report.add(
          .unknownName(
            .filter, name.string, known: Filter.allCases.map(\.rawValue),
            at: name.place(0..<name.count)))
        return nil
      }
      guard let next = result(of: filter, on: current) else {
        report.add(
          .filterDoesNotFit(
            filter, on: current.name,
            fitting: Filter.allCases.filter { result(of: $0, on: current) != nil }.map(\.rawValue),
            at: name.place(0..<name.count)))
        return nil
      }
      filters.append(filter)
      current = next
    }
    return add(Slot(source: source, path: path, filters: filters, place: place))
  }

  mutating func add(_ slot: Slot) -> Int {
    let number = program.slots.count
    program.slots.append(slot)
    program.slots[number].shared = sharedNumber(slot)
    return number
  }

  /// Numbers the values of a school, so that each is printed once for all of its documents.
  private mutating func sharedNumber(_ slot: Slot) -> Int? {
    guard case .subject(let subject) = slot.source else { return nil }
    if case .documentPart = subject { return nil }
    let key = SharedValues.Key(subject: subject, filters: slot.filters)
    if let known = sharedValues[key] { return known }
    sharedValues[key] = sharedValues.count
    return sharedValues.count - 1
  }

  /// What a path prints.
  private mutating func source(
    _ path: String, _ value: ValueSyntax, in scope: TemplateScope
  ) -> (Slot.Source, PrintType)? {
    let whole = value.path.place(0..<value.path.count)
    if let (variable, part) = scope.variable(of: path) {
      return item(variable, part: String(part), path, at: whole)
    }
    if scope.isLayout {
      if path == "page" || path.hasPrefix("page.") { return pageSource(path, value) }
      if let found = documentSource(path) { return found }
    }
    guard let subject = catalogue.names.subject(path) else {
      report.add(scope.problem(path) { value.path.place($0) })
      return nil
    }
    guard scope.check(subject, path: path, at: whole, report: &report) else { return nil }
    guard let type = type(of: subject) else {
      report.add(
        .cannotBePrinted(path, subject, isFinite: isFinite(subject), at: whole))
      return nil
    }
    return (.subject(subject), type)
  }

  private mutating func item(
    _ variable: TemplateScope.Variable, part: String, _ path: String, at place: Place
  ) -> (Slot.Source, PrintType)? {
    switch (variable.kind, part) {
    case (.band, "title"): return (.bandTitle, .text)
    case (.element(let type), ""):
      if let type = PrintType(type) { return (.item(loop: variable.loop, nil), type) }
      report.add(.cannotBePrinted(path, nil, at: place))
      return nil
    case (.holder, ""):
      return (.item(loop: variable.loop, .name), .text)
    case (.holder, _), (.history, _):
      if let known = ItemPart(rawValue: part), variable.questions[known] != nil {
        let type: PrintType =
          switch known {
          case .adopted: .date
          case .email, .phone: .link
          default: .text
          }
        return (.item(loop: variable.loop, known), type)
      }
    default: break
    }
    let known: [String] =
      if case .band = variable.kind {
        ["title"]
      } else {
        variable.questions.keys.map(\.rawValue).sorted()
      }
    report.add(.unknownPart(part, of: variable.name, known: known, at: place))
    return nil
  }

  /// What a layout can print of its page: `page.title`.
  private mutating func pageSource(
    _ path: String, _ value: ValueSyntax
  ) -> (Slot.Source, PrintType)? {
    let name = String(path.dropFirst(5))
    if let part = PagePart(name: name) { return (.page(part), .text) }
    let start = min(5, value.path.count)
    report.add(
      .unknownPart(
        name, of: "page", known: PagePart.allCases.map(\.name),
        at: value.path.place(start..<value.path.count)))
    return nil
  }

  /// What a layout can print of a document: `documents.online-safety.url`.
  private func documentSource(_ path: String) -> (Slot.Source, PrintType)? {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 3, parts[0] == "documents", let index = catalogue.documentIndex(parts[1]) {
      if parts[2] == "url" { return (.documentAddress(index), .text) }
      if parts[2] == "title" { return (.documentTitle(index), .text) }
    }
    return nil
  }

  /// Whether a choose can ask for it.
  private func isFinite(_ subject: Subject) -> Bool {
    switch subject {
    case .rule(let index): !catalogue.vocabulary.rules[index].options.isEmpty
    case .fact(let index): catalogue.vocabulary.facts[index].type.isFinite
    default: false
    }
  }

  private func type(of subject: Subject) -> PrintType? {
    let vocabulary = catalogue.vocabulary
    switch subject {
    case .schoolPart(let part):
      switch part {
      case .colour: return nil
      case .website, .phone, .email: return .link
      case .name, .shortName, .urn, .phase, .address: return .text
      }
    case .trustPart(let part):
      switch part {
      case .colour: return nil
      case .website, .phone, .email: return .link
      case .name, .shortName, .address: return .text
      }
    case .documentPart(let part):
      switch part {
      case .history: return nil
      case .adopted, .nextReview, .from, .to: return .date
      case .title, .version, .adoptedBy, .reviewEvery, .category: return .text
      }
    case .role: return .text
    case .rolePart(_, let part): return part == .name ? .text : .link
    case .provider: return .text
    case .providerPart(_, let part): return part == .name ? .text : .link
    case .word(let index, let isPlural): return isPlural ? .text : .word(index)
    case .rule(let index):
      if case .value(let type) = vocabulary.rules[index].kind { return PrintType(type) }
      return nil
    case .fact(let index): return PrintType(vocabulary.facts[index].type)
    case .related: return .text
    case .document, .band: return nil
    }
  }

  /// The kind of text a filter makes, or nil where it cannot be used.
  private func result(of filter: Filter, on type: PrintType) -> PrintType? {
    switch (filter, type) {
    case (.capitalised, .text), (.capitalised, .word), (.capitalised, .date): .text
    case (.longDate, .date), (.monthYear, .date): .text
    case (.possessive, .text), (.possessive, .word): .text
    case (.withArticle, .text), (.withArticle, .word): .text
    case (.list, .list), (.orList, .list): .text
    case (.lines, .text), (.lines, .list): .text
    case (.plural, .word(let index)):
      catalogue.vocabulary.words[index].pluralID == nil ? nil : .text
    default: nil
    }
  }
}

extension MappedText {
  /// The text as a string.
  var string: String { String(decoding: bytes, as: UTF8.self) }
}
