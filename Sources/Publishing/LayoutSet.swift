package import Configuration
package import Templating

/// The look of the pages: the layouts and the style of `Templates/site`, compiled.
package struct LayoutSet: Sendable {
  package enum Name: String, CaseIterable, Sendable {
    /// The shell around every page.
    case page
    case document, agreement, school, trust, central
    /// The letter that goes out with the forms of a pack, and the reminder for those that stay away.
    case letter, reminder

    /// Whether there are no pages without it.
    package var isNeeded: Bool { self != .letter && self != .reminder }
  }

  /// The layouts as they were compiled, for the proofs.
  private let layouts: [Name: Layout]
  /// The same in plain steps, for the pages.
  private let flat: [Name: FlatLayout]
  /// The style of all pages, made ready once.
  package let common: CommonStyle

  package init(layouts: [Name: Layout], common: CommonStyle) {
    self.layouts = layouts
    flat = layouts.mapValues { FlatLayout($0) }
    self.common = common
  }

  subscript(name: Name) -> FlatLayout? { flat[name] }

  /// The layouts, with the pages each is laid around, for the proofs.
  package var uses: [Proofs.LayoutUse] {
    Name.allCases.compactMap { name in
      layouts[name].map {
        Proofs.LayoutUse(
          $0, scopes: name.scopes, parts: name.parts,
          isForForms: [.agreement, .letter, .reminder].contains(name))
      }
    }
  }
}

extension LayoutSet.Name {
  /// Whose pages the layout is laid around.
  fileprivate var scopes: [DocumentDeclaration.Scope] {
    switch self {
    case .page, .document, .agreement: [.school, .trust]
    case .school, .letter, .reminder: [.school]
    case .trust, .central: [.trust]
    }
  }

  /// What every such page has because it is the page of a document.
  fileprivate var parts: [PagePart] {
    switch self {
    case .document: [.digest, .reference, .fragment]
    case .agreement, .letter, .reminder: [.digest, .reference, .fragment, .given]
    case .page, .school, .trust, .central: []
    }
  }
}

/// Pieces of text that a site may have besides its documents, by their file in `Templates/site`.
package enum SiteWords: String, CaseIterable, Sendable {
  /// On the front page of each school.
  case school
  /// Under each page of a school.
  case schoolFooter = "school-footer"
  /// On the front page of the trust's documents.
  case trust
  /// Under each page of the trust.
  case trustFooter = "trust-footer"

  package var scope: DocumentDeclaration.Scope {
    switch self {
    case .school, .schoolFooter: .school
    case .trust, .trustFooter: .trust
    }
  }
}

/// What is known of a page while it is laid out.
struct PageValues {
  /// In the order of the parts.
  private var values: [String?] = Array(repeating: nil, count: count)

  private static let count = PagePart.allCases.count

  subscript(part: PagePart) -> String? {
    get { values[part.rawValue] }
    set { values[part.rawValue] = newValue.flatMap { $0.isEmpty ? nil : $0 } }
  }

  /// The questions that layouts ask about a page, in the order of its parts.
  static func questions(_ table: QuestionTable) -> [QuestionID?] {
    PagePart.allCases.map { table.id(of: .pagePart($0.rawValue)) }
  }

  /// Answers these questions.
  func answer(_ answers: inout [UInt8], _ questions: [QuestionID?]) {
    for (value, id) in zip(values, questions) {
      guard let id, id.index < answers.count else { continue }
      answers[id.index] = value == nil ? 0 : 1
    }
  }
}

/// Something for each of a few computed blocks.
struct BlockTable<Content> {
  /// By the places of the blocks: to compare blocks is to compare their names.
  private var contents: [Content?] = Array(repeating: nil, count: ComputedBlock.placeCount)

  subscript(block: ComputedBlock) -> Content? {
    get { contents[block.place] }
    set { contents[block.place] = newValue }
  }
}

extension ComputedBlock {
  fileprivate static let placeCount = allCases.count

  fileprivate var place: Int {
    switch self {
    case .contents: 0
    case .legislation: 1
    case .definitions: 2
    case .relatedDocuments: 3
    case .contacts: 4
    case .approval: 5
    case .history: 6
    case .signatures: 7
    case .content: 8
    case .style: 9
    case .crest: 10
    case .navigation: 11
    case .footer: 12
    case .signing: 13
    case .facts: 14
    case .metadata: 15
    }
  }
}
