package import Bytes
import Configuration
import Templating

/// A document as plain text, section by section: for digests, checks, differences and data.
package struct DocumentText: Sendable, Equatable {
  package struct Section: Sendable, Equatable {
    /// The anchor; empty for what stands before the first heading.
    package var anchor: String
    package var number: String
    package var title: String
    /// The paragraphs, items, rows and definitions, each as one line.
    package var blocks: [Block]
  }

  package struct Block: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
      case paragraph, item, definition, row
      /// A person of a list of contacts.
      case contact
    }

    package var kind: Kind
    /// How deep in lists and notes the block stands.
    package var depth: Int
    package var text: String
    /// The text with the name of each fact in braces where its value stands; of the canonical style only.
    package var frame: String

    package init(kind: Kind, depth: Int, text: String, frame: String? = nil) {
      self.kind = kind
      self.depth = depth
      self.text = text
      self.frame = frame ?? text
    }
  }

  package var title: String
  /// What the document says beside its text: its summary, whom it is for, who signs and what is kept.
  package var front: [Block] = []
  package var sections: [Section]
  /// The facts that stand in the text, by the names that the frames use.
  package var facts: [PrintedFact] = []

  /// How references are put into words.
  package enum Style: Sendable {
    /// As they are printed, with the numbers of this school's sections.
    case printed
    /// By the titles of what they lead to, so that renumbering changes nothing.
    case canonical
  }

  /// The text of a document without what is computed beside it: contents, contacts, dates.
  ///
  /// A text that is read instead of the page lists the people too (`listsContacts`).
  package init(
    _ set: SchoolDocuments, document: Int, style: Style, listsContacts: Bool = false
  ) {
    guard let resolved = set.documents[document] else {
      title = ""
      sections = []
      return
    }
    var face = TextFace(set, document, resolved, style: style)
    face.listsContacts = listsContacts
    face.write()
    title = resolved.title
    front = face.front
    sections = face.sections
    facts = face.facts.all
  }

  /// Writes what a document says in the canonical style, a line a block: its title, its front, its sections.
  ///
  /// These are the frames with their facts filled in, without the frames being made. What is written is of no use where a brace in
  /// the wording itself could be taken for a fact's, so that the frames must be filled to know.
  ///
  /// - Returns: Whether it is of use.
  package static func writeCanonicalLines(
    _ set: SchoolDocuments, document: Int, to buffer: inout ByteBuffer
  ) -> Bool {
    guard let resolved = set.documents[document] else { return false }
    var face = TextFace(set, document, resolved, style: .canonical)
    face.writeLines(to: &buffer)
    return !face.hasBrace
  }

  /// What there is to read in the sentences of a document, without the facts that stand in them.
  static func reading(_ set: SchoolDocuments, document: Int) -> ReadingAge {
    guard let resolved = set.documents[document] else { return ReadingAge() }
    var face = TextFace(set, document, resolved, style: .canonical)
    face.keeps = .reading
    face.write()
    return face.reading
  }
}
