package import Configuration
package import Templating

/// A value of a document that is no wording of it: a name, a number to call, a date.
package struct PrintedFact: Sendable, Equatable {
  /// The path that the template gives it by, with its filters: `leads.dsl.name`.
  package var name: String
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// The facts of a text while it is read: a name that stands for two values gets a number.
struct FactList {
  private(set) var all: [PrintedFact] = []

  /// Returns the name under which a value is kept.
  mutating func name(_ path: String, _ value: String) -> String {
    var name = path
    var number = 1
    while let known = all.first(where: { $0.name == name }) {
      if known.value == value { return name }
      number += 1
      name = "\(path) \(number)"
    }
    all.append(PrintedFact(name: name, value: value))
    return name
  }
}

extension Slot.Source {
  /// Whether a value is a fact and no wording.
  ///
  /// Facts are people, providers, the school's and the trust's own details, the document's dates, and
  /// those facts of the vocabulary that are names, addresses or dates.
  package func printsFact(_ vocabulary: Vocabulary) -> Bool {
    switch self {
    case .subject(.rolePart), .subject(.providerPart), .subject(.trustPart): return true
    case .subject(.schoolPart(let part)): return part != .phase
    case .subject(.documentPart(let part)): return part != .title
    case .subject(.fact(let index)):
      switch vocabulary.facts[index].type {
      case .name, .email, .phone, .url, .date, .month, .term: return true
      default: return false
      }
    case .item(_, let part): return part != nil
    default: return false
    }
  }
}
