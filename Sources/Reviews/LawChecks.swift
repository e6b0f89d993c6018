package import Configuration
package import Diagnostics
package import Templating

/// Checks that what templates cite is in force on a day.
package enum LawChecks {
  /// Reports each citation of a law that is not in force, with what replaced it.
  package static func check(
    _ library: Library, laws: LawRegister, asOf day: CalendarDate, report: inout Report
  ) {
    let places = library.programs.flatMap(\.references) + library.definitions.flatMap(\.references)
    for reference in places {
      guard case .law(let index) = reference.target else { continue }
      let state = laws.state(of: index, on: day)
      guard state != .inForce else { continue }
      report.add(.lawNotInForce(index, state, laws, on: day, at: reference.place))
    }
  }
}
