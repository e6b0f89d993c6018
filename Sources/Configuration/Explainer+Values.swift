import Diagnostics

extension Explainer {
  // MARK: - The school and the trust themselves

  var details: [Explanation] {
    var result: [Explanation] = []
    if profile.scope == .school {
      result += details(profile.details, block: "school", file: layers[0].file)
      if let phase = profile.phase {
        var entry = Explanation("school.phase", .schoolPart(.phase))
        entry.title = "the kind of school"
        entry.value = vocabulary.phases[phase].id
        entry.meaning = vocabulary.phases[phase].title
        entry.statements = own(school?.phase?.range, entry.value)
        result.append(entry)
      }
      var bands = Explanation("school.bands")
      bands.title = "the age bands of its pupils"
      bands.value = profile.bands.map { vocabulary.bands[$0].id }.joined(separator: ", ")
      if let phase = profile.phase {
        bands.remark =
          profile.bands == vocabulary.phases[phase].bands
          ? "all bands of its phase" : "narrowed from the bands of its phase"
        bands.statements = own(school?.bands?.range, bands.value)
      }
      result.append(bands)
    }
    return result + details(profile.trustDetails, block: "trust", file: trust.file)
  }

  /// What the school's manifest alone can say.
  private func own(_ range: TextRange?, _ text: String?) -> [Explanation.Statement] {
    guard let range, let text else { return [] }
    let place = layers[0].file.place(range)
    return [.init(who: Layer.Kind.school.title, text: text, place: place, decides: true)]
  }

  private func details(
    _ details: BodyDetails, block: String, file: SourceFile
  ) -> [Explanation] {
    func entry(_ key: String, _ value: Located<String>?, remark: String? = nil) -> Explanation {
      var entry = Explanation("\(block).\(key)", catalogue.names.subject("\(block).\(key)"))
      entry.value = value?.value
      entry.remark = remark
      if let value {
        entry.statements = [
          .init(who: block, text: value.value, place: file.place(value.range), decides: true)
        ]
      }
      return entry
    }
    func located<Part>(_ part: Located<Part>?, _ text: (Part) -> String) -> Located<String>? {
      part.map { Located(text($0.value), $0.range) }
    }
    var shortName = entry("short-name", details.shortName)
    if details.shortName == nil {
      shortName.value = details.name.value
      shortName.remark = "the name, because there is no short one"
    }
    var result = [
      entry("name", details.name), shortName, entry("website", details.website),
      entry("address", located(details.address) { Self.oneLine($0) }),
      entry("phone", located(details.phone, \.written)), entry("email", details.email),
      entry("colour", located(details.colour, \.written)),
    ]
    if block == "school" { result.insert(entry("urn", details.urn), at: 2) }
    return result
  }

  // MARK: - People and providers

  var leads: [Explanation] {
    vocabulary.roles.enumerated().map { index, role in
      let holders = profile.leads[index]
      var entry = Explanation("leads.\(role.head.id)", .role(index))
      entry.title =
        holders.title == role.title ? role.title : "\(role.title), here \(holders.title)"
      entry.help = role.head.help
      entry.value =
        holders.people.isEmpty ? nil : Prose.list(holders.people.map(Self.describe))
      entry.statements = statements(decidedBy: .some(holders.origin)) { layer in
        layer.leads[index].map { (describe($0), $0.range) }
      }
      if holders.people.isEmpty, entry.statements.first.map({ !$0.isOverridden }) ?? false {
        entry.remark = "nobody holds it here"
      }
      return entry
    }
  }

  private static func describe(_ person: Person) -> String {
    var parts = [person.name]
    if let email = person.email { parts.append(email) }
    if let phone = person.phone { parts.append(phone.written) }
    if !person.isPublic {
      parts.append("not on public pages")
    } else if !person.privateParts.isEmpty {
      parts.append("\(Prose.list(person.privateParts.map(\.rawValue))) not on public pages")
    }
    return parts.count == 1
      ? parts[0] : "\(parts[0]) (\(parts.dropFirst().joined(separator: ", ")))"
  }

  private func describe(_ setting: LeadSetting) -> String {
    let title = setting.title.map { ", called \($0.value)" } ?? ""
    switch setting.holders {
    case .nobody: return "nobody"
    case .people(let people): return Prose.list(people.map(describe)) + title
    case .sameAs(let role):
      return "the same as leads.\(vocabulary.roles[role.value].head.id)\(title)"
    case .addition(let person):
      let more = parts(of: person)
      return more.isEmpty
        ? "only the title \(setting.title?.value ?? "")"
        : "adds \(more.joined(separator: ", "))" + title
    }
  }

  private func describe(_ setting: PersonSetting) -> String {
    let more = parts(of: setting)
    let name = setting.name?.value ?? ""
    return more.isEmpty ? name : "\(name) (\(more.joined(separator: ", ")))"
  }

  private func parts(of setting: PersonSetting) -> [String] {
    var parts: [String] = []
    if let email = setting.email { parts.append(email.value) }
    if let phone = setting.phone { parts.append(phone.value.written) }
    if let isPublic = setting.isPublic { parts.append("public: \(isPublic.value ? "yes" : "no")") }
    if let hidden = setting.privateParts {
      parts.append("private: \(Prose.list(hidden.value.map(\.rawValue)))")
    }
    return parts
  }

  var providers: [Explanation] {
    vocabulary.providers.enumerated().map { index, slot in
      var entry = Explanation("providers.\(slot.head.id)", .provider(index))
      let provider = profile.providers[index]
      entry.title = provider?.title.map { "\(slot.title), here \($0)" } ?? slot.title
      entry.help = slot.head.help
      entry.value = provider.map { provider in
        Self.join(
          provider.name ?? "no name",
          [provider.phone?.written, provider.email, provider.url].compactMap { $0 })
      }
      entry.statements = statements(decidedBy: .some(provider?.origin)) { layer in
        layer.providers[index].map { setting in
          let parts = [
            setting.title.map { "called \($0.value)" }, setting.phone?.value.written,
            setting.email?.value, setting.url?.value,
          ].compactMap { $0 }
          let text =
            setting.isNone
            ? "none"
            : setting.name.map { Self.join($0.value, parts) }
              ?? "adds \(parts.joined(separator: ", "))"
          return (text, setting.range)
        }
      }
      if provider == nil, !entry.statements.isEmpty { entry.remark = "there is none here" }
      return entry
    }
  }

  private static func join(_ first: String, _ parts: [String]) -> String {
    parts.isEmpty ? first : "\(first) (\(parts.joined(separator: ", ")))"
  }

  // MARK: - Words, facts, related documents

  var words: [Explanation] {
    vocabulary.words.enumerated().map { index, word in
      var entry = Explanation("words.\(word.head.id)", .word(index, plural: false))
      entry.help = word.head.help
      entry.options = word.options.map {
        Choice(id: $0.singular, meaning: $0.plural ?? "", range: word.head.range)
      }
      entry.statements = statements { layer in
        layer.words[index].map { (word.options[$0.value].singular, $0.range) }
      }
      entry.value = profile.words[index].map { word.options[$0.value].singular }
      entry.meaning = profile.words[index].flatMap { word.options[$0.value].plural }
        .map { "several are \($0)" }
      return entry
    }
  }

  var facts: [Explanation] {
    vocabulary.facts.enumerated().map { index, fact in
      var entry = Explanation("facts.\(fact.head.id)", .fact(index))
      entry.title = fact.type.expectation
      entry.help = fact.head.help
      entry.options = fact.type.options
      entry.statements = statements { layer in
        layer.facts[index].map { ($0.value.written(fact.type), $0.range) }
      }
      entry.value = profile.facts[index].map { $0.value.written(fact.type) }
      return entry
    }
  }

  var related: [Explanation] {
    vocabulary.related.enumerated().map { index, related in
      var entry = Explanation("related.\(related.head.id)", .related(index))
      entry.title = related.title
      entry.help = related.head.help
      entry.statements = statements { layer in
        layer.related[index].map { setting in
          switch setting.value {
          case .nothing: ("no address", setting.range)
          case .address(let address): (address, setting.range)
          }
        }
      }
      entry.value = profile.related[index]?.value
      if entry.value == nil { entry.remark = "its title is printed without a link" }
      return entry
    }
  }

  static func oneLine(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: ", ")
  }
}

extension Value {
  /// The value as a manifest has it, on one line.
  func written(_ type: ValueType) -> String {
    switch self {
    case .choice(let option):
      return type.options.indices.contains(option) ? type.options[option].id : String(option)
    case .colour(let colour): return colour.written
    case .file(let path): return path
    case .list(let values):
      let element: ValueType = if case .list(let element) = type { element } else { type }
      return values.map { $0.written(element) }.joined(separator: ", ")
    case .date(let date): return date.iso
    default: return Explainer.oneLine(plainText ?? "")
    }
  }
}

extension Colour {
  /// The colour as it is written in a manifest.
  package var written: String {
    "#" + [red, green, blue].map { hexPair($0) }.joined()
  }

  private func hexPair(_ byte: UInt8) -> String {
    String(decoding: [hexDigit(byte >> 4), hexDigit(byte & 15)], as: UTF8.self)
  }
}
