package import Configuration

/// What one manifest says, by the numbers of the vocabulary's entries.
package struct Draft: Sendable {
  package struct Person: Sendable {
    package var name: String
    package var email: String?
    package var phone: String?
  }

  package enum Answer: Sendable {
    case option(Int)
    case bands([Int: Int])
    case value(ManifestTree)
  }

  /// A document's entry; a document that is not issued has none.
  package enum Entry: Sendable {
    case dropped
    case given([(key: String, value: ManifestTree)])
  }

  package var scope: DocumentDeclaration.Scope
  package var name: String
  package var phase: Int?
  package var bands: [Int]?
  package var details: [(key: String, value: String)] = []
  package var leads: [Int: [Person]] = [:]
  package var titles: [Int: String] = [:]
  package var providers: [Int: [(key: String, value: String)]] = [:]
  package var words: [Int: Int] = [:]
  package var rules: [Int: Answer] = [:]
  package var facts: [Int: ManifestTree] = [:]
  package var related: [Int: String] = [:]
  package var documents: [Int: Entry] = [:]
  package var volumes: [(id: String, title: String, parts: [Int])] = []

  package init(scope: DocumentDeclaration.Scope, name: String) {
    self.scope = scope
    self.name = name
  }

  /// The manifest's text.
  package func yaml(_ catalogue: Catalogue) -> String { tree(catalogue).yaml }

  private func tree(_ catalogue: Catalogue) -> ManifestTree {
    let vocabulary = catalogue.vocabulary
    var tree = ManifestTree.map([])
    let body = scope == .school ? "school" : "trust"
    tree.set([body, "name"], .text(name))
    if let phase { tree.set([body, "phase"], .text(vocabulary.phases[phase].id)) }
    if let bands {
      tree.set([body, "bands"], .list(bands.map { .text(vocabulary.bands[$0].id) }))
    }
    for (key, value) in details { tree.set([body, key], .text(value)) }
    for role in vocabulary.roles.indices {
      let path = ["leads", vocabulary.roles[role].head.id]
      let people = leads[role] ?? []
      if people.count == 1 {
        if let title = titles[role] { tree.set(path + ["title"], .text(title)) }
        for (key, value) in people[0].entries { tree.set(path + [key], value) }
      } else if !people.isEmpty {
        tree.set(path, .list(people.map { .map($0.entries) }))
      } else if let title = titles[role] {
        tree.set(path + ["title"], .text(title))
      }
    }
    for (index, provider) in vocabulary.providers.enumerated() {
      for (key, value) in providers[index] ?? [] {
        tree.set(["providers", provider.head.id, key], .text(value))
      }
    }
    for (index, word) in vocabulary.words.enumerated() {
      if let option = words[index] {
        tree.set(["words", word.head.id], .text(word.options[option].singular))
      }
    }
    for (index, rule) in vocabulary.rules.enumerated() {
      let path = ["rules"] + rule.path.split(separator: ".").map(String.init)
      switch rules[index] {
      case nil: break
      case .option(let option): tree.set(path, .text(rule.options[option].id))
      case .value(let value): tree.set(path, value)
      case .bands(let bands):
        for band in vocabulary.bands.indices {
          guard let option = bands[band] else { continue }
          tree.set(path + [vocabulary.bands[band].id], .text(rule.options[option].id))
        }
      }
    }
    for (index, fact) in vocabulary.facts.enumerated() {
      if let value = facts[index] { tree.set(["facts", fact.head.id], value) }
    }
    for (index, document) in vocabulary.related.enumerated() {
      if let address = related[index] {
        tree.set(["related", document.head.id], .text(address))
      }
    }
    for (index, document) in catalogue.documents.enumerated() {
      switch documents[index] {
      case nil: break
      case .dropped: tree.set(["documents", document.id], "no")
      case .given(let entries):
        for (key, value) in entries { tree.set(["documents", document.id, key], value) }
      }
    }
    for volume in volumes {
      tree.set(["volumes", volume.id, "title"], .text(volume.title))
      tree.set(
        ["volumes", volume.id, "parts"],
        .list(volume.parts.map { .text(catalogue.documents[$0].id) }))
    }
    return tree
  }
}

extension Draft.Person {
  fileprivate var entries: [(key: String, value: ManifestTree)] {
    [("name", .text(name))] + (email.map { [("email", .text($0))] } ?? [])
      + (phone.map { [("phone", .text($0))] } ?? [])
  }
}

/// A value of a type, the same for the same number.
package enum SampleValue {
  package static func of(_ type: ValueType, _ number: Int) -> ManifestTree {
    let number = abs(number % 90)
    switch type {
    case .text: return .text("Sample \(words[number % words.count])")
    case .markdown: return .text("Sample *\(words[number % words.count])*")
    case .name: return .text(name(number))
    case .email: return .text("person\(number)@sample.example")
    case .phone: return .text("01632 9601\(number + 10 > 99 ? number : number + 10)")
    case .url: return .text("https://sample.example/page\(number)")
    case .date: return .text("2026-0\(number % 8 + 1)-1\(number % 9)")
    case .month: return .text("2026-0\(number % 9 + 1)")
    case .term: return .text("Autumn 2026")
    case .duration: return .text(["1 year", "2 years", "6 months", "1 term"][number % 4])
    case .number: return .text(String(number + 1))
    case .flag: return number % 2 == 0 ? "yes" : "no"
    case .colour: return .text("#1d4f91")
    case .file: return .text("file.pdf")
    case .choice(let options): return .text(options[number % options.count].id)
    case .list(let element):
      return .list((0...(number % 3)).map { of(element, number + $0) })
    }
  }

  /// The value behind an answer to a question about a choice or yes and no.
  package static func of(_ type: ValueType, answer: Int) -> ManifestTree {
    type.options.isEmpty ? of(type, 7) : .text(type.options[answer - 1].id)
  }

  package static func name(_ number: Int) -> String {
    "\(["Ms", "Mr", "Mrs", "Dr"][number % 4]) \(names[number % names.count])"
  }

  static let words = ["alder", "birch", "cedar", "elm", "hazel", "ivy", "oak", "rowan"]
  private static let names = ["Abbott", "Iqbal", "Osei", "Underhill", "Vance", "Zeller"]
}
