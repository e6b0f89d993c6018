package import Configuration
package import Diagnostics

/// A document's template, compiled: names are looked up, fixed text is laid out and escaped.
///
/// It is the same for every school; what a school adds is the answers that choose its branches and the
/// values that fill its slots.
package struct Program: Sendable {
  /// The number of the document; nil for words of the site that belong to none.
  package var document: Int?
  package var declaration: DocumentDeclaration
  package var title: [Inline]
  package var summary: [Inline]
  package var audience: [Inline]
  package var form: FormProgram?
  package var body: [Block]
  /// All headings, in the order of the template, whatever branch they stand in.
  package var headings: [Heading] = []
  package var references: [Reference] = []
  package var runs: [Run] = []
  /// The slots, by their number.
  package var slots: [Slot] = []
  /// All questions that its conditions ask.
  package var asked: Set<QuestionID> = []
  /// The clauses in it, outermost first, each with the place of its tag.
  package var inclusions: [Inclusion] = []
  private(set) var steps: FlatProgram?
}

extension Library {
  /// The program of a document in plain steps; the whole of a program has many references to count.
  package func flatProgram(_ document: Int) -> FlatProgram { programs[document].flat }
}

extension Program {
  /// The same in plain steps, which are made once when all of it is compiled.
  package var flat: FlatProgram { steps ?? FlatProgram(self) }

  /// The program with its plain steps.
  var flattened: Program {
    var program = self
    program.steps = FlatProgram(self)
    return program
  }
}

/// Where a clause is put into a document, or into another clause.
package struct Inclusion: Sendable {
  /// The clause's file.
  package var file: SourceFile
  package var place: Place
}

/// What an agreement adds.
package struct FormProgram: Sendable {
  package var signedBy: [Inline]
  package var returnTo: [Inline]
  package var keep: [Inline]
  package var readingAge: Located<Int>?
  package var signatories: [SignatoryProgram]
  package var slip = FormSlip.fromSignatures
  package var asksReturnDate = true
}

/// Which part of a form that goes home is torn off and comes back.
package enum FormSlip: Sendable, Equatable {
  /// The section in which it is signed.
  case fromSignatures
  /// From the first of these headings that is printed.
  case fromSection([Int])
  /// The whole form comes back.
  case none
}

/// Somebody who signs a form where a condition holds, and the fields they fill in.
package struct SignatoryProgram: Sendable {
  package var who: [Inline]
  package var condition: Condition
  package var fields: [(kind: FieldKind, label: [Inline])]
}

/// A block of a compiled template.
package enum Block: Sendable {
  /// A heading, by its number.
  case heading(Int, [Inline])
  case paragraph([Inline], Place)
  indirect case list(ListBlock)
  case item([Block], Place)
  indirect case definition(term: [Inline], meanings: [[Inline]], Place)
  indirect case table(TableBlock)
  case note([Block], Place)
  case rule
  indirect case choice(Choice<Block>)
  indirect case loop(Loop<Block>)
  case computed(ComputedBlock, Place)
}

package struct ListBlock: Sendable {
  package var kind: ListSyntax.Kind
  package var start: Int
  package var isTight: Bool
  package var items: [Block]
  package var place: Place
}

package struct TableBlock: Sendable {
  package var alignments: [TableSyntax.Alignment]
  package var head: [[Inline]]
  package var rows: [[[Inline]]]
  package var place: Place
}

/// A piece of running text of a compiled template.
package enum Inline: Sendable {
  /// Fixed text, by its number.
  case run(Int)
  /// A value, by the number of its slot.
  case slot(Int)
  /// A reference that prints words of its own.
  case reference(Int)
  /// A reference under the author's words.
  case link(Int, [Inline])
  case emphasis([Inline])
  case strong([Inline])
  case code([Inline])
  indirect case choice(Choice<Inline>)
  indirect case loop(Loop<Inline>)
  /// Something computed in a page layout.
  indirect case computed(ComputedBlock, Place)
}

/// Branches of which the first whose condition holds is printed.
package struct Choice<Element: Sendable>: Sendable {
  package struct Branch: Sendable {
    package var condition: Condition
    package var body: [Element]
    package var place: Place
  }

  package var branches: [Branch]
  /// The question that `choose` names; nil for `if`.
  package var question: QuestionID?
  package var place: Place
}

/// What is printed once for each of several things.
package struct Loop<Element: Sendable>: Sendable {
  package var over: LoopSource
  /// The loop's own number, which its questions and values carry.
  package var number: Int
  package var body: [Element]
  package var place: Place
}

/// What a loop runs over.
package enum LoopSource: Sendable {
  /// A list value.
  case list(Subject)
  /// The bands of the school; those alike in these tests come as one.
  case bands([BandTest])
  case holders(Int)
  case history
}

/// Something that a loop over bands asks of each.
package struct BandTest: Hashable, Sendable {
  package var question: QuestionID
  /// The bands asked for, in a question about the band itself; nil for a rule, whose answer counts.
  package var answers: AnswerSet?
}

package struct Heading: Sendable {
  package var level: Int
  /// The name other texts can cite it by.
  package var id: String?
  /// The name of its place on the page: the id, or made from the title.
  package var anchor: String
  package var isNumbered: Bool
  package var isAppendix: Bool
  package var place: Place
}

/// Where a reference leads.
package struct Reference: Sendable {
  package enum Target: Sendable, Equatable {
    /// A section of a document, by the numbers of the headings that have its id.
    case section(document: Int, headings: [Int])
    case document(Int)
    case law(Int)
    case term(Int)
    case related(Int)
    /// An address of the web, an e-mail address or a telephone number.
    case address(String)
    /// A value that is an address, by the number of its slot.
    case value(Int)
  }

  package var target: Target
  package var place: Place
}

/// Fixed text in its two faces, with the white space at its ends remembered.
///
/// Programs have theirs in a `SnippetPool` too, which the faces of documents walk over.
package final class Run: Sendable {
  package let html: [UInt8]
  package let text: [UInt8]
  package let startsWithSpace: Bool
  package let endsWithSpace: Bool

  init(html: [UInt8], text: [UInt8], startsWithSpace: Bool, endsWithSpace: Bool) {
    self.html = html
    self.text = text
    self.startsWithSpace = startsWithSpace
    self.endsWithSpace = endsWithSpace
  }
}

/// A place for a value.
package struct Slot: Sendable {
  package enum Source: Sendable, Hashable {
    case subject(Subject)
    /// The title of the band that a loop or a form stands at.
    case bandTitle
    /// What a loop stands at, by the loop's number, or a part of it.
    case item(loop: Int, ItemPart?)
    /// The address of a document's page; of layouts only.
    case documentAddress(Int)
    case documentTitle(Int)
    /// Something about the page itself; of layouts only.
    case page(PagePart)
  }

  /// Where the value is printed, which decides how it is escaped.
  package enum Position: Sendable {
    case text
    /// In a quoted attribute.
    case attribute
    /// At the start of an attribute that is an address.
    case address
    /// In an element that holds no other, such as a title.
    case plain
  }

  package var source: Source
  /// How the template names it, for messages.
  package var path: String
  package var filters: [Filter]
  package var position = Position.text
  package var place: Place
  /// The number of its value among those that read alike wherever they stand at a school; nil for what
  /// depends on the document or on what a loop stands at.
  package var shared: Int?
}

/// What a layout can print about the page it is laid around.
package enum PagePart: Int, CaseIterable, Sendable {
  case title, description
  /// The title with the name of whose page it is, for windows, tabs and lists of results.
  case windowTitle
  /// The page's own address on the school's website, where that is known.
  case canonical
  /// The way to the front page of the school, of the trust's documents, and of the site.
  case home
  case trust
  case site
  /// The way to the document as a fragment for another site.
  case fragment
  /// What the document is: `policy`, `appendix`, `agreement` or `volume`.
  case kind
  case summary, audience
  case digest
  /// `draft` where the text is not approved.
  case draft
  /// What a signature refers to: document, version and digest.
  case reference
  case given
  case signedBy
  case returnTo
  case keep
  /// The day by which a form is to be back; where no day is known, that there is one to be written in.
  case returnBy
  case returnBlank
  /// The version, as it is written.
  case version
  /// That a form has a part to fill in, that it is signed, and that this part is torn off.
  case signing, signature, slip
  /// That a form is accepted on a screen, and neither signed nor returned.
  case onScreen
  /// The print that a form comes in: `standard` or `large`.
  case face
  /// The size of a form's print, in points, and on how many sides of paper it comes.
  case size, sides
  /// The ways to the same form in its usual print, in large print and as plain text, and to its PDF.
  case standard, large, plain, pdf
  /// Whom a form of a pack is for, and their class or job.
  case person, group
  /// What the page may load and run, for a Content-Security-Policy: nothing but its own style and script.
  case securityPolicy
  /// There where the page has a list of contents to show.
  case contents
  /// Words for a small line over the title: what kind of page this is.
  case label

  /// What layouts call it: `window-title`.
  package var name: String {
    switch self {
    case .title: "title"
    case .description: "description"
    case .windowTitle: "window-title"
    case .canonical: "canonical"
    case .home: "home"
    case .trust: "trust"
    case .site: "site"
    case .fragment: "fragment"
    case .kind: "kind"
    case .summary: "summary"
    case .audience: "audience"
    case .digest: "digest"
    case .draft: "draft"
    case .reference: "reference"
    case .given: "given"
    case .signedBy: "signed-by"
    case .returnTo: "return-to"
    case .keep: "keep"
    case .returnBy: "return-by"
    case .returnBlank: "return-blank"
    case .version: "version"
    case .signing: "signing"
    case .signature: "signature"
    case .slip: "slip"
    case .onScreen: "on-screen"
    case .face: "face"
    case .size: "size"
    case .sides: "sides"
    case .standard: "standard"
    case .large: "large"
    case .plain: "plain"
    case .pdf: "pdf"
    case .person: "person"
    case .group: "group"
    case .securityPolicy: "security-policy"
    case .contents: "contents"
    case .label: "label"
    }
  }

  init?(name: String) {
    guard let part = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = part
  }
}

/// What can be done with a value before it is printed.
package enum Filter: String, CaseIterable, Sendable {
  case capitalised
  case longDate = "long-date"
  case monthYear = "month-year"
  case possessive
  case withArticle = "with-article"
  case list
  case orList = "or-list"
  case lines
  case plural
}
