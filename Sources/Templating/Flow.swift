package import Configuration
package import Diagnostics

/// What a document prints at one school, in order: marks of blocks, fixed runs, values and references.
///
/// It is flat, so that every face of a document (page, fragment, plain text) is one loop over it.
/// Numbers of sections and the words of references are not in it yet: they depend on all documents of
/// the school.
package struct Flow: Sendable {
  package var document: Int?
  package var title: String
  package var summary: String
  package var audience: String
  package var form: FormText?
  package var pieces: [Piece] = []
  /// The fixed texts of the program, by the numbers of its runs.
  package let runs: SnippetPool
  /// The values among the pieces, by number.
  package private(set) var values = SnippetPool()
  /// The slot that each value fills, by the same number: what it is, and not only how it reads.
  package private(set) var slots: [Int] = []
  /// What is said beside the text, in pieces, so that every face can tell words from values there too.
  package var front: [FrontText] = []
  /// The roles whose title or name is printed, each once: a document prints few, so that a list is faster than a set.
  package private(set) var roles: [Int] = []
  package var problems: [PrintProblem] = []

  init(
    document: Int?, title: String, summary: String, audience: String, runs: SnippetPool
  ) {
    self.document = document
    self.title = title
    self.summary = summary
    self.audience = audience
    self.runs = runs
    values.reserve(64, bytes: 2_048)
    slots.reserveCapacity(64)
  }

  /// Takes note that the title or the name of a role is printed.
  mutating func note(role: Int) {
    if !roles.contains(role) { roles.append(role) }
  }

  /// Prints a value.
  mutating func add(_ value: Printed, of slot: Int) {
    pieces.append(.value(values.count))
    // A text of one line: breaks are seen in HTML alone.
    let hasBreak = value.text.contains(10)
    values.add(
      html: value.html, text: hasBreak ? value.text.map { $0 == 10 ? 32 : $0 } : value.text)
    slots.append(slot)
  }

  /// Prints a value that was printed before, and returns how many bytes it takes.
  mutating func add(again value: Int, of slot: Int) -> Int {
    let snippet = values[value]
    pieces.append(.value(values.count))
    values.add(snippet)
    slots.append(slot)
    return snippet.html.count
  }
}

/// Words of the front matter that a reader sees.
package struct FrontText: Sendable {
  package enum Part: String, Sendable {
    case summary, audience
    case signedBy = "for"
    case returnTo = "return-to"
    case keep
    case signatory = "signs"
  }

  package var part: Part
  package var pieces: [Piece]
}

/// What an agreement says beside its text.
package struct FormText: Sendable {
  package var signedBy: String
  package var returnTo: String
  package var keep: String
  package var signatories: [Signatory]
  package var slip: FormSlip
  package var asksReturnDate: Bool
}

/// Somebody who signs a form at this school, and the fields they fill in.
package struct Signatory: Sendable {
  package var who: String?
  /// The fields; a label is empty where the field's own will do.
  package var fields: [(kind: FieldKind, label: String)]

  package init(who: String?, fields: [(kind: FieldKind, label: String)]) {
    self.who = who
    self.fields = fields
  }
}

/// A value in its two faces.
package struct Printed: Sendable, Equatable {
  package let text: [UInt8]
  package let html: [UInt8]

  package init(text: [UInt8], html: [UInt8]) {
    self.text = text
    self.html = html
  }

  /// Plain text; a line break in it prints as a space.
  package init(_ text: String) {
    var line = Array(text.utf8)
    for index in line.indices where line[index] == 10 { line[index] = 32 }
    self.text = line
    // Hardly any value has something to escape.
    html = HTMLEscape.isPlain(line[...]) ? line : HTMLEscape.text(line)
  }
}

/// One step of a flow.
package enum Piece: Sendable {
  case open(BlockMark)
  case close(BlockMark)
  /// The start of a heading, by its number; `close(.heading)` ends it.
  case heading(Int)
  case run(Int)
  /// A paragraph of fixed text, by the number of its run.
  case paragraph(Int)
  case value(Int)
  case begin(TextMark)
  case end(TextMark)
  case reference(Int)
  case link(Int)
  case endLink(Int)
  case computed(ComputedBlock)
}

package enum BlockMark: Sendable, Equatable {
  case heading
  case paragraph
  case list(ListSyntax.Kind, start: Int, isTight: Bool)
  case item
  case term
  case meaning
  case table
  case tableHead
  case tableBody
  case row
  case cell(TableSyntax.Alignment, isHead: Bool)
  case note
  case rule
}

package enum TextMark: Sendable, Equatable {
  case emphasis, strong, code
}

/// Why a document cannot be printed for a school as its template has it.
package struct PrintProblem: Sendable {
  package enum Kind: Sendable {
    /// A value that is printed is not there.
    case missing
    /// A person, or a part of a person, that is not public would be.
    case isPrivate(PersonPart, Person)
    /// A mobile number would be public that nobody said may be.
    case mobileNumber(Person)
    /// The document is larger than the program prints.
    case tooLarge
  }

  package var kind: Kind
  /// How the template names the value.
  package var path: String
  package var place: Place
  package var subject: Subject?
}
