import Diagnostics
import Manifests

extension ManifestSchema {
  // MARK: - Forms that several entries share

  /// How a person, a provider and a document can be given, each declared once.
  var forms: [(String, SchemaNode)] {
    let roles = SchemaNode.choice(
      vocabulary.roles.map { Choice(id: $0.head.id, meaning: $0.title, range: .zero) })
    let parts = SchemaNode.choice(PersonPart.allCases.map(\.rawValue))
    let person: [(String, SchemaNode)] = [
      ("name", .reference("name")),
      ("title", SchemaNode.reference("name").described("What this role is called here")),
      ("email", .reference("email")), ("phone", .reference("phone")),
      (
        "public",
        SchemaNode.reference("flag").described("no keeps the person off every public page")
      ),
      (
        "private",
        SchemaNode.any([.list(of: parts), parts]).described("What stays off public pages")
      ),
    ]
    let holder = SchemaNode.any([.reference("name"), .object(person, required: ["name"])])
    return [
      (
        "holders",
        .any([
          .reference("name"), .reference("no"), .list(of: holder), .object(person),
          .object(
            [
              ("same-as", roles.described("The role that the same people hold")),
              ("title", SchemaNode.reference("name").described("What this role is called here")),
            ], required: ["same-as"]),
        ])
      ),
      (
        "provider",
        .any([
          .reference("name"), .reference("no"),
          .object([
            ("name", .reference("name")), ("title", .reference("name")),
            ("phone", .reference("phone")), ("email", .reference("email")),
            ("url", .reference("url")),
          ]),
        ])
      ),
      ("related-document", .any([.reference("url"), .reference("no")])),
      ("document", .any([.reference("flag"), .object(documentParts)])),
      ("form", .any([.reference("flag"), .object(documentParts + formParts)])),
    ]
  }

  private var documentParts: [(String, SchemaNode)] {
    [
      ("title", SchemaNode.reference("name").described("The title that it has here")),
      ("adopted", SchemaNode.reference("date").described("The day on which it was adopted")),
      ("adopted-by", SchemaNode.reference("name").described("Who adopted it")),
      ("review-every", SchemaNode.reference("duration").described("Such as 1 year or 6 months")),
      (
        "next-review",
        SchemaNode.reference("review-date").described(
          "A date, a month or a term; computed where it is left out")
      ),
      ("category", .choice(DocumentCategory.allCases.map(\.rawValue))),
      ("owner", SchemaNode.reference("name").described("Who looks after it: a role, or words")),
      ("version", SchemaNode.reference("version").described("Such as 4 or 1.10")),
      (
        "history",
        SchemaNode.list(
          of: .object(
            [
              ("version", .reference("version")), ("adopted", .reference("date")),
              ("summary", SchemaNode.reference("text").described("What changed")),
            ], required: ["adopted", "summary"])
        ).described("Earlier versions, the newest first")
      ),
      ("from", SchemaNode.reference("date").described("The first day of an addendum")),
      ("to", SchemaNode.reference("date").described("The last day of an addendum")),
    ]
  }

  private var formParts: [(String, SchemaNode)] {
    [
      ("given", given),
      (
        "return-by",
        SchemaNode.reference("date").described("The day by which the form is to be back")
      ),
    ]
  }

  private var given: SchemaNode {
    SchemaNode.choice(
      AgreementGiven.allCases.map { Choice(id: $0.rawValue, meaning: $0.title, range: .zero) }
    ).described("How the form is given")
  }

  // MARK: - Blocks

  var blocks: [(String, SchemaNode)] {
    LayerReader.blocks.map { ($0, block($0)) }
  }

  private func block(_ name: String) -> SchemaNode {
    switch name {
    case "leads":
      .object(vocabulary.roles.map { entry($0.head, $0.title, .reference("holders")) })
    case "providers":
      .object(vocabulary.providers.map { entry($0.head, $0.title, .reference("provider")) })
    case "words":
      .object(
        vocabulary.words.map { word in
          let options = word.options.map {
            Choice(id: $0.singular, meaning: $0.plural ?? $0.singular, range: .zero)
          }
          return entry(word.head, nil, .choice(options))
        })
    case "rules": rules(vocabulary.rules)
    case "facts":
      .object(
        vocabulary.facts.map { entry($0.head, nil, SchemaTypes.node(of: $0.type)) })
    case "related":
      .object(
        vocabulary.related.map { entry($0.head, $0.title, .reference("related-document")) })
    case "documents": documents
    default: volumes
    }
  }

  private func entry(
    _ head: EntryHead, _ title: String?, _ form: SchemaNode
  ) -> (String, SchemaNode) {
    let needed: String? =
      switch head.required {
      case .never: nil
      case .always: head.defaultValue == nil ? "Needed at every school." : nil
      case .when(let text): "Needed when \(String(decoding: text.bytes, as: UTF8.self))."
      }
    let description = [head.help, needed].compactMap { $0 }.joined(separator: " ")
    return (head.id, form.described(title.map(Prose.capitalised), description))
  }

  // MARK: - Rules

  /// A group of rules: those without a further dot, and the groups below.
  ///
  /// - Parameter start: Where in their paths the names in this group begin.
  private func rules(_ rules: [Rule], from start: Int = 0) -> SchemaNode {
    var groups: [(key: Substring, rules: [Rule])] = []
    var places: [Substring: Int] = [:]
    for rule in rules {
      let path = rule.path.utf8.dropFirst(start)
      let key = Substring(path.prefix { $0 != UInt8(ascii: ".") })
      if let place = places[key] {
        groups[place].rules.append(rule)
      } else {
        places[key] = groups.count
        groups.append((key, [rule]))
      }
    }
    return .object(
      groups.map { key, rules in
        let end = start + key.utf8.count
        let isRule = rules[0].path.utf8.count == end
        return (String(key), isRule ? rule(rules[0]) : self.rules(rules, from: end + 1))
      })
  }

  private func rule(_ rule: Rule) -> SchemaNode {
    let answer: SchemaNode =
      switch rule.kind {
      case .options(let options): .choice(options)
      case .value(let type): SchemaTypes.node(of: type)
      }
    var form = answer
    if rule.perBand, !rule.options.isEmpty {
      form = .any([answer, .object(vocabulary.bands.map { ($0.id, answer.described($0.title)) })])
    }
    var about: [String] = []
    if let help = rule.head.help { about.append(help) }
    if let phases = rule.phases {
      let titles = phases.map { vocabulary.phases[$0].title.lowercased() }
      about.append("Asked of \(Prose.list(titles)) schools.")
    }
    if let condition = rule.condition {
      about.append("Asked when \(String(decoding: condition.bytes, as: UTF8.self)).")
    }
    if case .scalar(let scalar)? = rule.head.defaultValue?.content {
      about.append("Default: \(scalar.text).")
    }
    return form.described(rule.question, about.joined(separator: " "))
  }

  // MARK: - Documents and volumes

  private var documents: SchemaNode {
    .object(
      catalogue.documents.filter { kind == .trust || $0.scope == .school }.map { document in
        (document.id, .reference(document.kind == .agreement ? "form" : "document"))
      })
  }

  private var volumes: SchemaNode {
    let bindable = catalogue.documents.filter { $0.scope == .school && $0.kind != .agreement }
    let volume = SchemaNode.object([
      ("title", .reference("name")),
      ("parts", SchemaNode.list(of: .choice(bindable.map(\.id))).described("In order")),
    ])
    return SchemaNode([
      ("type", .text("object")),
      ("propertyNames", .node(.text(pattern: "^[a-z][a-z0-9-]*$"))),
      ("additionalProperties", .node(.any([.reference("no"), volume]))),
    ]).described("Several documents bound as parts of one")
  }
}
