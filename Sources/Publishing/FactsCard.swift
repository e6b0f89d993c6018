import Configuration
import Documents

extension DocumentDeclaration.Kind {
  /// What stands over the title of such a document.
  var label: String {
    switch self {
    case .policy: "Policy"
    case .appendix: "Appendix"
    case .agreement: "Agreement"
    }
  }
}

extension PageMaker {
  /// A fact of a document: what it is called, what it is, and more in small print.
  struct Fact {
    var name: StaticString
    var value: String
    var detail: String?
    /// Where the value leads, if anywhere.
    var address: String?
  }

  /// The card under the title of a document or a volume.
  func facts(_ entry: PageEntry, reference: String?) -> [UInt8] {
    var facts = dates(entry)
    if let contact = contact(entry, page: entry.page) { facts.append(contact) }
    guard !facts.isEmpty || reference != nil else { return [] }
    var html = HTMLWriter(capacity: 1024)
    html.raw("<dl class=\"facts\">\n")
    for fact in facts { html.fact(fact) }
    if let reference {
      html.raw("<div><dt>Reference</dt><dd><code>")
      html.text(reference)
      html.raw("</code></dd></div>\n")
    }
    html.raw("</dl>\n")
    return html.bytes
  }

  /// When a document was adopted and is reviewed next; of a volume, what is reviewed first.
  func dates(_ entry: PageEntry) -> [Fact] {
    guard let document = entry.document else {
      let reviews = entry.documents.compactMap { profile.documents[$0].nextReview }
      guard let first = reviews.min(by: { $0.day < $1.day }) else { return [] }
      return [Fact(name: "Next review of a part", value: first.written)]
    }
    return dates(document)
  }

  func dates(_ document: Int) -> [Fact] {
    let state = profile.documents[document]
    var facts: [Fact] = []
    facts.reserveCapacity(4)
    if let adopted = state.adopted?.value {
      facts.append(
        Fact(name: "Adopted", value: adopted.long, detail: state.adoptedBy?.value))
    } else if let body = state.adoptedBy?.value {
      facts.append(Fact(name: "Adopted by", value: body))
    }
    if let next = state.nextReview {
      let every = state.reviewEvery.map {
        $0.count == 1 ? "every \($0.unit.rawValue)" : "every \($0.description)"
      }
      facts.append(Fact(name: "Next review", value: next.written, detail: every))
    }
    if let version = state.version?.value {
      facts.append(Fact(name: "Version", value: version.written))
    }
    return facts
  }

  /// Whom to ask about a document: the first of the roles its template names that somebody public holds,
  /// or the office.
  func contact(_ entry: PageEntry, page: String) -> Fact? {
    let home = page == "\(folder)/index.html" ? "" : surroundings(of: page).home
    let roles = entry.documents.flatMap { builder.catalogue.documents[$0].ask }
    for role in roles {
      let holders = profile.leads[role]
      guard let person = holders.people.first(where: { $0.mayShow(.name) }) else { continue }
      return Fact(
        name: "Who to ask", value: Prose.capitalised(holders.title), detail: person.name,
        address: home + "#" + FrontSection.contacts.rawValue)
    }
    let details = profile.details
    guard let words = details.phone?.value.written ?? details.email?.value else { return nil }
    return Fact(
      name: "Who to ask",
      value: profile.scope == .school ? "The school office" : "The trust’s office",
      detail: words, address: "\(home)#\(FrontSection.address.rawValue)")
  }
}

extension HTMLWriter {
  mutating func fact(_ fact: PageMaker.Fact) {
    raw("<div><dt>")
    raw(fact.name)
    raw("</dt><dd>")
    link(fact.value, to: fact.address)
    if let detail = fact.detail {
      raw(" <small>")
      text(detail)
      raw("</small>")
    }
    raw("</dd></div>\n")
  }
}
