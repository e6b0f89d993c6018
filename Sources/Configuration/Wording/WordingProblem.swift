/// Something in written text that should not be published as it is.
package struct WordingProblem: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Text that somebody meant to fill in.
    case placeholder
    /// Words divided by a slash, or 'delete as appropriate': nobody chose.
    case alternatives
    /// A word to other editors.
    case editorNote
    /// The same word twice.
    case doubledWord
    /// American spelling, and how it is written in Britain.
    case american(String)
    /// A reference by position.
    case position
    /// An abbreviation that is nowhere spelt out.
    case abbreviation
    /// A telephone number; whether it is a mobile.
    case phone(isMobile: Bool)
    case email
    /// A person's name, known by the Mr, Mrs or Dr before it.
    case person
    /// A product or a firm, and what it was renamed to.
    case product(renamed: String?)
    /// Words that weaken a duty, leave a test undefined or are no longer said, and what to do.
    case loose(String)
    /// A web address that hides where it leads.
    case shortLink
  }

  package var kind: Kind
  /// Where it stands, in bytes of the text.
  package var range: Range<Int>
  /// The words themselves.
  package var found: String

  package init(_ kind: Kind, _ range: Range<Int>, _ found: String) {
    self.kind = kind
    self.range = range
    self.found = found
  }
}
