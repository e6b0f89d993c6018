/// Whose decision a change comes from.
package enum Cause: String, CaseIterable, Sendable, Comparable {
  case trustWording = "trust wording"
  case trustChoice = "trust choice"
  case schoolChoice = "school choice"
  case law

  package static func < (lhs: Self, rhs: Self) -> Bool { lhs.order < rhs.order }

  private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// One thing that is different in a document.
package struct Change: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case documentAdded = "document added"
    case documentRemoved = "document removed"
    case title = "title changed"
    case sectionAdded = "section added"
    case sectionRemoved = "section removed"
    case heading = "heading changed"
    case added
    case removed
    case wording = "wording changed"
    case moved
    case renumbered
    case fact = "fact changed"
    case choice = "choice changed"
  }

  package var kind: Kind
  /// The title of the section, empty outside of any.
  package var section: String
  /// Its number at this school.
  package var number: String
  /// What it is about, for facts and choices: a path.
  package var path: String
  /// How it read before and reads now, facts filled in; empty where it was or is not there.
  package var before: String
  package var after: String
  /// The same with facts by their names, so that one change is one at every school.
  package var frames: Frames
  package var causes: [Cause] = []

  package struct Frames: Sendable, Hashable {
    package var before: String
    package var after: String
  }

  init(
    _ kind: Kind, section: String = "", number: String = "", path: String = "",
    before: String = "", after: String = "", frames: Frames? = nil
  ) {
    self.kind = kind
    self.section = section
    self.number = number
    self.path = path
    self.before = before
    self.after = after
    self.frames = frames ?? Frames(before: before, after: after)
  }

  /// What makes it the same change at several schools.
  package struct Identity: Hashable, Sendable {
    package var kind: Kind
    package var section: String
    package var path: String
    package var frames: Frames
    package var causes: [Cause]
  }

  package var identity: Identity {
    Identity(kind: kind, section: section, path: path, frames: frames, causes: causes)
  }
}

/// Everything that is different in one document of a school.
package struct DocumentDifference: Sendable {
  package var document: String
  package var title: String
  package var changes: [Change]

  package init(document: String, title: String, changes: [Change]) {
    self.document = document
    self.title = title
    self.changes = changes
  }
}

/// Everything that is different at one school.
package struct SchoolDifference: Sendable {
  package var slug: String
  package var name: String
  /// The documents in which something changed.
  package var documents: [DocumentDifference]

  package init(slug: String, name: String, documents: [DocumentDifference]) {
    self.slug = slug
    self.name = name
    self.documents = documents
  }
}

/// One change of a document, and all schools that have it.
package struct ChangeGroup: Sendable {
  package var document: String
  package var title: String
  /// The change as the first of the schools has it.
  package var change: Change
  package var schools: [(slug: String, name: String)]

  /// Puts the same changes of several schools together, in the order in which they are first met.
  package static func groups(_ schools: [SchoolDifference]) -> [ChangeGroup] {
    struct Key: Hashable {
      var document: String
      var change: Change.Identity
    }
    var groups: [ChangeGroup] = []
    var places: [Key: Int] = [:]
    for school in schools {
      for document in school.documents {
        for change in document.changes {
          let key = Key(document: document.document, change: change.identity)
          let here = (slug: school.slug, name: school.name)
          if let place = places[key] {
            if groups[place].schools.last?.slug != school.slug {
              groups[place].schools.append(here)
            }
          } else {
            places[key] = groups.count
            groups.append(
              ChangeGroup(
                document: document.document, title: document.title, change: change,
                schools: [here]))
          }
        }
      }
    }
    // Documents together, each in the order of its own changes.
    var order: [String] = []
    for group in groups where !order.contains(group.document) { order.append(group.document) }
    return order.flatMap { id in groups.filter { $0.document == id } }
  }
}
