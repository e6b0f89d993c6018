package import Configuration
import Diagnostics
package import Templating

/// All documents that one school issues, resolved; every face of a document is made from this.
///
/// Conditions are taken, sections numbered, and what is cited is gathered. It never changes, and every face
/// holds it: one reference instead of all it consists of.
package final class SchoolDocuments: Sendable {
  package let library: Library
  package let catalogue: Catalogue
  package let profile: SchoolProfile
  /// The same two, for what prints values.
  package let basis: PrintBasis
  /// The documents that are issued, by number.
  package let documents: DocumentTable
  /// Their numbers, in the order of the catalogue.
  package let issued: [Int]
  /// The values that these documents have printed, which the words of the site print too.
  let shared: SharedValues
  /// The trust's own documents, which a school's can cite.
  private let trust: DocumentTable
  /// What the trust answers for itself, to compare the school's answers with; nil for the trust.
  package let trustProfile: SchoolProfile?

  package init(
    library: Library, catalogue: Catalogue, profile: SchoolProfile, trust: SchoolDocuments? = nil
  ) {
    self.library = library
    self.catalogue = catalogue
    self.profile = profile
    let basis = PrintBasis(catalogue, profile)
    self.basis = basis
    self.trust = trust?.documents ?? DocumentTable(count: catalogue.documents.count)
    trustProfile = trust?.profile
    let issued = catalogue.documents.indices.filter {
      profile.documents[$0].isIssued && catalogue.documents[$0].scope == profile.scope
    }
    self.issued = issued
    var flows: [Flow?] = Array(repeating: nil, count: catalogue.documents.count)
    var shared = SharedValues(library)
    for index in issued {
      flows[index] = Evaluator.flow(
        library.flatProgram(index), library: library, basis: basis, shared: &shared)
    }
    self.shared = shared
    let (placements, outlines) = Self.placements(
      flows, of: issued, library: library, catalogue: catalogue, profile: profile)
    var documents = DocumentTable(count: catalogue.documents.count)
    for index in issued {
      guard let flow = flows[index], let placement = placements[index] else { continue }
      documents[index] = ResolvedDocument(
        flow, placement: placement, program: library.flatProgram(index),
        definitions: library.definitions, outline: outlines[index])
    }
    self.documents = documents
  }

  /// A document of the school, or one of the trust's that it can cite.
  package func document(_ index: Int) -> ResolvedDocument? { documents[index] ?? trust[index] }

  /// The appendices attached to a policy, in order.
  package func appendices(of policy: Int) -> [Int] {
    issued.filter { index in
      if case .attached(let host, _)? = documents[index]?.placement.kind {
        host == policy
      } else {
        false
      }
    }.sorted { letter(of: $0) < letter(of: $1) }
  }

  private func letter(of document: Int) -> (Int, String) {
    if case .attached(_, let letter)? = documents[document]?.placement.kind {
      return (letter.utf8.count, letter)
    }
    return (0, "")
  }

  /// The documents with a page of their own, agreements apart.
  package var pages: [Int] {
    issued.filter {
      documents[$0]?.placement.kind == .ownPage && catalogue.documents[$0].kind != .agreement
    }
  }

  package var agreements: [Int] {
    issued.filter { catalogue.documents[$0].kind == .agreement }
  }

  // MARK: - Placement

  private static func placements(
    _ flows: [Flow?], of issued: [Int], library: Library, catalogue: Catalogue,
    profile: SchoolProfile
  ) -> (placements: [Int: Placement], outlines: [Int: Outline]) {
    var result: [Int: Placement] = [:]
    var outlines: [Int: Outline] = [:]
    let folder = profile.slug
    for index in issued {
      let id = catalogue.documents[index].id
      let path = catalogue.documents[index].kind == .agreement ? "agreements/\(id)" : id
      result[index] = Placement(
        kind: .ownPage, page: "\(folder)/\(path).html", anchorPrefix: "", anchor: "doc.\(id)")
    }
    for (volume, binding) in profile.volumes.enumerated() {
      for (part, index) in binding.parts.enumerated() where result[index] != nil {
        let id = catalogue.documents[index].id
        result[index] = Placement(
          kind: .part(volume: volume, number: part + 1), page: "\(folder)/\(binding.id).html",
          anchorPrefix: "\(id).", anchor: "doc.\(id)")
      }
    }
    var attached: Set<Int> = []
    for policy in issued {
      let program = library.flatProgram(policy)
      guard !program.declaration.appendices.isEmpty, let host = result[policy],
        let flow = flows[policy]
      else { continue }
      let outline = Outline(flow, program: program, letter: nil)
      outlines[policy] = outline
      var count = outline.appendixCount
      for appendix in program.declaration.appendices {
        guard let index = catalogue.documentIndex(appendix.value),
          result[index]?.kind == .ownPage, attached.insert(index).inserted
        else { continue }
        let id = catalogue.documents[index].id
        result[index] = Placement(
          kind: .attached(to: policy, letter: Outline.letter(count)), page: host.page,
          anchorPrefix: "\(id).", anchor: "doc.\(id)")
        count += 1
      }
    }
    return (result, outlines)
  }
}

/// The documents of a school, by their number in the catalogue.
package struct DocumentTable: Sendable {
  private var all: [ResolvedDocument?]

  init(count: Int) { all = Array(repeating: nil, count: count) }

  package internal(set) subscript(index: Int) -> ResolvedDocument? {
    // A trust's table may have been made before a document was added to the catalogue.
    get { all.indices.contains(index) ? all[index] : nil }
    set { all[index] = newValue }
  }
}

/// One document at one school.
package final class ResolvedDocument: Sendable {
  package let flow: Flow
  package let outline: Outline
  package let placement: Placement
  package let citations: Citations
  /// Whether the document has a list of definitions that its terms can lead to.
  package let printsDefinitions: Bool
  let program: FlatProgram

  package var title: String { flow.title }
  /// What it is called in the middle of a sentence.
  let name: String

  /// - Parameter outline: Its sections without a letter before their numbers, where they are known.
  init(
    _ flow: Flow, placement: Placement, program: FlatProgram, definitions: [DefinitionProgram],
    outline known: Outline? = nil
  ) {
    self.flow = flow
    name = Prose.definite(flow.title)
    self.placement = placement
    self.program = program
    var letter: String?
    if case .attached(_, let own) = placement.kind { letter = own }
    outline =
      letter == nil
      ? known ?? Outline(flow, program: program, letter: nil)
      : Outline(flow, program: program, letter: letter)
    citations = Citations(flow, program, definitions)
    printsDefinitions = flow.pieces.contains { piece in
      if case .computed(.definitions) = piece { true } else { false }
    }
  }
}

/// What a document cites, each once, in the order in which it is first cited.
package struct Citations: Sendable {
  package private(set) var laws: [Int] = []
  package private(set) var terms: [Int] = []
  package private(set) var documents: [Int] = []
  package private(set) var related: [Int] = []
  /// How many of a kind most documents cite at most.
  private static let usual = 16

  init(_ flow: Flow, _ program: FlatProgram, _ definitions: [DefinitionProgram]) {
    for piece in flow.pieces {
      switch piece {
      case .reference(let number), .link(let number): add(program.references[number].target)
      default: break
      }
    }
    // What a definition cites is cited too, and may need a definition of its own.
    var index = 0
    while index < terms.count {
      for reference in definitions[terms[index]].references { add(reference.target) }
      index += 1
    }
  }

  private mutating func add(_ target: Reference.Target) {
    switch target {
    case .law(let index): Self.append(index, to: &laws)
    case .term(let index): Self.append(index, to: &terms)
    case .document(let index): Self.append(index, to: &documents)
    case .section(let index, _): Self.append(index, to: &documents)
    case .related(let index): Self.append(index, to: &related)
    case .address, .value: break
    }
  }

  private static func append(_ index: Int, to list: inout [Int]) {
    guard !list.contains(index) else { return }
    if list.isEmpty { list.reserveCapacity(usual) }
    list.append(index)
  }
}
