package import Diagnostics

/// Checks the text that manifests give: whatever is printed as it was written.
package struct ManifestWording: Sendable {
  private let trust: Trust
  /// The folders of the trust's schools, whose names may be near to each other.
  private let slugs: Set<String>
  private let trustNames: [RightName]

  package init(trust: Trust, slugs: Set<String>) {
    self.trust = trust
    self.slugs = slugs
    trustNames = Self.names(of: trust.details, "trust")
  }

  /// A value with its place, and what kind of text it is.
  private struct Text {
    enum Kind {
      /// A name or a title on one line.
      case name
      /// The name of a person or a firm, who may be missing.
      case holder
      /// Running text.
      case prose
    }

    var kind: Kind
    var text: String
    var range: TextRange
  }

  /// A name as it is right, what bears it, and its words.
  private struct RightName {
    var name: String
    var body: String
    var words: Wording.Name
  }

  /// Reports what a school's own manifest says and should not.
  ///
  /// - Returns: Whether that depends on which other schools there are.
  package func check(
    _ school: SchoolManifest, _ profile: SchoolProfile, report: inout Report
  ) -> Bool {
    var texts = texts(of: school.layer)
    if let address = school.details.address {
      texts.append(Text(kind: .name, text: address.value, range: address.range))
    }
    let names = Self.names(of: school.details, "school") + trustNames
    let looksAtOthers = check(
      texts, school.file, names: names, school: school.details, report: &report)
    checkPhones(school.details, school.layer, report: &report)
    checkPrivate(texts, school.file, profile, report: &report)
    return looksAtOthers
  }

  /// Reports what the trust's manifest says and should not, for all schools at once.
  package func checkTrust(_ profile: SchoolProfile, report: inout Report) {
    let layers =
      [trust.layer] + trust.phases.sorted { $0.key < $1.key }.map(\.value)
      + trust.groups.map(\.layer)
    for layer in layers {
      let texts = texts(of: layer)
      _ = check(texts, layer.file, names: trustNames, school: nil, report: &report)
      checkPrivate(texts, layer.file, profile, report: &report)
    }
    checkPhones(trust.details, trust.layer, report: &report)
  }

  private static func names(of details: BodyDetails, _ body: String) -> [RightName] {
    [details.name.value, details.shortName?.value].compactMap { name in
      name.map { RightName(name: $0, body: body, words: Wording.Name($0)) }
    }
  }

  // MARK: - Gathering

  private func texts(of layer: Layer) -> [Text] {
    var result: [Text] = []
    func add(_ kind: Text.Kind, _ text: Located<String>?) {
      if let text { result.append(Text(kind: kind, text: text.value, range: text.range)) }
    }
    for case let lead? in layer.leads {
      add(.name, lead.title)
      switch lead.holders {
      case .people(let people): for person in people { add(.holder, person.name) }
      case .nobody, .sameAs, .addition: break
      }
    }
    for case let provider? in layer.providers {
      add(.name, provider.title)
      add(.holder, provider.name)
    }
    for case let fact? in layer.facts { gather(fact.value, fact.range, into: &result) }
    for case .value(let value)? in layer.rules { gather(value.value, value.range, into: &result) }
    for case let document? in layer.documents {
      add(.name, document.title)
      add(.name, document.adoptedBy)
      for entry in document.history?.value ?? [] {
        result.append(Text(kind: .prose, text: entry.summary, range: entry.range))
      }
    }
    for volume in layer.volumes { add(.name, volume.title) }
    return result
  }

  private func gather(_ value: Value, _ range: TextRange, into result: inout [Text]) {
    switch value {
    case .text(let text): result.append(Text(kind: .prose, text: text, range: range))
    case .markdown(let markdown):
      result.append(Text(kind: .prose, text: markdown.plainText, range: range))
    case .name(let name): result.append(Text(kind: .holder, text: name, range: range))
    case .list(let values): for value in values { gather(value, range, into: &result) }
    default: break
    }
  }

  // MARK: - Checking

  /// - Returns: Whether a name is nearly one of these, so that it may be that of another school.
  private func check(
    _ texts: [Text], _ file: SourceFile, names: [RightName], school: BodyDetails?,
    report: inout Report
  ) -> Bool {
    var hasNearNames = false
    let right = Set(names.map { $0.name.lowercased() })
    let wanted = names.map(\.words)
    for text in texts {
      if Wording.isEmptyAnswer(text.text, isName: text.kind == .holder) {
        report.add(.emptyAnswer(text.text, at: file.place(text.range)))
        continue
      }
      let wording = Wording(Array(text.text.utf8))
      for problem in wording.common() {
        // A firm may have a slash in its name, and an address in a flat's.
        if problem.kind == .alternatives, text.kind != .prose { continue }
        // And whoever is called Gray spells it so.
        if case .american = problem.kind, text.kind == .holder { continue }
        report.add(.wording(problem, by: .manifest, at: place(problem.found, text, file)))
      }
      for (found, _) in wording.postcodes where !isOurs(found, school) {
        report.add(.postcodeInManifest(found, at: place(found, text, file)))
      }
      for (index, found, _) in wording.misspelt(wanted, others: right) {
        hasNearNames = true
        guard !isOfAnotherSchool(found) else { continue }
        report.add(
          .misspeltName(
            found, names[index].name, of: names[index].body, at: place(found, text, file)))
      }
    }
    return hasNearNames
  }

  /// Whether a postcode is that of the school or of the trust.
  private func isOurs(_ postcode: String, _ school: BodyDetails?) -> Bool {
    [school?.address?.value, trust.details.address?.value].contains {
      $0?.contains(postcode) ?? false
    }
  }

  /// Whether a name is that of another school of the trust, going by the folder's name.
  private func isOfAnotherSchool(_ name: String) -> Bool {
    guard let slug = Identifier.slug(like: name) else { return false }
    let parts = slug.split(separator: "-")
    return (1...max(parts.count, 1)).contains {
      slugs.contains(parts.prefix($0).joined(separator: "-"))
    }
  }

  /// The place of some words of a value: their own where they stand in the file as they are printed.
  private func place(_ found: String, _ text: Text, _ file: SourceFile) -> Place {
    let bytes = Array(found.utf8)
    let run = text.range.clamped(to: file.bytes.count)
    guard bytes.count <= run.count, !bytes.isEmpty else { return file.place(text.range) }
    for start in run.lowerBound...(run.upperBound - bytes.count)
    where file.bytes[start..<(start + bytes.count)].elementsEqual(bytes) {
      return file.place(TextRange(start, start + bytes.count))
    }
    return file.place(text.range)
  }

  // MARK: - Numbers

  /// Warns of a mobile given as the number of a school, the trust or a firm.
  private func checkPhones(_ details: BodyDetails, _ layer: Layer, report: inout Report) {
    let phones = [details.phone] + layer.providers.map { $0?.phone }
    for case let phone? in phones where phone.value.isMobile {
      report.add(.mobileInManifest(phone.value.written, at: layer.file.place(phone.range)))
    }
  }

  /// Reports a text that holds the number of somebody whose number is not to be public.
  private func checkPrivate(
    _ texts: [Text], _ file: SourceFile, _ profile: SchoolProfile, report: inout Report
  ) {
    var hidden: [String: Person] = [:]
    for holders in profile.leads {
      for person in holders.people {
        if let phone = person.phone, person.publicPhone == nil { hidden[phone.link] = person }
      }
    }
    guard !hidden.isEmpty else { return }
    for text in texts {
      for (number, range) in Wording.phones(in: Array(text.text.utf8)) {
        guard let person = hidden[number.link] else { continue }
        let found = String(decoding: Array(text.text.utf8)[range], as: UTF8.self)
        report.add(
          .privateNumber(
            found, of: person.name, at: place(found, text, file),
            other: profile.place(person.origin)))
      }
    }
  }
}
