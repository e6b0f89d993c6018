package import Configuration

/// What all values of a school are printed from; one object, which every document and every page holds.
package final class PrintBasis: Sendable {
  package let catalogue: Catalogue
  package let profile: SchoolProfile

  package init(_ catalogue: Catalogue, _ profile: SchoolProfile) {
    self.catalogue = catalogue
    self.profile = profile
  }
}

/// What a value is printed from: one school, and the document and loop items of the moment.
package struct PrintContext: Sendable {
  package let basis: PrintBasis
  package var document: Int?
  package var documentTitle = ""
  /// The titles of the bands that a loop or a form stands at.
  package var bandTitle = ""
  /// What each loop stands at, by the loop's number; as far as there is one.
  private var items: [LoopItem] = []

  package var profile: SchoolProfile { basis.profile }

  package init(_ basis: PrintBasis) { self.basis = basis }

  /// What a loop stands at.
  package subscript(loop: Int) -> LoopItem {
    get { loop < items.count ? items[loop] : .none }
    set {
      if loop >= items.count {
        items.append(contentsOf: repeatElement(.none, count: loop + 1 - items.count))
      }
      items[loop] = newValue
    }
  }
}

/// What a loop stands at.
package enum LoopItem: Sendable {
  case none
  case value(Value)
  case person(Person)
  case history(HistoryEntry)
}

/// The values of one school that read alike wherever they stand, printed once for all of its documents.
package struct SharedValues: Sendable {
  /// What such a value is: where it comes from, and what is done with it.
  struct Key: Hashable {
    var subject: Subject
    var filters: [Filter]

    /// Hardly any subject is printed in several ways.
    func hash(into hasher: inout Hasher) { hasher.combine(subject) }
  }

  private var values: [Printed?]

  package init(_ library: Library) {
    values = Array(repeating: nil, count: library.sharedCount)
  }

  init() { values = [] }

  /// What a value prints, by its number, if it was printed before.
  subscript(number: Int) -> Printed? {
    get { values[number] }
    set { values[number] = newValue }
  }
}

/// Prints values, and says why where it cannot.
package struct ValuePrinter {
  /// A value on its way through the filters.
  enum Typed {
    case text(String, isPlural: Bool)
    case date(CalendarDate, written: String?)
    case link(String, address: String)
    case markdown(MarkdownText)
    case list([Typed])
    case word(Int)
    /// Text whose line breaks are kept.
    case lines(String)
  }

  package var context: PrintContext
  private var catalogue: Catalogue { context.basis.catalogue }
  private var profile: SchoolProfile { context.basis.profile }
  private(set) var problem: PrintProblem.Kind?

  package init(_ context: PrintContext) {
    self.context = context
  }

  /// Prints a slot; nil where its value is not there or may not be shown, which `problem` tells.
  package mutating func print(_ slot: Slot) -> Printed? { print(slot.source, slot.filters) }

  mutating func print(_ source: Slot.Source, _ filters: [Filter]) -> Printed? {
    problem = nil
    guard var value = typed(source) else {
      problem = problem ?? .missing
      return nil
    }
    for filter in filters { value = apply(value, filter) }
    return print(value)
  }

  /// The address that a slot leads to when it is the target of a link.
  package mutating func address(_ slot: Slot) -> (text: String, address: String)? {
    problem = nil
    guard case .link(let text, let address)? = typed(slot.source) else {
      problem = problem ?? .missing
      return nil
    }
    return (text, address)
  }

  // MARK: - Values

  private mutating func typed(_ source: Slot.Source) -> Typed? {
    switch source {
    case .subject(let subject): typed(subject)
    case .bandTitle: .text(context.bandTitle, isPlural: false)
    case .item(let loop, let part): item(context[loop], part)
    case .documentAddress, .documentTitle, .page: nil
    }
  }

  private mutating func typed(_ subject: Subject) -> Typed? {
    switch subject {
    case .schoolPart(let part):
      if part == .phase {
        return profile.phase.map {
          .text(catalogue.vocabulary.phases[$0].title, isPlural: false)
        }
      }
      return body(profile.details, part.rawValue)
    case .trustPart(let part): return body(profile.trustDetails, part.rawValue)
    case .documentPart(let part): return documentPart(part)
    case .role(let index): return .text(profile.leads[index].title, isPlural: false)
    case .rolePart(let index, let part): return rolePart(index, part)
    case .provider(let index):
      let title = profile.providers[index]?.title ?? catalogue.vocabulary.providers[index].title
      return .text(title, isPlural: false)
    case .providerPart(let index, let part):
      return profile.providers[index].flatMap { providerPart($0, part) }
    case .word(let index, let isPlural): return word(index, isPlural: isPlural)
    case .rule(let index):
      if case .value(let value) = profile.rules[index] { return Self.typed(value.value) }
      return nil
    case .fact(let index): return profile.facts[index].flatMap { Self.typed($0.value) }
    case .related(let index):
      return .text(catalogue.vocabulary.related[index].title, isPlural: false)
    case .document, .band: return nil
    }
  }

  private func body(_ details: BodyDetails, _ part: String) -> Typed? {
    func text(_ text: String?) -> Typed? { text.map { .text($0, isPlural: false) } }
    switch part {
    case "name": return text(details.name.value)
    case "short-name": return text(details.shortName?.value ?? details.name.value)
    case "urn": return text(details.urn?.value)
    case "address": return text(details.address?.value)
    case "website": return details.website.map { .link($0.value, address: $0.value) }
    case "email": return details.email.map { .link($0.value, address: "mailto:\($0.value)") }
    case "phone":
      return details.phone.map { .link($0.value.written, address: "tel:\($0.value.link)") }
    default: return nil
    }
  }

  private func documentPart(_ part: DocumentPart) -> Typed? {
    // A volume has a title and no dates of its own.
    if part == .title { return .text(context.documentTitle, isPlural: false) }
    guard let document = context.document else { return nil }
    let state = profile.documents[document]
    func text(_ text: String?) -> Typed? { text.map { .text($0, isPlural: false) } }
    switch part {
    case .title: return nil
    case .version: return text(state.version?.value.written)
    case .adopted: return state.adopted.map { .date($0.value, written: nil) }
    case .adoptedBy: return text(state.adoptedBy?.value)
    case .nextReview: return state.nextReview.map { .date($0.day, written: $0.written) }
    case .reviewEvery: return text(state.reviewEvery?.description)
    case .category: return text(state.category?.rawValue)
    case .from: return state.from.map { .date($0.value, written: nil) }
    case .to: return state.to.map { .date($0.value, written: nil) }
    case .history: return nil
    }
  }

  private mutating func rolePart(_ index: Int, _ part: PersonPart) -> Typed? {
    let people = profile.leads[index].people
    guard !people.isEmpty else { return nil }
    if part == .name {
      if let hidden = people.first(where: { !$0.mayShow(.name) }) {
        problem = .isPrivate(.name, hidden)
        return nil
      }
      return .text(Prose.list(people.map(\.name)), isPlural: false)
    }
    guard people.count == 1 else { return nil }
    return personPart(people[0], part)
  }

  private mutating func personPart(_ person: Person, _ part: PersonPart) -> Typed? {
    let value: Typed? =
      switch part {
      case .name: .text(person.name, isPlural: false)
      case .email: person.email.map { .link($0, address: "mailto:\($0)") }
      case .phone: person.phone.map { .link($0.written, address: "tel:\($0.link)") }
      }
    guard let value else { return nil }
    guard person.mayShow(part) else {
      problem = .isPrivate(part, person)
      return nil
    }
    if part == .phone, person.phone?.isMobile ?? false, !person.isSaidPublic {
      problem = .mobileNumber(person)
      return nil
    }
    return value
  }

  private func providerPart(_ provider: Provider, _ part: ProviderPart) -> Typed? {
    switch part {
    case .name: provider.name.map { .text($0, isPlural: false) }
    case .phone: provider.phone.map { .link($0.written, address: "tel:\($0.link)") }
    case .email: provider.email.map { .link($0, address: "mailto:\($0)") }
    case .url: provider.url.map { .link($0, address: $0) }
    }
  }

  private func word(_ index: Int, isPlural: Bool) -> Typed? {
    guard let option = profile.words[index]?.value else { return nil }
    if !isPlural { return .word(index) }
    return catalogue.vocabulary.words[index].options[option].plural
      .map { .text($0, isPlural: true) }
  }

  private mutating func item(_ item: LoopItem, _ part: ItemPart?) -> Typed? {
    switch item {
    case .none: return nil
    case .value(let value): return Self.typed(value)
    case .person(let person):
      let wanted: PersonPart =
        switch part {
        case .email: .email
        case .phone: .phone
        default: .name
        }
      return personPart(person, wanted)
    case .history(let entry):
      switch part {
      case .version: return entry.version.map { .text($0.value.written, isPlural: false) }
      case .adopted: return .date(entry.adopted.value, written: nil)
      default: return .text(entry.summary, isPlural: false)
      }
    }
  }

  private static func typed(_ value: Value) -> Typed? {
    switch value {
    case .text(let text), .name(let text): .text(text, isPlural: false)
    case .markdown(let markdown): .markdown(markdown)
    case .email(let email): .link(email, address: "mailto:\(email)")
    case .phone(let phone): .link(phone.written, address: "tel:\(phone.link)")
    case .url(let url): .link(url, address: url)
    case .date(let date): .date(date, written: nil)
    case .month, .term, .duration, .number, .flag:
      value.plainText.map { .text($0, isPlural: false) }
    case .list(let values): .list(values.compactMap(typed))
    case .choice, .colour, .file: nil
    }
  }

  // MARK: - Filters

  private func apply(_ value: Typed, _ filter: Filter) -> Typed {
    switch (filter, value) {
    case (.longDate, .date(let date, let written)):
      return .text(written ?? date.long, isPlural: false)
    case (.monthYear, .date(let date, _)): return .text(date.monthAndYear, isPlural: false)
    case (.list, .list(let items)): return joined(items, "and")
    case (.orList, .list(let items)): return joined(items, "or")
    case (.plural, .word(let index)): return word(index, isPlural: true) ?? value
    case (.lines, .list(let items)):
      return .lines(items.map { plainText($0) }.joined(separator: "\n"))
    case (.lines, .text(let text, _)): return .lines(text)
    case (.capitalised, _):
      return .text(Prose.capitalised(plainText(value)), isPlural: value.isPlural)
    case (.possessive, _):
      return .text(
        Prose.possessive(plainText(value), isPlural: value.isPlural), isPlural: false)
    case (.withArticle, _): return .text(Prose.withArticle(plainText(value)), isPlural: false)
    default: return value
    }
  }

  private func joined(_ items: [Typed], _ word: String) -> Typed {
    // Items with links keep them only where the list is printed without a filter.
    .text(Prose.list(items.map { plainText($0) }, joinedBy: word), isPlural: false)
  }

  private func plainText(_ value: Typed) -> String {
    switch value {
    case .text(let text, _), .link(let text, _), .lines(let text): text
    case .date(let date, let written): written ?? date.long
    case .markdown(let markdown): markdown.plainText
    case .list(let items): Prose.list(items.map { plainText($0) })
    case .word(let index):
      profile.words[index].map { catalogue.vocabulary.words[index].options[$0.value].singular }
        ?? ""
    }
  }

  // MARK: - Faces

  private func print(_ value: Typed) -> Printed {
    switch value {
    case .text, .date, .word: return Printed(plainText(value))
    case .lines(let text): return Self.withLines(text)
    case .link(let text, let address):
      var html = Array("<a href=\"".utf8)
      HTMLEscape.attribute(address, to: &html)
      html.append(contentsOf: "\">".utf8)
      HTMLEscape.text(text, to: &html)
      html.append(contentsOf: "</a>".utf8)
      return Printed(text: Array(text.utf8), html: html)
    case .markdown(let markdown):
      var html: [UInt8] = []
      Self.write(markdown.spans, to: &html)
      return Printed(text: Array(markdown.plainText.utf8), html: html)
    case .list(let items):
      let printed = items.map { print($0) }
      var (text, html): ([UInt8], [UInt8]) = ([], [])
      for (index, item) in printed.enumerated() {
        let joint = index == 0 ? "" : index == printed.count - 1 ? " and " : ", "
        text.append(contentsOf: joint.utf8)
        html.append(contentsOf: joint.utf8)
        text.append(contentsOf: item.text)
        html.append(contentsOf: item.html)
      }
      return Printed(text: text, html: html)
    }
  }

  /// Prints a value with its line breaks kept.
  package static func withLines(_ text: String) -> Printed {
    var html: [UInt8] = []
    for (index, line) in text.utf8.split(separator: 10).enumerated() {
      if index > 0 { html.append(contentsOf: "<br>".utf8) }
      HTMLEscape.text(Array(line), to: &html)
    }
    return Printed(text: Array(text.utf8), html: html)
  }

  private static func write(_ spans: [MarkdownText.Span], to html: inout [UInt8]) {
    for span in spans {
      switch span {
      case .text(let text):
        let start = html.count
        HTMLEscape.text(text, to: &html)
        for index in start..<html.count where html[index] == 10 { html[index] = 32 }
      case .emphasis(let inner): mark("em", &html) { write(inner, to: &$0) }
      case .strong(let inner): mark("strong", &html) { write(inner, to: &$0) }
      case .link(let address, let label):
        html.append(contentsOf: "<a href=\"".utf8)
        HTMLEscape.attribute(address, to: &html)
        html.append(contentsOf: "\">".utf8)
        if label.isEmpty { HTMLEscape.text(address, to: &html) }
        write(label, to: &html)
        html.append(contentsOf: "</a>".utf8)
      }
    }
  }

  private static func mark(
    _ tag: String, _ html: inout [UInt8], _ content: (inout [UInt8]) -> Void
  ) {
    html.append(contentsOf: "<\(tag)>".utf8)
    content(&html)
    html.append(contentsOf: "</\(tag)>".utf8)
  }
}

extension ValuePrinter.Typed {
  fileprivate var isPlural: Bool {
    if case .text(_, let isPlural) = self { isPlural } else { false }
  }
}
