package import Configuration
package import Diagnostics

/// Where the documents ask about, or print, what a manifest gives.
package struct Uses: ProgramVisitor, Sendable {
  package enum Kind: Int, Comparable, Sendable {
    /// A condition or a loop asks about it.
    case asks
    /// Its text prints it.
    case prints

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
  }

  /// One place of one document.
  package struct Use: Sendable {
    package var kind: Kind
    /// The document, by its number.
    package var document: Int
    /// The heading it stands under; nil before the first and in the front matter.
    package var heading: Int?
    package var place: Place
  }

  package private(set) var found: [Use] = []
  private let wanted: Set<Subject>
  private let library: Library
  private var document = 0
  private var heading: Int?

  /// Finds every use of one of some subjects; parts count as the whole they belong to.
  package init(of subjects: [Subject], in library: Library) {
    wanted = Set(subjects)
    self.library = library
    for (index, program) in library.programs.enumerated() {
      document = index
      heading = nil
      walk(program)
    }
  }

  // MARK: - What stands there

  mutating func heading(_ number: Int) { heading = number }

  mutating func print(_ slot: Slot) {
    guard case .subject(let subject) = slot.source else { return }
    note(.prints, subject, slot.place)
  }

  mutating func cite(_ reference: Reference) {
    switch reference.target {
    case .section(let document, _), .document(let document):
      if document != self.document { note(.prints, .document(document), reference.place) }
    case .related(let related): note(.prints, .related(related), reference.place)
    case .value, .law, .term, .address: break
    }
  }

  mutating func loop(over source: LoopSource, at place: Place) {
    switch source {
    case .list(let subject): note(.prints, subject, place)
    case .holders(let role): note(.prints, .role(role), place)
    case .bands(let tests):
      for test in tests { ask(.test(test.question, AnswerSet(bits: 0)), at: place) }
    case .history: break
    }
  }

  mutating func ask(_ condition: Condition, at place: Place) {
    for question in condition.questions.sorted() {
      for subject in library.questions[question].subject.subjects {
        note(.asks, subject, place)
      }
    }
  }

  private mutating func note(_ kind: Kind, _ subject: Subject, _ place: Place) {
    guard wanted.contains(subject.whole) || wanted.contains(subject) else { return }
    found.append(Use(kind: kind, document: document, heading: heading, place: place))
  }
}
