package import Diagnostics

/// What the front matter of a template says of its document, as far as manifests need it.
package struct DocumentDeclaration: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case policy, appendix, agreement
  }

  package enum Scope: String, CaseIterable, Sendable {
    /// Issued by each school.
    case school
    /// Issued once, by the trust.
    case trust
  }

  /// The template's file name without its ending.
  package var id: String
  package var kind: Kind
  package var scope: Scope
  package var file: SourceFile
  /// The condition under which it is issued, as it was written.
  package var issuedWhen: MappedText?
  /// The bands whose pupils an agreement is for; nil where it is not for pupils of a band.
  package var bands: [Int]?
  package var reviewEvery: ReviewPeriod?
  package var category: DocumentCategory?
  /// How an agreement is given where the manifest does not say.
  package var given: AgreementGiven?
  /// The appendices that a policy attaches, by id.
  package var appendices: [Located<String>] = []
  /// The roles to ask about it, the first that somebody public holds before the others.
  package var ask: [Int] = []
  /// The policy that an agreement or an appendix belongs to.
  package var policy: Located<String>?
  /// Whether the template could be read; of one that could not, nobody knows the sections.
  package var isReadable = true

  package init(id: String, kind: Kind, scope: Scope, file: SourceFile) {
    self.id = id
    self.kind = kind
    self.scope = scope
    self.file = file
  }
}

/// Whether the law asks for a document.
package enum DocumentCategory: String, CaseIterable, Sendable {
  case statutory
  case nonStatutory = "non-statutory"
}

/// How an agreement is given.
package enum AgreementGiven: String, CaseIterable, Sendable {
  /// On paper, with a signature.
  case signed
  /// On a screen.
  case acknowledged
  /// Read to a class by an adult.
  case readAloud = "read-aloud"
  /// Published, and nobody signs.
  case published

  /// What it means to a reader.
  package var title: String {
    switch self {
    case .signed: "signed on paper"
    case .acknowledged: "acknowledged on screen"
    case .readAloud: "read aloud in class"
    case .published: "published for information"
    }
  }
}
