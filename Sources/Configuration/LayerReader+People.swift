import Diagnostics
import Manifests

extension LayerReader {
  // MARK: - Leads and providers

  mutating func readLead(_ index: Int, _ entry: Entry, report: inout Report) {
    let range = entry.value.range
    switch entry.value.content {
    case .scalar(let scalar):
      if Fields.flag(scalar.text) == false {
        layer.leads[index] = LeadSetting(holders: .nobody, range: range)
      } else if let person = bareName(scalar, range, key: entry.key, report: &report) {
        layer.leads[index] = LeadSetting(holders: .people([person]), range: range)
      }
    case .sequence(let nodes):
      var title: Located<String>?
      let people = nodes.compactMap { node -> PersonSetting? in
        person(node, key: entry.key, title: &title, report: &report)
      }
      if !people.isEmpty {
        layer.leads[index] = LeadSetting(holders: .people(people), title: title, range: range)
      }
    case .mapping:
      readLeadMapping(index, entry, report: &report)
    case .none:
      break
    }
  }

  private func bareName(
    _ scalar: Scalar, _ range: TextRange, key: String, report: inout Report
  ) -> PersonSetting? {
    // An address in the place of the name would be published whatever is private.
    let isEmail = TextForm.isEmail(scalar.text)
    guard !isEmail, !scalar.text.utf8.contains(UInt8(ascii: "\n")) else {
      report.add(
        .wrongType(
          key, wanted: ValueType.name.expectation, at: file.place(range),
          help: isEmail ? "write '{name: …, email: \(scalar.text)}'" : nil))
      return nil
    }
    var person = PersonSetting(range: range)
    person.name = Located(scalar.text, range)
    warnOfSeveral(person, key: key, hasDetails: false, report: &report)
    return person
  }

  /// Says where two people share one name: neither could be reached by it, or be told from another role's holder.
  private func warnOfSeveral(
    _ person: PersonSetting, key: String, hasDetails: Bool, report: inout Report
  ) {
    guard let name = person.name, let people = JoinedNames.people(in: name.value) else { return }
    report.add(
      .severalPeople(
        name.value, people, role: key, hasDetails: hasDetails, at: file.place(name.range)))
  }

  /// One of several holders: a bare name or a mapping with a name.
  private mutating func person(
    _ node: Node, key: String, title: inout Located<String>?, report: inout Report
  ) -> PersonSetting? {
    if case .scalar(let scalar) = node.content {
      return bareName(scalar, node.range, key: key, report: &report)
    }
    guard
      var fields = Fields(node, of: file, called: "a holder of '\(key)'", report: &report)
    else { return nil }
    let person = person(&fields, path: "leads.\(key)", report: &report)
    let own = fields.text("title", report: &report)
    if title == nil { title = own }
    if let sameAs = fields.entry("same-as") {
      report.add(.sameAsInList(at: file.place(sameAs.keyRange)))
      return nil
    }
    fields.finish(report: &report)
    if person.name == nil {
      if !fields.misspells("name") {
        report.add(.personWithoutName(key, at: file.place(node.range)))
      }
      return nil
    }
    warnOfSeveral(person, key: key, hasDetails: true, report: &report)
    return person
  }

  private mutating func readLeadMapping(_ index: Int, _ entry: Entry, report: inout Report) {
    guard
      var fields = Fields(
        entry.value, of: file, called: "role '\(entry.key)'", report: &report)
    else { return }
    var setting = LeadSetting(
      holders: .addition(PersonSetting(range: entry.value.range)), range: entry.value.range)
    let sameAs = fields.text("same-as", report: &report)
    let person = person(&fields, path: "leads.\(entry.key)", report: &report)
    warnOfSeveral(person, key: entry.key, hasDetails: true, report: &report)
    setting.title = fields.text("title", report: &report)
    fields.finish(report: &report)
    if let sameAs {
      let others = fields.entries.filter { $0.key != "same-as" && $0.key != "title" }
      if let other = others.first {
        report.add(.sameAsWithMore(other.key, at: file.place(other.keyRange)))
      }
      guard let role = vocabulary.roleIndex(sameAs.value) else {
        report.add(
          .unknownName(
            .role, sameAs.value, known: vocabulary.roles.map(\.head.id),
            declaredIn: vocabulary.file.path, at: file.place(sameAs.range)))
        return
      }
      setting.holders = .sameAs(Located(role, sameAs.range))
    } else if fields.misspells("name") {
      // These are not details of somebody named elsewhere.
      return
    } else {
      setting.holders = person.name == nil ? .addition(person) : .people([person])
    }
    layer.leads[index] = setting
  }

  /// The parts of a person among the fields of a mapping.
  private mutating func person(
    _ fields: inout Fields, path: String, report: inout Report
  ) -> PersonSetting {
    var person = PersonSetting(range: fields.range)
    person.name = typed(&fields, "name", .name, path, report: &report) {
      if case .name(let name) = $0 { name } else { nil }
    }
    person.email = typed(&fields, "email", .email, path, report: &report) {
      if case .email(let email) = $0 { email } else { nil }
    }
    person.phone = typed(&fields, "phone", .phone, path, report: &report) {
      if case .phone(let phone) = $0 { phone } else { nil }
    }
    person.isPublic = typed(&fields, "public", .flag, path, report: &report) {
      if case .flag(let flag) = $0 { flag } else { nil }
    }
    if let parts = fields.texts("private", orOne: true, report: &report) {
      var known: [PersonPart] = []
      for part in parts {
        if let found = PersonPart(rawValue: part.value) {
          known.append(found)
        } else {
          report.add(
            .notOneOf(
              part.value, key: "private", known: PersonPart.allCases.map(\.rawValue),
              at: file.place(part.range)))
        }
      }
      person.privateParts = Located(known, parts.first?.range ?? fields.range)
    }
    return person
  }

  mutating func readProvider(_ index: Int, _ entry: Entry, report: inout Report) {
    var setting = ProviderSetting(range: entry.value.range)
    let path = "providers.\(entry.key)"
    if case .scalar(let scalar) = entry.value.content {
      if Fields.flag(scalar.text) == false {
        setting.isNone = true
      } else if scalar.text.utf8.contains(UInt8(ascii: "\n")) {
        report.add(
          .wrongType(entry.key, wanted: "a name on one line", at: file.place(setting.range)))
        return
      } else {
        setting.name = Located(scalar.text, entry.value.range)
      }
      layer.providers[index] = setting
      return
    }
    guard
      var fields = Fields(
        entry.value, of: file, called: "provider '\(entry.key)'", report: &report)
    else { return }
    setting.title = fields.text("title", report: &report)
    setting.name = typed(&fields, "name", .name, path, report: &report) {
      if case .name(let name) = $0 { name } else { nil }
    }
    setting.email = typed(&fields, "email", .email, path, report: &report) {
      if case .email(let email) = $0 { email } else { nil }
    }
    setting.phone = typed(&fields, "phone", .phone, path, report: &report) {
      if case .phone(let phone) = $0 { phone } else { nil }
    }
    setting.url = typed(&fields, "url", .url, path, report: &report) {
      if case .url(let url) = $0 { url } else { nil }
    }
    fields.finish(report: &report)
    layer.providers[index] = setting
  }
}
