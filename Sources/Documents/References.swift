import Configuration
package import Templating

/// The words of a reference, and where it leads.
package struct ReferenceText: Sendable {
  package var text: String
  /// Where it leads; nil where there is nothing to open.
  package var target: LinkTarget?
  /// Whether the words are an address themselves, which no capital may begin.
  package var isAddress = false
}

/// Where a link leads, in the parts of which its address is written, so that no string is made of them.
package struct LinkTarget: Sendable {
  enum Place: Sendable {
    /// On the page that holds the link.
    case here
    /// On a page of the site, told from its root.
    case page(String)
    /// Anywhere else, at an address of its own.
    case elsewhere(String)
  }

  let place: Place
  /// What stands before the anchor of a document that shares its page with others.
  var anchorPrefix = ""
  /// The place on the page; empty where the page is meant as a whole.
  var anchor = ""
  /// Whether the place is a definition, by the name of its term.
  var isTerm = false
}

/// Answers the references of one document.
package struct ReferenceReader {
  private let set: SchoolDocuments
  private let document: Int?
  /// Whether anybody asks where references lead, and not for their words alone.
  private let isLinked: Bool
  // A document names few laws and terms: lists are faster than sets.
  private var lawsNamed: [Int] = []
  private var termsNamed: [Int] = []
  private static let usuallyNamed = 16

  /// - Parameter isLinked: Whether anybody asks where references lead, and not for their words alone.
  package init(_ set: SchoolDocuments, document: Int?, isLinked: Bool = true) {
    self.set = set
    self.isLinked = isLinked
    self.document = document
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
        text: name(of: target), target: self.target(resolved.placement, anchor: nil))
    case .law(let index):
      // Of a law only what is wanted is taken: the whole of it has many references to count.
      let short = Self.isFirst(index, in: &lawsNamed) ? nil : set.catalogue.laws.laws[index].short
      return ReferenceText(
        text: short ?? set.catalogue.laws.laws[index].title,
        target: Self.elsewhere(set.catalogue.laws.laws[index].url))
    case .term(let index): return term(index)
    case .related(let index):
      return ReferenceText(
        text: set.catalogue.vocabulary.related[index].name,
        target: Self.elsewhere(set.profile.related[index]?.value))
    case .address(let address):
      return ReferenceText(
        text: Self.shown(address), target: Self.elsewhere(address), isAddress: true)
    case .value: return nil
    }
  }

  /// Returns where a reference under other words leads; nil where there is nothing to open.
  mutating func target(_ reference: Reference) -> LinkTarget? {
    // Words of the author's own name nothing: the full title is still to come.
    switch reference.target {
    case .law(let index): return Self.elsewhere(set.catalogue.laws.laws[index].url)
    case .term(let index): return definition(index)
    case .document(let index):
      return set.document(index).flatMap { target($0.placement, anchor: nil) }
    case .section(let index, let headings):
      guard let resolved = set.document(index), let section = resolvedSection(index, headings)
      else { return nil }
      return target(resolved.placement, anchor: section.anchor)
    default: return read(reference)?.target
    }
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
      target: self.target(resolved.placement, anchor: section.anchor))
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

  private func target(_ placement: Placement, anchor: String?) -> LinkTarget? {
    guard isLinked else { return nil }
    // What shares a page with the document also shares the fragment made of that page.
    let isHere = placement.page == resolved?.placement.page
    let place = isHere ? LinkTarget.Place.here : .page(placement.page)
    if let anchor {
      return LinkTarget(place: place, anchorPrefix: placement.anchorPrefix, anchor: anchor)
    }
    let isWhole = !isHere && placement.kind == .ownPage
    return LinkTarget(place: place, anchor: isWhole ? "" : placement.anchor)
  }

  private static func elsewhere(_ address: String?) -> LinkTarget? {
    address.map { LinkTarget(place: .elsewhere($0)) }
  }

  // MARK: - Terms and addresses

  private mutating func term(_ index: Int) -> ReferenceText {
    let text =
      Self.isFirst(index, in: &termsNamed)
      ? set.catalogue.glossary.names[index].first : set.catalogue.glossary.names[index].later
    return ReferenceText(text: text, target: definition(index))
  }

  /// Whether something is named for the first time; it is remembered.
  private static func isFirst(_ index: Int, in named: inout [Int]) -> Bool {
    if named.contains(index) { return false }
    if named.isEmpty { named.reserveCapacity(usuallyNamed) }
    named.append(index)
    return true
  }

  private func definition(_ index: Int) -> LinkTarget? {
    guard isLinked, let resolved, resolved.printsDefinitions else { return nil }
    return LinkTarget(
      place: .here, anchorPrefix: resolved.placement.anchorPrefix,
      anchor: set.catalogue.glossary.terms[index].id, isTerm: true)
  }

  /// An address as it is printed where no words were given.
  private static func shown(_ address: String) -> String {
    for scheme in ["mailto:", "tel:"] where address.hasPrefix(scheme) {
      return String(address.dropFirst(scheme.count))
    }
    return address
  }
}
