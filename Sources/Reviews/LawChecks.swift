package import Configuration
package import Diagnostics
package import Documents
import Templating

/// Checks that what a school's documents cite is in force on a day.
///
/// What only stands in a branch that no school prints is nobody's citation, and nothing is said of it.
package struct LawChecks: Sendable {
  private let laws: LawRegister
  private let day: CalendarDate
  /// What is wrong with each law on the day, by its number; made once for all schools.
  private let faults: [Fault?]

  enum Fault: Sendable, Equatable {
    case state(LawRegister.State)
    /// It is in force, and nothing says which edition is meant.
    case noEdition
  }

  package init(_ laws: LawRegister, asOf day: CalendarDate) {
    self.laws = laws
    self.day = day
    faults = laws.laws.indices.map { index in
      let state = laws.state(of: index, on: day)
      if state != .inForce { return .state(state) }
      return laws.laws[index].hasNoEdition ? .noEdition : nil
    }
  }

  /// Reports each citation of a law that is not in force, with what replaced it.
  package func check(_ set: SchoolDocuments, report: inout Report) {
    for index in set.issued {
      guard let resolved = set.documents[index] else { continue }
      let references = set.library.programs[index].references
      // Most documents have no reference to such a law, printed or not.
      if references.contains(where: { fault(in: $0) != nil }) {
        for piece in resolved.flow.pieces {
          switch piece {
          case .reference(let number), .link(let number):
            check(references[number], report: &report)
          default: break
          }
        }
      }
      for term in resolved.citations.terms {
        for reference in set.library.definitions[term].references {
          check(reference, report: &report)
        }
      }
    }
  }

  /// What is wrong with the law that a reference is to.
  private func fault(in reference: Reference) -> Fault? {
    if case .law(let index) = reference.target { faults[index] } else { nil }
  }

  private func check(_ reference: Reference, report: inout Report) {
    guard case .law(let index) = reference.target, let fault = faults[index] else { return }
    switch fault {
    case .state(let state):
      report.add(.lawNotInForce(index, state, laws, on: day, at: reference.place))
    case .noEdition:
      report.add(.lawWithoutEdition(index, laws, at: reference.place))
    }
  }

  /// Notes that the register was last looked at more than a year before the day.
  package func checkRegister(report: inout Report) {
    guard let checked = laws.checked, checked.adding(months: 12) < day, !laws.laws.isEmpty else {
      return
    }
    report.add(.registerOld(checked, on: day, at: laws.file.place))
  }
}

extension Law {
  /// Whether neither the entry nor its title says which edition it is: an Act has its year in its title.
  var hasNoEdition: Bool {
    guard edition == nil, title != id else { return false }
    let numbers = title.split { !$0.isNumber }
    return !numbers.contains { $0.count == 4 && ($0.hasPrefix("1") || $0.hasPrefix("2")) }
  }
}
