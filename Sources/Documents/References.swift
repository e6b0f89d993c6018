import Configuration
package import Templating

/// The words of a reference, and where it leads.
package struct ReferenceText: Sendable {
  package var text: String
  /// An address relative to the page; nil where there is nothing to open.
  package var address: String?
  /// Whether the words are an address themselves, which no capital may begin.
  package var isAddress = false
}

/// Answers the references of one document.
package struct ReferenceReader {
  private let set: SchoolDocuments
  private let document: Int?
  /// The page that the words are printed on, from the root of the site.
  private let page: String
  /// Whether anybody asks where references lead, and not for their words alone.
  private let isLinked: Bool
  // A document names few laws and terms: lists are faster than sets.
  private var lawsNamed: [Int] = []
  private var termsNamed: [Int] = []

  /// - Parameters:
  ///   - page: The page that the document is printed on, where that is not its own.
  ///   - isLinked: Whether anybody asks where references lead, and not for their words alone.
  package init(
    _ set: SchoolDocuments, document: Int?, page: String? = nil, isLinked: Bool = true
  ) {
    self.set = set
    self.isLinked = isLinked
    self.document = document
    self.page = page ?? document.flatMap { set.document($0)?.placement.page } ?? ""
  }

  private var resolved: ResolvedDocument? { document.flatMap { set.document($0) } }

  /// Returns the words of a reference; nil where it leads to what is not there.
  package mutating func read(_ reference: Reference) -> ReferenceText? {
    switch reference.target {
    case .section(let target, let headings):
      return section(target, headings)
    case .document(let target):
      guard let resolved = set.document(target) else { return nil }
      return ReferenceText(
        text: name(of: target), address: address(resolved.placement, anchor: nil))
    case .law(let index):
      // Of a law only what is wanted is taken: the whole of it has many references to count.
      let short = Self.isFirst(index, in: &lawsNamed) ? nil : set.catalogue.laws.laws[index].short
      return ReferenceText(
        text: short ?? set.catalogue.laws.laws[index].title,
        address: set.catalogue.laws.laws[index].url)
    case .term(let index): return term(index)
    case .related(let index):
      return ReferenceText(
        text: set.catalogue.vocabulary.related[index].name,
        address: set.profile.related[index]?.value)
    case .address(let address):
      return ReferenceText(text: Self.shown(address), address: address, isAddress: true)
    case .value: return nil
    }
  }

  /// Returns where a reference under other words leads.
  package mutating func address(_ reference: Reference) -> (isAlive: Bool, address: String?) {
    // Words of the author's own name nothing: the full title is still to come.
    switch reference.target {
    case .law(let index): return (true, set.catalogue.laws.laws[index].url)
    case .term(let index): return (true, definitionAddress(index))
    default: break
    }
    guard let found = read(reference) else { return (false, nil) }
    return (true, found.address)
  }

  /// Whether a reference leads to what this school does not issue.
  package func isDead(_ reference: Reference) -> Bool {
    switch reference.target {
    case .section(let target, let headings): resolvedSection(target, headings) == nil
    case .document(let target): set.document(target) == nil
    default: false
    }
  }

  // MARK: - Sections and documents

  private func section(_ target: Int, _ headings: [Int]) -> ReferenceText? {
    guard let resolved = set.document(target), let section = resolvedSection(target, headings)
    else { return nil }
    let label = Self.label(section)
    let isHere =
      target == document || document.map { isAttached(target, to: $0) } ?? false
      || areNeighbours(target)
    return ReferenceText(
      text: isHere ? label : "\(label) of \(name(of: target))",
      address: address(resolved.placement, anchor: section.anchor))
  }

  /// The first of some headings that is printed.
  private func resolvedSection(_ target: Int, _ headings: [Int]) -> Outline.Section? {
    guard let outline = set.document(target)?.outline else { return nil }
    for heading in headings {
      if let section = outline.section(ofHeading: heading) { return section }
    }
    return nil
  }

  private static func label(_ section: Outline.Section) -> String {
    if section.number.isEmpty { return "‘\(section.title)’" }
    return (section.isAppendix ? "Appendix " : "section ") + section.number
  }

  /// Whether a document is printed as an appendix of another, so that its numbers speak for themselves.
  private func isAttached(_ appendix: Int, to policy: Int) -> Bool {
    if case .attached(policy, _)? = set.document(appendix)?.placement.kind { true } else { false }
  }

  /// Whether both documents are appendices of one policy.
  private func areNeighbours(_ other: Int) -> Bool {
    if case .attached(let host, _)? = resolved?.placement.kind {
      isAttached(other, to: host)
    } else {
      false
    }
  }

  /// What a document is called in the middle of a sentence.
  private func name(of target: Int) -> String {
    guard let resolved = set.document(target) else { return "" }
    switch resolved.placement.kind {
    case .ownPage: return resolved.name
    case .attached(let policy, let letter):
      if policy == document || areNeighbours(target) { return "Appendix \(letter)" }
      return "Appendix \(letter) of \(name(of: policy))"
    case .part(let volume, let number):
      if hostVolume == volume { return "\(resolved.name) (Part \(number))" }
      let bound = Prose.definite(set.profile.volumes[volume].title)
      return "\(resolved.name) (Part \(number) of \(bound))"
    }
  }

  /// The volume that this document is printed in, as a part or as an appendix of one.
  private var hostVolume: Int? {
    switch resolved?.placement.kind {
    case .part(let volume, _): volume
    case .attached(let policy, _):
      if case .part(let volume, _)? = set.document(policy)?.placement.kind { volume } else { nil }
    default: nil
    }
  }

  private func address(_ placement: Placement, anchor: String?) -> String? {
    guard isLinked else { return nil }
    let fragment = anchor.map { placement.anchorPrefix + $0 } ?? placement.anchor
    // What shares a page with the document also shares the fragment made of that page.
    if placement.page == resolved?.placement.page { return "#" + fragment }
    let path = SitePath.relative(from: page, to: placement.page)
    return anchor == nil && placement.kind == .ownPage ? path : "\(path)#\(fragment)"
  }

  // MARK: - Terms and addresses

  private mutating func term(_ index: Int) -> ReferenceText {
    let text =
      Self.isFirst(index, in: &termsNamed)
      ? set.catalogue.glossary.names[index].first : set.catalogue.glossary.names[index].later
    return ReferenceText(text: text, address: definitionAddress(index))
  }

  /// Whether something is named for the first time; it is remembered.
  private static func isFirst(_ index: Int, in named: inout [Int]) -> Bool {
    if named.contains(index) { return false }
    named.append(index)
    return true
  }

  private func definitionAddress(_ index: Int) -> String? {
    guard isLinked, let resolved, resolved.printsDefinitions else { return nil }
    var address = "#"
    address += resolved.placement.anchorPrefix
    address += "term-"
    address += set.catalogue.glossary.terms[index].id
    return address
  }

  /// An address as it is printed where no words were given.
  private static func shown(_ address: String) -> String {
    for scheme in ["mailto:", "tel:"] where address.hasPrefix(scheme) {
      return String(address.dropFirst(scheme.count))
    }
    return address
  }
}
